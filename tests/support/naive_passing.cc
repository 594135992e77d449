// Which papers pass the filters of a request, and the facets counted over them, by plain loops.
#include <algorithm>
#include <unordered_map>

#include "tests/support/naive_filters.h"
#include "tests/support/naive_search.h"

namespace incipit::testing {

using schema::Field;

bool NaiveIndex::is_at(const std::string& affiliation, std::size_t paper) const {
  std::vector<query::PhraseWord> words;
  for (const auto& token : analyser_.tokens(analysis::display_text(affiliation))) {
    words.push_back({token.form, analyser_.stem(token.form), token.joined && !words.empty(), query::WordMatch::form});
  }
  return !words.empty() && has_phrase(Field::affiliation, words, paper);
}

NaiveFigures NaiveIndex::figures_of(const schema::Paper& paper) const {
  const auto found = figures_.find(paper.id);
  return found == figures_.end() ? NaiveFigures{} : found->second;
}

bool NaiveIndex::passes(const schema::SearchFilters& filters, std::size_t paper) const {
  const auto& facts = analysed_[paper].facts;
  const auto holds = [&](schema::Fact fact) {
    return std::find(facts.begin(), facts.end(), fact) != facts.end();
  };
  const auto here = [&](const std::string& affiliation) { return is_at(affiliation, paper); };
  const auto& [any_of, none_of] = filters.affiliation;
  if (!any_of.empty() && std::none_of(any_of.begin(), any_of.end(), here)) return false;
  if (std::any_of(none_of.begin(), none_of.end(), here)) return false;
  if (filters.min_novelty && figures_of(papers_[paper]).novelty.value_or(-1) < *filters.min_novelty) return false;
  return std::all_of(filters.has.begin(), filters.has.end(), holds) &&
         std::none_of(filters.has_not.begin(), filters.has_not.end(), holds) &&
         passes_metadata(filters, papers_[paper]) &&
         passes_values(filters.author, authors_of(papers_[paper]));
}

std::vector<char> NaiveIndex::passing(const schema::SearchFilters& filters) const {
  std::vector<char> out(papers_.size(), 1);
  if (filters == schema::SearchFilters{}) return out;
  for (std::size_t paper = 0; paper < papers_.size(); ++paper) out[paper] = passes(filters, paper) ? 1 : 0;
  return out;
}

void NaiveIndex::count_facets(NaiveResult& result, const schema::SearchRequest& request,
                              const std::vector<char>& matching, const std::vector<char>& passing_all,
                              const std::vector<std::size_t>& kept) const {
  for (const schema::FacetField field : request.facets) {
    const schema::SearchFilters filters = without_own(request.filters, field);
    const bool ignores_some = filters != request.filters;
    std::unordered_map<TermId, std::int64_t> counted;
    std::vector<std::size_t> found;
    for (std::size_t paper = 0; paper < papers_.size(); ++paper) {
      if (!matching[paper] || !(ignores_some ? passes(filters, paper) : passing_all[paper] != 0)) continue;
      found.push_back(paper);
    }
    if (request.collapse == schema::Collapse::duplicates) found = duplicates_->collapsed(found, kept);
    for (const std::size_t paper : found) {
      for (const TermId value : analysed_[paper].facet_values[static_cast<std::size_t>(field)])
        ++counted[value];
    }
    auto& values = result.facets[field];
    for (const auto& [value, count] : counted) values[texts_[value]] = count;
  }
}

}  // namespace incipit::testing
