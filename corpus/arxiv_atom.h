// The Atom feeds of arXiv's API: feeds, feeds one after another, or bare <entry> elements. The error entry of
// the API is a rejection "api_error"; the totals of OpenSearch are not read. Categories: the terms of
// <category>; terms that are no code (MSC and ACM classes come in the same element) are ignored.
#pragma once

#include <memory>
#include <string_view>

#include "corpus/byte_source.h"
#include "corpus/reader.h"

namespace incipit::corpus {

[[nodiscard]] bool looks_like_arxiv_atom(std::string_view head);
[[nodiscard]] std::unique_ptr<Reader> open_arxiv_atom(std::unique_ptr<ByteSource> bytes);

}  // namespace incipit::corpus
