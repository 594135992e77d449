// Whether two runs differ by more than chance: the paired randomisation test. Under the hypothesis that the two are alike, each
// question's difference may as well have the other sign; p is the share of sign assignments whose mean difference is at least as
// large, on either side.
//
// Source: Smucker, Allan, Carterette, "A comparison of statistical significance tests for information retrieval evaluation",
// CIKM 2007.
#pragma once

#include <cstdint>
#include <vector>

#include "evaluation/measures.h"

namespace incipit::evaluation {

struct Comparison {
  double difference = 0;  // mean of `run` less mean of `baseline`
  double p = 1;           // (1 + assignments at least as far) / (1 + assignments tried)
};

// Of the same questions in the same order. `assignments` random ones, by `seed`: equal input, equal answer.
[[nodiscard]] Comparison randomisation_test(const std::vector<double>& run, const std::vector<double>& baseline,
                                            std::int64_t assignments = 100'000, std::uint64_t seed = 1);

// The same by a measure of two judged runs, which must have the same questions in the same order.
[[nodiscard]] Comparison compare(const std::vector<Judged>& run, const std::vector<Judged>& baseline, Measure measure);

}  // namespace incipit::evaluation
