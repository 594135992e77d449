#include "writers/citation.h"
#include "writers/papers.h"

namespace incipit::writers {
namespace {

std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) text.insert(0, 1, '\'');
  if (text.find_first_of("\",;\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string iso_of(const std::optional<schema::Date>& date) { return date ? date->iso() : std::string(); }

// With "; " between names; alone, a name that could be taken for several has one behind it.
std::string names_of(const schema::Paper& paper) {
  std::string names;
  for (const auto& author : paper.authors) {
    std::string name = inverted_name(author);
    for (char& c : name) c = c == ';' ? ',' : c;
    names += (names.empty() ? "" : "; ") + name;
  }
  const bool one = paper.authors.size() == 1;
  return one && names.find(" and ") != std::string::npos ? names + ";" : names;
}

}  // namespace

std::string csv_row(const schema::Paper& paper) {
  std::string categories;
  for (const auto& code : paper.categories) categories += (categories.empty() ? "" : "; ") + shown(code);
  const auto* citations = paper.leading_citations();
  std::string row = cell(paper.id);
  for (const std::string& text :
       {shown(paper.title), shown(paper.abstract), names_of(paper), categories, shown(paper.primary()), iso_of(paper.published),
        iso_of(paper.updated), bare_doi(paper), id_in(paper, "arxiv"), shown(paper.venue), shown(paper.journal_ref), page_of(paper),
        link_of(paper, "pdf"), shown(paper.license), shown(paper.comments), citations ? std::to_string(citations->count) : std::string(),
        paper.status}) {
    row += "," + cell(text);
  }
  return row + "\r\n";
}

}  // namespace incipit::writers
