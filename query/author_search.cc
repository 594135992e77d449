#include "query/author_search.h"

#include <algorithm>

#include "query/evaluator.h"
#include "query/name_rows.h"
#include "query/plan_nodes.h"
#include "storage/terms.h"

namespace incipit::query {

namespace terms = storage::author_terms;

namespace {

constexpr int kMaxMoves = 1000;

std::vector<AskedName> asked_words(const std::vector<analysis::Token>& words) {
  std::vector<AskedName> asked;
  for (const auto& word : words) asked.push_back({word.form, false});
  if (!asked.empty()) asked.back().beginning = true;
  return asked;
}

}  // namespace

AuthorSearch::AuthorSearch(const storage::Generation& generation, const std::vector<SegmentView>& segments,
                           analysis::Analyser& analyser)
    : generation_(generation), segments_(segments), analyser_(analyser) {
  for (std::size_t layer = 0; layer < generation.authors().layers(); ++layer) names_.emplace_back(generation.names(layer).string());
}

template <class Rows>
void AuthorSearch::add_current(DocSet& authors, std::size_t layer, const Rows& rows) const {
  const auto& table = generation_.authors();
  std::vector<std::uint32_t> current;
  for (const std::uint32_t row : rows) {
    const std::uint32_t ordinal = table.ordinal(layer, row);
    if (table.is_current(layer, row) && table.papers(ordinal) > 0) current.push_back(ordinal + 1);
  }
  authors.addMany(current.size(), current.data());
}

DocSet AuthorSearch::with_term(std::string_view kind, std::string_view value, const Deadline& deadline) const {
  const std::string term = storage::author_term(kind, value);
  DocSet authors;
  for (std::size_t layer = 0; layer < names_.size(); ++layer) {
    std::vector<std::uint32_t> rows;
    for (auto it = names_[layer].postlist_begin(term); it != names_[layer].postlist_end(term); ++it) {
      deadline.check_often();
      rows.push_back(*it - 1);
    }
    add_current(authors, layer, rows);
  }
  return authors;
}

template <class Find>
DocSet AuthorSearch::with_names(const Find& find) const {
  DocSet authors;
  const auto& table = generation_.authors();
  for (std::size_t layer = 0; layer < table.layers(); ++layer) {
    add_current(authors, layer, find(table.words(layer), table.rows(layer)).list());
  }
  return authors;
}

DocSet AuthorSearch::authors_of(const std::vector<PlanNode>& conditions, const Deadline& deadline) const {
  PlanNode any = node_of(PlanKind::any_of);
  any.children = conditions;
  DocSet authors;
  for (const auto& segment : segments_) {
    for (std::uint32_t docid : evaluate(any, segment, analyser_, deadline)) {
      deadline.check_often();
      for (std::uint32_t ordinal : segment.columns->authors[docid - 1]) authors.add(ordinal + 1);
    }
  }
  return authors;
}

std::optional<DocSet> AuthorSearch::filter(const schema::AuthorSearchRequest& request, const Deadline& deadline) const {
  std::optional<DocSet> passing;
  const auto require = [&](const std::vector<PlanNode>& conditions) {
    if (conditions.empty()) return;
    const DocSet authors = authors_of(conditions, deadline);
    passing = passing ? *passing & authors : authors;
  };
  std::vector<PlanNode> categories, years;
  for (const auto& category : request.categories) categories.push_back(filter_node(schema::Field::category, category));
  for (const auto& range : request.years) years.push_back(years_node(range));
  require(categories);
  require(years);
  return passing;
}

std::vector<std::uint32_t> AuthorSearch::ordered(const DocSet& authors, std::size_t count, const Deadline& deadline) const {
  const auto& table = generation_.authors();
  struct Keyed {
    std::uint32_t papers, ordinal;
  };
  std::vector<Keyed> all;
  for (std::uint32_t docid : authors) {
    deadline.check_often();
    all.push_back({table.papers(docid - 1), docid - 1});
  }
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size()));
  std::partial_sort(all.begin(), middle, all.end(), [&](const Keyed& a, const Keyed& b) {
    if (a.papers != b.papers) return a.papers > b.papers;
    if (const int order = table.name(a.ordinal).compare(table.name(b.ordinal)); order != 0) return order < 0;
    return table.id(a.ordinal) < table.id(b.ordinal);
  });
  std::vector<std::uint32_t> ordinals;
  for (auto it = all.begin(); it != middle; ++it) ordinals.push_back(it->ordinal);
  return ordinals;
}

FoundAuthors AuthorSearch::find(const schema::AuthorSearchRequest& request, const Deadline& deadline) const {
  // Tiers of falling fit.
  std::vector<DocSet> tiers;
  const auto words = analyser_.typed_name_tokens(request.q);
  if (words.empty()) {
    DocSet everyone;
    if (request.q.find_first_not_of(' ') == std::string::npos) {
      const auto& table = generation_.authors();
      for (std::uint32_t ordinal = 0; ordinal < table.size(); ++ordinal) {
        if (table.papers(ordinal) > 0) everyone.add(ordinal + 1);
      }
    }
    tiers.push_back(std::move(everyone));
  } else {
    tiers.push_back(with_term(terms::kFullName, analysis::name_key(request.q), deadline));
    tiers.push_back(with_term(terms::kExternalId, request.q, deadline));
    if (const auto own = generation_.authors().find(request.q)) tiers.back().add(*own + 1);
    // An initial may stand for some words, never for all of them: "J. Serre" is Jean-Pierre Serre, "J." is not.
    const auto whole = std::count_if(words.begin(), words.end(), [](const auto& word) { return !analysis::is_initial(word.form); });
    const auto asked = asked_words(words);
    for (const bool initials : {false, true}) {
      if (initials && whole < 2) continue;
      tiers.push_back(with_names([&](const auto& names, std::size_t rows) { return rows_with_all(names, rows, asked, initials); }));
    }
  }
  const auto passing = filter(request, deadline);
  FoundAuthors found;
  DocSet seen;
  const auto wanted = static_cast<std::size_t>(request.limit);
  auto skip = static_cast<std::uint64_t>(request.offset);
  for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
    DocSet fresh = tiers[tier] - seen;
    if (passing) fresh &= *passing;
    seen |= fresh;
    const std::uint64_t count = fresh.cardinality();
    found.total += static_cast<std::int64_t>(count);
    if (skip >= count || found.page.size() == wanted) {
      skip -= std::min(skip, count);
      continue;
    }
    const auto best = ordered(fresh, static_cast<std::size_t>(skip) + wanted - found.page.size(), deadline);
    for (auto i = static_cast<std::size_t>(skip); i < best.size(); ++i) found.page.push_back({best[i], !words.empty() && tier == 0});
    skip = 0;
  }
  return found;
}

std::vector<std::uint32_t> AuthorSearch::find_misspelt(std::string_view q, std::size_t limit, const Deadline& deadline) const {
  const auto asked = asked_words(analyser_.typed_name_tokens(q));
  const DocSet authors = with_names([&](const auto& names, std::size_t rows) { return rows_with_an_error(names, rows, asked); });
  return ordered(authors, limit, deadline);
}

std::vector<std::uint32_t> AuthorSearch::named(std::string_view name, std::size_t limit, const Deadline& deadline) const {
  const std::string key = analysis::name_key(name);
  if (key.empty()) return {};
  return ordered(with_term(terms::kFullName, key, deadline), limit, deadline);
}

std::vector<std::uint32_t> AuthorSearch::in_block(std::string_view key, const Deadline& deadline) const {
  std::vector<std::uint32_t> ordinals;
  for (const std::uint32_t docid : with_term(terms::kBlock, key, deadline)) ordinals.push_back(docid - 1);
  return ordinals;
}

schema::Result<std::uint32_t> AuthorSearch::resolve(std::string_view id, const Deadline& deadline) const {
  const auto& table = generation_.authors();
  if (const auto own = table.find(id)) return *own;
  // Merged ids are followed to the end; the bound only guards against a damaged table.
  auto moved = table.moved(id);
  for (int hop = 0; moved && hop < kMaxMoves; ++hop) {
    if (const auto own = table.find(*moved)) return *own;
    moved = table.moved(*moved);
  }
  const DocSet bearers = with_term(terms::kExternalId, id, deadline);
  if (bearers.cardinality() == 1) return bearers.minimum() - 1;
  const std::string named = "'" + std::string(id.substr(0, 80)) + "'";
  if (bearers.isEmpty()) return schema::fail_at(schema::ErrorCode::author_not_found, "author", "no author has the id " + named);
  std::string message = std::to_string(bearers.cardinality()) + " authors carry the id " + named + ":";
  for (std::uint32_t docid : bearers) message += " " + std::string(table.id(docid - 1));
  return schema::fail_at(schema::ErrorCode::author_not_found, "author", message);
}

}  // namespace incipit::query
