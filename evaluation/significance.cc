#include "evaluation/significance.h"

#include <cmath>
#include <random>

namespace incipit::evaluation {

Comparison randomisation_test(const std::vector<double>& run, const std::vector<double>& baseline, std::int64_t assignments,
                              std::uint64_t seed) {
  std::vector<double> differences;  // those of zero change nothing
  double sum = 0;
  for (std::size_t i = 0; i < run.size(); ++i) {
    sum += run[i] - baseline[i];
    if (run[i] != baseline[i]) differences.push_back(run[i] - baseline[i]);
  }
  Comparison comparison;
  if (run.empty()) return comparison;
  comparison.difference = sum / static_cast<double>(run.size());
  // Sums in another order differ in their last bits.
  const double reached = std::abs(sum) - 1e-9;
  std::mt19937_64 random(seed);
  std::int64_t as_far = 0;
  for (std::int64_t i = 0; i < assignments; ++i) {
    double assigned = 0;
    std::uint64_t bits = 0;
    for (std::size_t d = 0; d < differences.size(); ++d) {
      if (d % 64 == 0) bits = random();
      assigned += (bits & 1) != 0 ? differences[d] : -differences[d];
      bits >>= 1;
    }
    if (std::abs(assigned) >= reached) ++as_far;
  }
  comparison.p = static_cast<double>(1 + as_far) / static_cast<double>(1 + assignments);
  return comparison;
}

Comparison compare(const std::vector<Judged>& run, const std::vector<Judged>& baseline, Measure measure) {
  std::vector<double> ours, theirs;
  for (const Judged& one : run) ours.push_back(one[measure]);
  for (const Judged& one : baseline) theirs.push_back(one[measure]);
  return randomisation_test(ours, theirs);
}

}  // namespace incipit::evaluation
