// Filters of a request as sets of papers, one per dimension, so that a facet can leave out the filter on itself.
#pragma once

#include <optional>
#include <vector>

#include "query/evaluator.h"
#include "schema/error.h"
#include "schema/request.h"

namespace incipit::query {

// One dimension as a plan, and the facet that ignores it.
struct FilterDimension {
  std::optional<schema::FacetField> facet;
  PlanNode node;
};

// What cannot be a plan because it compares column values.
struct RangeFilter {
  std::optional<std::int64_t> published_from, published_to;  // instants, inclusive
  std::optional<std::int64_t> min_citations;
  std::optional<std::int64_t> min_novelty;  // hundredths

  [[nodiscard]] bool empty() const { return !published_from && !published_to && !min_citations && !min_novelty; }
};

struct FilterPlan {
  std::vector<FilterDimension> dimensions;
  RangeFilter range;
  std::vector<PaperSets> sets;  // of papers that pass, known already
};

// `request.author` must hold our own ids already. An affiliation is words that stand side by side in one.
// Error: limit_exceeded, naming the filter, for an affiliation of more than phrase_words.
[[nodiscard]] schema::Result<FilterPlan> plan_filters(const schema::SearchFilters& request, analysis::Analyser& analyser);

// The filters on one segment: what passes all of them, and for a facet with a filter on itself what passes the others.
class FilterSets {
 public:
  // `number`: of the segment, for the sets of the plan.
  FilterSets(const FilterPlan& plan, const SegmentView& segment, std::size_t number, analysis::Analyser& analyser, const Deadline& deadline);

  [[nodiscard]] DocSet passing(const DocSet& papers) const;
  [[nodiscard]] DocSet passing_for(schema::FacetField facet, const DocSet& papers) const;

 private:
  struct Set {
    std::optional<schema::FacetField> facet;
    DocSet papers;
  };
  std::vector<Set> sets_;
};

}  // namespace incipit::query
