#include "query/similar.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "query/evaluator.h"
#include "query/plan_nodes.h"

namespace incipit::query {

using schema::Field;

std::vector<WeightedTerm> SimilarPapers::characteristic_terms(const schema::Paper& paper, std::int64_t idf_scale) const {
  std::map<std::string, std::int64_t> counts;
  for (const std::string* text : {&paper.title, &paper.abstract}) {
    for (std::string& term : analyser_.analyse(*text).terms) ++counts[std::move(term)];
  }
  std::vector<RankingTerm> terms;
  for (const auto& [term, count] : counts) {
    if (!analysis::is_stop_word(term)) terms.push_back({Field::text, term, std::min(count, kMostRepeats)});
  }
  std::vector<WeightedTerm> weighted = weigh(terms, segments_, idf_scale);
  std::erase_if(weighted, [](const WeightedTerm& term) { return term.frequency < 2; });
  const auto says_more = [](const WeightedTerm& a, const WeightedTerm& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.term.term < b.term.term;
  };
  const auto middle = weighted.begin() + static_cast<std::ptrdiff_t>(std::min(kTerms, weighted.size()));
  std::partial_sort(weighted.begin(), middle, weighted.end(), says_more);
  weighted.erase(middle, weighted.end());
  return weighted;
}

schema::Result<schema::SearchResult> SimilarPapers::find(const Found& paper, std::int64_t idf_scale, std::int64_t limit,
                                                         std::int64_t offset, const Deadline& deadline) const {
  const auto record = hits_.record(paper);
  if (!record) return tl::make_unexpected(record.error());
  const Asked asked{characteristic_terms(displayed(*record), idf_scale), {}};
  schema::SearchResult result;
  result.query.text = record->id;
  PlanNode any = node_of(asked.terms.empty() ? PlanKind::nothing : PlanKind::any_of);
  for (const auto& [term, frequency, weight] : asked.terms) {
    PlanNode node = node_of(PlanKind::term);
    node.term = term.term;
    any.children.push_back(std::move(node));
    result.query.parsed += (result.query.parsed.empty() ? "" : " OR ") + term.term;
  }
  std::vector<DocSet> sets;
  for (const auto& segment : segments_) sets.push_back(evaluate(any, segment, analyser_, deadline));
  sets[paper.segment].remove(paper.docid);
  for (const DocSet& set : sets) result.total.value += static_cast<std::int64_t>(set.cardinality());
  const auto best = best_by_score(segments_, sets, asked.terms, static_cast<std::size_t>(offset + limit), false, deadline);
  for (std::size_t i = static_cast<std::size_t>(offset); i < best.size(); ++i) {
    auto hit = hits_.build(best[i], asked, schema::HighlightMode::none, false);
    if (!hit) return tl::make_unexpected(hit.error());
    result.hits.push_back(std::move(*hit));
  }
  return result;
}

}  // namespace incipit::query
