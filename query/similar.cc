#include "query/similar.h"

#include <algorithm>
#include <string>
#include <utility>

#include "query/evaluator.h"
#include "query/paper_terms.h"
#include "query/plan_nodes.h"

namespace incipit::query {

using schema::Field;

std::vector<WeightedTerm> SimilarPapers::characteristic_terms(const schema::Paper& paper, std::int64_t idf_scale) const {
  std::vector<RankingTerm> terms;
  for (const auto& [term, count] : content_terms(paper, analyser_)) terms.push_back({Field::text, term, kWhole * std::min(count, kMostRepeats)});
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

schema::Result<schema::SearchResult> SimilarPapers::find(const Found& paper, std::int64_t idf_scale, schema::SimilarRequest request,
                                                         const Deadline& deadline) const {
  request.identifier = id_of(segments_, paper);
  const std::string plan = plan_text(request);
  const auto cursor = continuation_.after(plan, request.cursor, deadline);
  if (!cursor) return tl::make_unexpected(cursor.error());
  const auto record = hits_.record(paper);
  if (!record) return tl::make_unexpected(record.error());
  Asked asked{characteristic_terms(displayed(*record), idf_scale), {}, {}};
  for (const auto& [term, frequency, weight] : asked.terms) asked.wanted.terms.emplace_back(term.field, term.term);
  schema::SearchResult result;
  result.query.text = record->id;
  PlanNode any = node_of(asked.terms.empty() ? PlanKind::nothing : PlanKind::any_of);
  for (const auto& [term, frequency, weight] : asked.terms) {
    PlanNode node = node_of(PlanKind::term);
    node.term = term.term;
    any.children.push_back(std::move(node));
    result.query.parsed += (result.query.parsed.empty() ? "" : " OR ") + term.term;
  }
  PaperSets sets = evaluate(any, segments_, analyser_, deadline);
  sets[paper.segment].remove(paper.docid);
  result.total.value = count_papers(sets);
  const Found* after = *cursor ? &(*cursor)->paper : nullptr;
  const auto best = best_by_score(segments_, sets, asked.terms, static_cast<std::size_t>(request.offset + request.limit), false, deadline, after);
  auto page = hits_.page(best, request.offset, asked, schema::HighlightMode::none, false, deadline);
  if (!page) return tl::make_unexpected(page.error());
  result.hits = std::move(*page);
  result.before = *cursor ? (*cursor)->before : request.offset;
  const std::int64_t given = result.before + static_cast<std::int64_t>(result.hits.size());
  result.next_cursor = continuation_.behind(result.hits.empty() ? nullptr : &best.back(), given, result.total.value, plan);
  return result;
}

}  // namespace incipit::query
