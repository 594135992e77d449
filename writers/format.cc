#include "writers/format.h"

#include <algorithm>
#include <array>

#include "schema/paper_json.h"
#include "writers/papers.h"

namespace incipit::writers {
namespace {

constexpr std::array kFormats{
    FormatRow{Format::bibtex, "bibtex", "application/x-bibtex; charset=utf-8", "bib", "", "\n", "", "BibTeX, with TeX as it was given"},
    FormatRow{Format::ris, "ris", "application/x-research-info-systems; charset=utf-8", "ris", "", "", "", "RIS"},
    FormatRow{Format::csl, "csl", "application/vnd.citationstyles.csl+json", "json", "[\n", ",\n", "\n]\n", "CSL-JSON, one list"},
    FormatRow{Format::csv, "csv", "text/csv; charset=utf-8; header=present", "csv", kCsvHeader, "", "", "CSV (RFC 4180) with a header"},
    FormatRow{Format::jsonl, "jsonl", "application/jsonl", "jsonl", "", "", "", "Incipit JSON Lines, the records as stored"},
};

}  // namespace

std::span<const FormatRow> format_table() { return kFormats; }

const FormatRow& row_of(Format format) { return kFormats[static_cast<std::size_t>(format)]; }

std::optional<Format> format_named(std::string_view name) {
  const auto found = std::find_if(kFormats.begin(), kFormats.end(), [&](const FormatRow& row) { return row.name == name; });
  return found == kFormats.end() ? std::nullopt : std::optional(found->format);
}

std::string write_paper(Format format, const schema::Paper& paper) {
  switch (format) {
    case Format::bibtex: return bibtex_entry(paper);
    case Format::ris: return ris_record(paper);
    case Format::csl: return csl_item(paper);
    case Format::csv: return csv_row(paper);
    case Format::jsonl: return schema::canonical_json(paper) + "\n";
  }
  return {};
}

}  // namespace incipit::writers
