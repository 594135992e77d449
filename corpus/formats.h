// The table of formats: one row for each, how its files look and how they are opened.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "corpus/byte_source.h"
#include "corpus/reader.h"

namespace incipit::corpus {

struct FormatRow {
  Format format;
  std::string_view summary;  // one line for people
  bool (*looks_like)(
      std::string_view head);  // of the first bytes after decompression; no head is claimed by two rows
  std::unique_ptr<Reader> (*open)(std::unique_ptr<ByteSource> bytes);
};

// In the order of `Format`.
[[nodiscard]] std::span<const FormatRow> format_table();
// nullptr for Format::detect.
[[nodiscard]] const FormatRow* row_of(Format format);
// The row that claims a head; nullptr without one.
[[nodiscard]] const FormatRow* row_claiming(std::string_view head);
// As the front (corpus/reader.h), over bytes that come from elsewhere, compressed or not; of `input` only the name is used.
[[nodiscard]] schema::Result<std::unique_ptr<Reader>> open_reader(std::unique_ptr<ByteSource> bytes,
                                                                  const InputFile& input,
                                                                  Format format = Format::detect);

// "incipit-jsonl, arxiv-snapshot, ...": for messages.
[[nodiscard]] std::string format_names();

// What a head that no row claims seems to be, as the rest of a sentence: "looks like XML that begins with
// <rss>".
[[nodiscard]] std::string describe_head(std::string_view head);

}  // namespace incipit::corpus
