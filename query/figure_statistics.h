// What novelty and rank scores of papers come to for an author or any set of papers. Withdrawn and retracted papers are left out, as of
// every other figure.
#pragma once

#include <vector>

#include "query/figures.h"
#include "query/statistics.h"
#include "schema/metric.h"

namespace incipit::query {

// The median over the papers that have a novelty, with their number.
[[nodiscard]] schema::Metric median_novelty(const std::vector<PaperFacts>& papers, const Figures& figures);
// The mean over the ten best papers that have a rank score.
[[nodiscard]] schema::Metric best_rank_score(const std::vector<PaperFacts>& papers, const Figures& figures);

}  // namespace incipit::query
