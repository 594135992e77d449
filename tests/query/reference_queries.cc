#include "tests/query/reference_queries.h"


#include <algorithm>

#include "analysis/acronyms.h"
#include "analysis/analyser.h"
#include "schema/categories.h"

namespace incipit::testing {
namespace {

using schema::MatchMode;
using schema::Paper;
using schema::SearchFilters;
using schema::SearchRequest;
using schema::SortKey;

// Raw stretches of a text between blanks, cut of what the query language reads (quotes, parentheses, stars at
// the end); colons stay out, since "word:" may name a field.
std::vector<std::string> raw_words(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    while (!word.empty() && std::string_view("*,.;!?-=^").find(word.back()) != std::string_view::npos)
      word.pop_back();
    while (!word.empty() && std::string_view("*-=^").find(word.front()) != std::string_view::npos)
      word.erase(0, 1);
    if (!word.empty() && word != "AND" && word != "OR" && word != "NOT" && word.rfind("NEAR", 0) != 0)
      words.push_back(word);
    word.clear();
  };
  for (const char c : text) {
    const bool cut =
        c == ' ' || c == '"' || c == '(' || c == ')' || c == ':' || c == '\n' || c == '\t' || c == '*';
    if (cut) {
      flush();
    } else {
      word += c;
    }
  }
  flush();
  return words;
}

std::string first_category(const Paper& paper) {
  return paper.categories.empty() ? "cs.CL" : paper.categories.back();
}
std::string primary_of(const Paper& paper) { return paper.categories.empty() ? "cs.CL" : paper.primary(); }
std::string archive_of(const Paper& paper) { return std::string(schema::archive_of(first_category(paper))); }
std::string affiliation_of(const Paper& paper) {
  for (const auto& author : paper.authors) {
    if (!author.affiliations.empty()) return author.affiliations.back();
  }
  return "no such place";
}
std::string venue_of(const Paper& paper) { return paper.venue.empty() ? "no such venue" : paper.venue; }

}  // namespace

ReferenceQueries::ReferenceQueries(const std::vector<Paper>& papers,
                                   const std::map<std::string, std::vector<std::string>>& author_ids,
                                   std::uint64_t seed)
    : Random(seed), papers_(papers), author_ids_(author_ids),
      dated_(std::any_of(papers.begin(), papers.end(), [](const Paper& paper) { return paper.published.has_value(); })) {}

std::string ReferenceQueries::word() {
  static const std::vector<std::string> unusual = {
      "zzqxv",   "GPT-2",      "C++",    "pre-training",     "pre training", "the",  "Schrödinger", "e",
      "log-log", "non-linear", "quarks", "state-of-the-art", "$n$",          "2019", "K3"};
  if (chance(10)) return one_of(unusual);
  const Paper& paper = a_paper();
  const auto words = raw_words(chance(40) ? paper.title : paper.abstract);
  return words.empty() ? "graph" : words[below(words.size())];
}

std::string ReferenceQueries::phrase() {
  const Paper& paper = a_paper();
  const auto words = raw_words(chance(40)   ? paper.title
                               : chance(15) ? paper.comments
                               : chance(10) ? affiliation_of(paper)
                                            : paper.abstract);
  if (words.empty()) return "\"neural network\"";
  const std::size_t length = std::min(words.size(), 1 + below(5));
  const std::size_t first = below(words.size() - length + 1);
  std::string text;
  for (std::size_t i = 0; i < length; ++i) text += (i == 0 ? "" : " ") + words[first + i];
  return "\"" + text + "\"";
}

std::string ReferenceQueries::name() {
  const Paper& paper = a_paper();
  if (paper.authors.empty()) return "author:nobody";
  const auto words = raw_words(one_of(paper.authors).name);
  if (words.empty()) return "author:nobody";
  const std::string family = words.back();
  if (chance(15)) return "^" + std::string("author:\"") + family + ", " + words.front() + "\"";
  if (chance(10)) return "^author:" + family;
  if (chance(15) && family.size() > 4 && static_cast<unsigned char>(family[3]) < 0x80)
    return (chance(30) ? "^au:" : "au:") + family.substr(0, 4) + "*";
  switch (below(5)) {
    case 0:
      return "author:" + family;
    case 1:
      return "author:\"" + family + ", " + words.front() + "\"";
    case 2:
      return "author:\"" +
             words.front().substr(
                 0, static_cast<unsigned char>(words.front()[0]) < 0x80 ? 1 : words.front().size()) +
             " " + family + "\"";
    case 3: {
      std::string whole;
      for (const auto& part : words) whole += (whole.empty() ? "" : " ") + part;
      return "author:\"" + whole + "\"";
    }
    default:
      return family;
  }
}

schema::YearRange ReferenceQueries::years() {
  const Paper& paper = a_paper();
  const int from = paper.published ? paper.published->year() : 2011;
  const int to = from + static_cast<int>(below(6));
  switch (below(4)) {
    case 0:
      return {from, std::nullopt};
    case 1:
      return {std::nullopt, from};
    case 2:
      return {from, from};
    default:
      return {from, to};
  }
}

std::string ReferenceQueries::year_range() {
  const schema::YearRange range = years();
  if (range.from == range.to) return "year:" + std::to_string(*range.from);
  return "year:" + (range.from ? std::to_string(*range.from) : "") + ".." +
         (range.to ? std::to_string(*range.to) : "");
}

// Three letters or more of a word, and a star.
std::string ReferenceQueries::beginning() {
  std::string text = chance(10) ? "pre-train" : word();
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (text.size() < 3 || !std::all_of(text.begin(), text.end(), is_letter)) return "gra*";
  return text.substr(0, 3 + below(text.size() - 2)) + "*";
}

// Words that stand together in a paper, so that many are near.
std::string ReferenceQueries::near() {
  const auto words = raw_words(chance(30) ? a_paper().title : a_paper().abstract);
  if (words.size() < 3) return "graph NEAR/5 network";
  const std::size_t first = below(words.size() - 2);
  std::string text = words[first];
  std::size_t last = first;
  for (std::size_t more = 1 + below(2); more > 0; --more) {
    text += chance(20) ? " NEAR " : " NEAR/" + std::to_string(1 + below(8)) + " ";
    last = std::min(words.size() - 1, last + 1 + below(4));
    const std::string& operand = chance(20) ? words[first / 2] : words[last];
    text += chance(15)   ? "=" + operand
            : chance(10) ? phrase()
            : chance(10) ? beginning()
            : chance(10) ? "(" + operand + " OR " + phrase() + ")"
                         : operand;
  }
  return text;
}

std::string ReferenceQueries::leaf() {
  static const std::vector<std::string> fields = {"title:", "abstract:", "comments:", "affiliation:", "aff:", "ti:", "abs:"};
  switch (below(20)) {
    case 16:
      return beginning();
    case 17:
      return one_of(fields) + beginning();
    case 18:
      return near();
    case 19:
      return chance(50) ? "title:(" + near() + ")" : "abs:(" + near() + ")";
    case 0:
    case 1:
    case 2:
      return phrase();
    case 3:
      return "=" + word();
    case 4:
    case 5:
      return one_of(fields) + word();
    case 6:
      return one_of(fields) + phrase();
    case 7:
    case 8:
      return name();
    case 9:
      return "cat:" + first_category(a_paper());
    case 10:
      return "cat:" + archive_of(a_paper()) + ".*";
    case 11:
      return year_range();
    case 12:
      return chance(50) ? "primary:" + primary_of(a_paper()) : "has:code";
    default:
      return word();
  }
}

std::string ReferenceQueries::expression(int depth) {
  const std::size_t parts = 1 + below(3);
  std::string text;
  for (std::size_t i = 0; i < parts; ++i) {
    if (i > 0) text += chance(30) ? " OR " : chance(20) ? " AND " : " ";
    if (i > 0 && chance(20)) text += chance(50) ? "NOT " : "-";
    text += depth > 0 && chance(25) ? "(" + expression(depth - 1) + ")" : leaf();
  }
  return text;
}

std::string ReferenceQueries::query_text() {
  switch (below(10)) {
    case 0:
      return "";
    case 1:
    case 2:
    case 3: {
      std::string text = word();
      for (std::size_t more = below(3); more > 0; --more) text += " " + word();
      return text;
    }
    case 4:
      return phrase();
    case 5: {  // words that stand together in a paper, so that strict matches exist
      const auto words = raw_words(a_paper().abstract);
      if (words.empty()) return word();
      return words[below(words.size())] + " " + words[below(words.size())] + " " + words[below(words.size())];
    }
    case 6:
      return chance(50) ? a_paper().id : a_paper().title;
    default:
      return expression(2);
  }
}

schema::FilterValues ReferenceQueries::values(std::string (*of)(const Paper&)) {
  schema::FilterValues out;
  for (std::size_t n = 1 + below(3); n > 0; --n) {
    (chance(75) ? out.any_of : out.none_of).push_back(of(a_paper()));
  }
  return out;
}

void ReferenceQueries::add_filters(SearchFilters& filters) {
  if (chance(20)) filters.category = values(first_category);
  if (chance(10)) filters.primary = values(primary_of);
  if (chance(10)) filters.archive = values(archive_of);
  if (chance(4)) filters.affiliation = values(chance(50) ? affiliation_of : [](const Paper& paper) { return affiliation_of(paper).substr(0, 9); });
  if (chance(4)) filters.venue = values(venue_of);
  if (chance(15)) filters.years.push_back(years());
  if (chance(5)) filters.years.push_back(years());
  if (chance(5)) filters.not_years.push_back(years());
  if (chance(8)) {
    const auto found = author_ids_.find(a_paper().id);
    if (found != author_ids_.end() && !found->second.empty()) {
      (chance(80) ? filters.author.any_of : filters.author.none_of).push_back(one_of(found->second));
    }
  }
  static const std::vector<schema::Fact> facts = {schema::Fact::doi, schema::Fact::code, schema::Fact::date,
                                                  schema::Fact::abstract};
  if (chance(8)) (chance(60) ? filters.has : filters.has_not).push_back(one_of(facts));
  if (chance(8)) filters.from = a_paper().published;
  if (chance(8)) filters.to = a_paper().published;
  if (chance(5)) filters.as_of = a_paper().published;
  if (chance(8) && dated_) filters.min_novelty = static_cast<std::int64_t>(below(10'001));
  if (chance(3)) {
    for (std::size_t n = 1 + below(4); n > 0; --n) {
      const Paper& paper = a_paper();
      filters.ids.push_back(!paper.doi.empty() && chance(50) ? "https://doi.org/" + paper.doi : paper.id);
    }
  }
}

std::string ReferenceQueries::acronym() {
  for (int tries = 0; tries < 40; ++tries) {
    const std::string text = analysis::display_text(a_paper().abstract);
    const auto pairs = analysis::explained_acronyms(text);
    if (pairs.empty()) continue;
    const auto& pair = one_of(pairs);
    return chance(50) ? text.substr(pair.short_begin, pair.short_end - pair.short_begin) : text.substr(pair.long_begin, pair.long_end - pair.long_begin);
  }
  return word();
}

SearchRequest ReferenceQueries::next() {
  static const std::vector<SortKey> keys = {SortKey::relevance, SortKey::published, SortKey::updated,
                                            SortKey::title,     SortKey::novelty,   SortKey::rank};
  SearchRequest request;
  request.q = query_text();
  request.match = chance(60) ? MatchMode::all : chance(50) ? MatchMode::any : MatchMode::automatic;
  if (chance(10)) {
    request.q = (chance(40) ? word() + " " : "") + acronym() + (chance(40) ? " " + word() : "");
    request.match = chance(50) ? MatchMode::any : MatchMode::automatic;
  }
  if (chance(5)) request.syntax = schema::QuerySyntax::text;
  if (chance(50)) add_filters(request.filters);
  if (chance(35)) request.sort = schema::Sort{keys[below(dated_ ? keys.size() : 4)], chance(40)};
  request.limit = chance(15) ? 100 : 10;
  if (chance(15)) request.offset = static_cast<std::int64_t>(below(60));
  if (chance(70)) {
    request.facets.assign(schema::all_facet_fields().begin(), schema::all_facet_fields().end());
    request.facet_limit = schema::limits::kFacetValues.value;
  }
  request.highlight = schema::HighlightMode::none;
  if (chance(15) && dated_) {
    static const std::vector<std::vector<schema::Boost>> boosts = {
        {schema::Boost::recency}, {schema::Boost::novelty}, {schema::Boost::rank, schema::Boost::recency}};
    request.boosts = one_of(boosts);
    request.sort = schema::Sort{SortKey::relevance, chance(20)};
  }
  if (chance(25)) request.collapse = schema::Collapse::duplicates;
  request.synonyms = chance(70);
  return request;
}

}  // namespace incipit::testing
