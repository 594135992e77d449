// arXiv's .abs files: parts set apart by lines of "\\", the first with the fields, the others the abstract;
// one record per file, or several one after another. From and Proxy lines (submitters) are never read (D13).
// Published, updated and version come from the Date lines of the versions. Status is "withdrawn" also when
// the newest version has no source ("0kb,I"). Categories: arXiv's codes; MSC and ACM classes have no place in
// a paper and count as ignored.
//
// Text that is not UTF-8 is read as ISO-8859-1, as arXiv itself does, with a warning.
#pragma once

#include <memory>
#include <string_view>

#include "corpus/byte_source.h"
#include "corpus/reader.h"

namespace incipit::corpus {

[[nodiscard]] bool looks_like_arxiv_abs(std::string_view head);
[[nodiscard]] std::unique_ptr<Reader> open_arxiv_abs(std::unique_ptr<ByteSource> bytes);

}  // namespace incipit::corpus
