#include "evaluation/measures.h"

#include <algorithm>
#include <cmath>

namespace incipit::evaluation {
namespace {

constexpr std::size_t kGainDepth = 10, kRecallDepth = 100;

double discount(std::size_t rank) { return 1 / std::log2(static_cast<double>(rank) + 1); }

Judged judge_one(const std::string& question, const std::vector<schema::RankedPaper>& ranking, const std::map<std::string, int>& scores,
                 std::size_t relevant) {
  double gain = 0, precisions = 0, reciprocal = 0;
  std::size_t found = 0, recalled = 0;
  for (std::size_t rank = 1; rank <= ranking.size(); ++rank) {
    const auto score = scores.find(ranking[rank - 1].id);
    if (score == scores.end() || score->second < 1) continue;
    ++found;
    precisions += static_cast<double>(found) / static_cast<double>(rank);
    if (rank <= kGainDepth) gain += discount(rank);
    if (rank <= kRecallDepth) ++recalled;
    if (found == 1) reciprocal = 1 / static_cast<double>(rank);
  }
  double ideal = 0;
  for (std::size_t rank = 1; rank <= std::min(kGainDepth, relevant); ++rank) ideal += discount(rank);
  const auto all = static_cast<double>(relevant);
  return {question, {gain / ideal, precisions / all, static_cast<double>(recalled) / all, reciprocal}};
}

}  // namespace

const std::array<MeasureRow, 4>& measure_table() {
  static constexpr std::array<MeasureRow, 4> rows{{{Measure::ndcg_10, "nDCG@10", "ndcg_10"},
                                                   {Measure::average_precision, "MAP", "map"},
                                                   {Measure::recall_100, "Recall@100", "recall_100"},
                                                   {Measure::reciprocal_rank, "MRR", "mrr"}}};
  return rows;
}

std::vector<Judged> judge(const Run& run, const Judgements& judgements) {
  static const std::vector<schema::RankedPaper> nothing;
  std::vector<Judged> judged;
  for (const auto& [question, scores] : judgements) {
    const auto relevant = std::count_if(scores.begin(), scores.end(), [](const auto& entry) { return entry.second >= 1; });
    if (relevant == 0) continue;
    const auto ranking = run.find(question);
    judged.push_back(judge_one(question, ranking == run.end() ? nothing : ranking->second, scores, static_cast<std::size_t>(relevant)));
  }
  return judged;
}

double mean(const std::vector<Judged>& judged, Measure measure) {
  if (judged.empty()) return 0;
  double sum = 0;
  for (const Judged& one : judged) sum += one[measure];
  return sum / static_cast<double>(judged.size());
}

}  // namespace incipit::evaluation
