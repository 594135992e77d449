#include "query/author_search.h"

#include <algorithm>

#include <charconv>

#include "storage/terms.h"

namespace incipit::query {

namespace terms = storage::author_terms;

namespace {

constexpr int kMaxMoves = 1000;

}  // namespace

AuthorSearch::AuthorSearch(const storage::Generation& generation, analysis::Analyser& analyser)
    : generation_(generation), analyser_(analyser), names_((generation.paths().authors() / "names").string()) {}

DocSet AuthorSearch::with_term(std::string_view kind, std::string_view value, const Deadline& deadline) const {
  return postings_of(names_, storage::author_term(kind, value), deadline);
}

DocSet AuthorSearch::with_prefix(std::string_view prefix, const Deadline& deadline) const {
  DocSet set;
  const std::string begin = storage::author_term(terms::kToken, prefix);
  for (auto it = names_.allterms_begin(begin); it != names_.allterms_end(begin); ++it) set |= postings_of(names_, *it, deadline);
  return set;
}

DocSet AuthorSearch::with_word(const std::string& form, bool last, bool initials, const Deadline& deadline) const {
  if (analysis::is_initial(form)) return with_term(terms::kInitial, form, deadline);
  DocSet set = last ? with_prefix(form, deadline) : with_term(terms::kToken, form, deadline);
  if (initials) set |= with_term(terms::kToken, analysis::initial_of(form), deadline);
  return set;
}

void AuthorSearch::apply_filters(DocSet& set, const schema::AuthorSearchRequest& request, const Deadline& deadline) const {
  if (!request.categories.empty()) {
    DocSet any;
    for (const auto& category : request.categories) any |= with_term(terms::kCategory, category, deadline);
    set &= any;
  }
  if (request.years.empty()) return;
  DocSet any;
  const std::string begin(terms::kYear);
  for (auto it = names_.allterms_begin(begin); it != names_.allterms_end(begin); ++it) {
    const std::string term = *it;
    int year = 0;
    std::from_chars(term.data() + begin.size(), term.data() + term.size(), year);
    for (const auto& range : request.years) {
      if ((!range.from || year >= *range.from) && (!range.to || year <= *range.to)) any |= postings_of(names_, *it, deadline);
    }
  }
  set &= any;
}

FoundAuthors AuthorSearch::find(const schema::AuthorSearchRequest& request, const Deadline& deadline) const {
  // Tiers of falling fit; ordinals are already in the order of papers.
  std::vector<DocSet> tiers;
  const auto words = analyser_.typed_name_tokens(request.q);
  if (words.empty()) {
    DocSet everyone;
    if (request.q.find_first_not_of(' ') == std::string::npos) {
      everyone.addRange(1, static_cast<std::uint64_t>(generation_.authors().size()) + 1);
    }
    tiers.push_back(std::move(everyone));
  } else {
    tiers.push_back(with_term(terms::kFullName, analysis::name_key(request.q), deadline));
    tiers.push_back(with_term(terms::kExternalId, request.q, deadline));
    if (const auto own = generation_.authors().find(request.q)) tiers.back().add(*own + 1);
    // An initial may stand for some words, never for all of them: "J. Serre" is Jean-Pierre Serre, "J." is not.
    const auto whole = std::count_if(words.begin(), words.end(), [](const auto& word) { return !analysis::is_initial(word.form); });
    for (const bool initials : {false, true}) {
      if (initials && whole < 2) continue;
      DocSet all = with_word(words.front().form, words.size() == 1, initials, deadline);
      for (std::size_t w = 1; w < words.size(); ++w) all &= with_word(words[w].form, w + 1 == words.size(), initials, deadline);
      tiers.push_back(std::move(all));
    }
  }
  FoundAuthors found;
  DocSet seen;
  const auto wanted = static_cast<std::size_t>(request.limit);
  auto skip = static_cast<std::uint64_t>(request.offset);
  for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
    DocSet fresh = tiers[tier] - seen;
    apply_filters(fresh, request, deadline);
    seen |= fresh;
    const std::uint64_t count = fresh.cardinality();
    found.total += static_cast<std::int64_t>(count);
    for (std::uint32_t docid : fresh) {
      if (found.page.size() == wanted) break;
      if (skip > 0) {
        --skip;
        continue;
      }
      found.page.push_back({docid - 1, !words.empty() && tier == 0});
    }
  }
  return found;
}

std::optional<std::uint32_t> AuthorSearch::resolve(std::string_view id, const Deadline& deadline) const {
  if (const auto own = generation_.authors().find(id)) return own;
  // Merged ids are followed to the end; the bound only guards against a damaged table.
  auto moved = generation_.authors().moved(id);
  for (int hop = 0; moved && hop < kMaxMoves; ++hop) {
    if (const auto own = generation_.authors().find(*moved)) return own;
    moved = generation_.authors().moved(*moved);
  }
  const DocSet bearers = with_external_id(id, deadline);
  if (bearers.cardinality() != 1) return std::nullopt;
  return bearers.minimum() - 1;
}

DocSet AuthorSearch::with_external_id(std::string_view id, const Deadline& deadline) const {
  return with_term(terms::kExternalId, id, deadline);
}

}  // namespace incipit::query
