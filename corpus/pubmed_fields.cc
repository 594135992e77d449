#include "corpus/pubmed_fields.h"

#include <algorithm>
#include <vector>

#include "corpus/field_text.h"
#include "corpus/identifiers.h"
#include "corpus/paper_fields.h"
#include "schema/ascii.h"

namespace incipit::corpus {
namespace {

int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" /"), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace

std::optional<schema::Date> read_pubmed_date(std::string_view given) {
  const std::string text = clean_text(given);
  if (text.size() == 8 && schema::is_all_digits(text)) {
    return date_of_parts(value_of(std::string_view(text).substr(0, 4)),
                         value_of(std::string_view(text).substr(4, 2)),
                         value_of(std::string_view(text).substr(6, 2)));
  }
  const auto words = words_of(text);
  if (words.empty() || words[0].size() < 4 || !schema::is_all_digits(words[0].substr(0, 4))) return std::nullopt;
  const int year = value_of(words[0].substr(0, 4));
  const bool exact_year = words[0].size() == 4;  // else "1977-1978"
  const int exact_month = exact_year && words.size() > 1 ? month_of(words[1]) : 0;
  if (exact_month != 0 && words.size() > 2 && words[2].size() <= 2 && schema::is_all_digits(words[2])) {
    if (const auto date = date_of_parts(year, exact_month, value_of(words[2]))) return date;
  }
  const int month = exact_month != 0 ? exact_month : exact_year ? first_month(text) : 0;
  return date_of_parts(year, month, 0);
}

std::optional<schema::Date> published_of(const std::optional<schema::Date>& issue,
                                         const std::optional<schema::Date>& online) {
  if (!online) return issue;
  return issue && issue->last_instant() < online->instant ? issue : online;
}

std::string text_of(const JournalReference& reference) {
  if (reference.journal.empty()) return {};
  std::string text = reference.journal;
  if (!reference.year.empty()) text += ' ' + reference.year;
  if (!reference.volume.empty() || !reference.issue.empty()) text += ';' + reference.volume;
  if (!reference.issue.empty()) text += '(' + reference.issue + ')';
  if (!reference.pages.empty()) text += ':' + reference.pages;
  return text;
}

bool is_pmid(std::string_view text) { return text.size() <= 20 && schema::is_all_digits(text); }

void add_pubmed_links(schema::Paper& paper, std::string_view pmid, std::string_view pmcid, Record& record) {
  const bool known = add_identifier(paper, Catalogue::pubmed, pmid);
  const bool central =
      pmcid.empty() || add_identifier(paper, Catalogue::pmc, pmcid.substr(0, pmcid.find('.')));
  if (!known || !central)
    record.warnings.push_back({"links", "has an id that is none of PubMed or PubMed Central"});
}

}  // namespace incipit::corpus
