#include "query/figure_statistics.h"

#include <string>
#include <utility>

#include "snapshot/rank.h"

namespace incipit::query {

using schema::Metric;

namespace {

std::vector<snapshot::Hundredths> values_of(const std::vector<PaperFacts>& papers, std::optional<std::int64_t> PaperFacts::*which) {
  std::vector<snapshot::Hundredths> values;
  for (const PaperFacts& paper : papers) {
    if (paper.status.empty() && paper.*which) values.push_back(static_cast<snapshot::Hundredths>(*(paper.*which)));
  }
  return values;
}

Metric metric_of(std::string name, const std::optional<snapshot::AuthorFigure>& figure, std::string formula, const Figures& figures) {
  Metric metric = unavailable(std::move(name), figure ? "" : figures.reason_for_none());
  metric.as_of = figures.as_of();
  metric.formula = std::move(formula);
  if (!figure) return metric;
  metric.value = figure->value;
  metric.n = static_cast<std::int64_t>(figure->papers);
  return metric;
}

}  // namespace

Metric median_novelty(const std::vector<PaperFacts>& papers, const Figures& figures) {
  const auto figure = snapshot::median_novelty(values_of(papers, &PaperFacts::novelty));
  return metric_of("novelty", figure, std::string("median of ") + kNoveltyFormula, figures);
}

Metric best_rank_score(const std::vector<PaperFacts>& papers, const Figures& figures) {
  const auto figure = snapshot::mean_of_best(values_of(papers, &PaperFacts::rank_score));
  const std::string best = std::to_string(snapshot::kBestPapers);
  return metric_of("rank_score", figure, "mean of the " + best + " best of " + std::string(snapshot::kRankFormula), figures);
}

}  // namespace incipit::query
