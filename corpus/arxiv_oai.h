// Records of an OAI-PMH interface: whole replies (ListRecords, GetRecord), replies one after another, or bare
// <record> elements, with metadata in arXiv's forms `arXiv`, `arXivRaw` (and the retired `arXivOld`) or in
// Dublin Core (`oai_dc`). Which form a record has is decided record by record; the format's name is that of
// the first.
//
// A header with status="deleted" gives Record::deleted; an <error> of the interface is a rejection
// "oai_error". Submitters are never read (D13). Categories: arXiv's codes; of Dublin Core see oai_dc.h.
#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string_view>
#include <tl/expected.hpp>

#include "corpus/byte_source.h"
#include "corpus/reader.h"
#include "corpus/xml_text.h"
#include "schema/paper.h"

namespace incipit::corpus {

[[nodiscard]] bool looks_like_arxiv_oai(std::string_view head);
[[nodiscard]] bool looks_like_arxiv_oai_raw(std::string_view head);
[[nodiscard]] bool looks_like_oai_dc(std::string_view head);

[[nodiscard]] std::unique_ptr<Reader> open_arxiv_oai(std::unique_ptr<ByteSource> bytes);
[[nodiscard]] std::unique_ptr<Reader> open_arxiv_oai_raw(std::unique_ptr<ByteSource> bytes);
[[nodiscard]] std::unique_ptr<Reader> open_oai_dc(std::unique_ptr<ByteSource> bytes);

// What an element <arXiv>, <arXivRaw> or <arXivOld> says. `published` is the day it was created (of
// `arXivRaw`: the instant of the first version), `updated` that of the latest version where there are
// several.
[[nodiscard]] tl::expected<schema::Paper, RejectionCause> read_arxiv_metadata(pugi::xml_node metadata,
                                                                              Record& record);

}  // namespace incipit::corpus
