// Papers written in the formats of others. Each paper is a text of its own, so that a list of any length can be written piece
// by piece: head, papers with what stands between them, tail.
//
// Given are records as they are stored, with their TeX. BibTeX keeps it; RIS, CSL-JSON and CSV hold what people read; JSON Lines
// is the canonical record, an input again. All is valid UTF-8, and our own readers read it back.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schema/paper.h"

namespace incipit::writers {

enum class Format { bibtex, ris, csl, csv, jsonl };

struct FormatRow {
  Format format;
  std::string_view name;        // in `format=` and `--format`
  std::string_view media_type;
  std::string_view extension;   // of a file
  std::string_view head, between, tail;
  std::string_view meaning;
};

[[nodiscard]] std::span<const FormatRow> format_table();
[[nodiscard]] const FormatRow& row_of(Format format);
[[nodiscard]] std::optional<Format> format_named(std::string_view name);

// One paper, with its line end where the format has lines.
[[nodiscard]] std::string write_paper(Format format, const schema::Paper& paper);

}  // namespace incipit::writers
