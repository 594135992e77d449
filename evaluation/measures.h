// How good a ranking is, by judgements. Papers with a score of 1 or more are relevant, all alike: the collections' grades do not
// agree with each other.
//
//   nDCG@10     sum of 1 / log2(rank + 1) over relevant papers of the first ten, divided by that of the best ten possible
//   AP          mean over the relevant papers of the precision at their ranks; those not found count zero (MAP: its mean)
//   Recall@100  share of the relevant papers among the first hundred
//   RR          1 / rank of the first relevant paper; 0 without one (MRR: its mean)
//
// Source: Manning, Raghavan, Schuetze, "Introduction to Information Retrieval", chapter 8; Järvelin and Kekäläinen, TOIS 2002.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "evaluation/collection.h"
#include "evaluation/run.h"

namespace incipit::evaluation {

enum class Measure { ndcg_10, average_precision, recall_100, reciprocal_rank };

struct MeasureRow {
  Measure measure;
  std::string_view name;  // of its mean over questions
  std::string_view key;   // in JSON
};
[[nodiscard]] const std::array<MeasureRow, 4>& measure_table();

// A question's figures, by Measure, each from 0 to 1.
struct Judged {
  std::string question;
  std::array<double, 4> values{};

  [[nodiscard]] double operator[](Measure measure) const { return values[static_cast<std::size_t>(measure)]; }
};

// The figures of every question that has a relevant paper, in order of its id; a question that the run does not answer has zeros.
[[nodiscard]] std::vector<Judged> judge(const Run& run, const Judgements& judgements);

[[nodiscard]] double mean(const std::vector<Judged>& judged, Measure measure);

}  // namespace incipit::evaluation
