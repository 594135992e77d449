// The XML collections of the ACL Anthology. A paper's id is `acl:` and its Anthology id
// ("acl:2020.acl-main.1", "acl:P18-1001"), made of collection, volume and number. Venue and date come from
// the volume's meta unless the paper has its own; editors are not authors, the frontmatter is no paper,
// awards and events are not read. Categories: none, the Anthology has no subject classes. A <retracted> paper
// has the status "retracted", a <removed> one "withdrawn".
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "corpus/byte_source.h"
#include "corpus/reader.h"

namespace incipit::corpus {

[[nodiscard]] bool looks_like_acl_anthology(std::string_view head);
[[nodiscard]] std::unique_ptr<Reader> open_acl_anthology(std::unique_ptr<ByteSource> bytes);

// "2020.acl-main.1"; of collections before 2020 "P18-1001" and "W18-0301": four digits, one or two of which
// are the volume. Empty where a part of it is missing.
[[nodiscard]] std::string anthology_id(std::string_view collection, std::string_view volume,
                                       std::string_view paper);

}  // namespace incipit::corpus
