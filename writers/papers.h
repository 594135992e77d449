// One paper in each format. For the sources of this room only.
#pragma once

#include <string>
#include <string_view>

#include "schema/paper.h"

namespace incipit::writers {

// `@article{key, ...}` and a line end. @inproceedings where the venue is one of proceedings, @article where there is another
// venue or a journal reference, else @misc: each with the fields that it must have.
[[nodiscard]] std::string bibtex_entry(const schema::Paper& paper);

// From "TY  - " to "ER  - ", lines ending in CR LF as the format wants.
[[nodiscard]] std::string ris_record(const schema::Paper& paper);

// A JSON object in one line, without a line end. Authors whose parts are not known are `literal`: nothing is guessed.
[[nodiscard]] std::string csl_item(const schema::Paper& paper);

inline constexpr std::string_view kCsvHeader =
    "id,title,abstract,authors,categories,primary_category,published,updated,doi,arxiv,venue,journal_ref,url,pdf,license,comments,"
    "citations,status\r\n";
// A row below kCsvHeader with CR LF. A cell that a spreadsheet would take for a formula (it begins with = + - @ or a tab) has an
// apostrophe in front of it; a reader of data finds that apostrophe in the text.
[[nodiscard]] std::string csv_row(const schema::Paper& paper);

}  // namespace incipit::writers
