// What both forms of PubMed records have in common: dates, journal references and links.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "corpus/reader.h"
#include "schema/date.h"
#include "schema/paper.h"

namespace incipit::corpus {

// "2006", "2006 Mar", "2006 Mar 1", "20060110", "1998 Dec-1999 Jan", "2000 Spring": the first year with the
// first month and its day, as precise as the text is; a range or a season is no more than its first month or
// year. nullopt without a year.
[[nodiscard]] std::optional<schema::Date> read_pubmed_date(std::string_view text);

// The day an article appeared on line where that is given, else the date of its issue; the issue where it
// came before.
[[nodiscard]] std::optional<schema::Date> published_of(const std::optional<schema::Date>& issue,
                                                       const std::optional<schema::Date>& online);

struct JournalReference {
  std::string journal, year, volume, issue, pages;
};
// "BMC Bioinformatics 2006;7(2):10"; empty without a journal.
[[nodiscard]] std::string text_of(const JournalReference& reference);

// Digits only.
[[nodiscard]] bool is_pmid(std::string_view text);
// Adds the pages of PubMed and, where there is an id of it, of PubMed Central.
void add_pubmed_links(schema::Paper& paper, std::string_view pmid, std::string_view pmcid, Record& record);

}  // namespace incipit::corpus
