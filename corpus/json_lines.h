// The formats of one JSON object per line: Incipit JSONL (D4) and arXiv's metadata snapshot.
#pragma once

#include <memory>
#include <string_view>

#include "corpus/byte_source.h"
#include "corpus/reader.h"

namespace incipit::corpus {

// True when the first line with text of a head is an object of arXiv's snapshot: it has `authors_parsed`, or
// `versions` and `update_date`.
[[nodiscard]] bool looks_like_arxiv_snapshot(std::string_view head);
// True when that line is another object with `id` or `_id` which no other JSON format claims.
[[nodiscard]] bool looks_like_incipit_jsonl(std::string_view head);
// True when that line is a whole JSON array, which no line of these formats is.
[[nodiscard]] bool begins_with_json_array_line(std::string_view head);

[[nodiscard]] std::unique_ptr<Reader> open_arxiv_snapshot(std::unique_ptr<ByteSource> bytes);
[[nodiscard]] std::unique_ptr<Reader> open_incipit_jsonl(std::unique_ptr<ByteSource> bytes);

}  // namespace incipit::corpus
