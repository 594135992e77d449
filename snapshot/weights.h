// Weights of terms, in whole numbers, so that sums do not depend on their order.
//
//   tf weight   round(64 (1 + ln tf)), tf: how often the term stands in the paper
//   idf         round(1024 ln((1 + N) / (1 + df))), N: papers of years before Y that have a date and words, df: those of them that have
//               the term; Y: the year of the later paper, also for the earlier one's weights
//   similarity  10,000 times the cosine of the vectors of tf weight times idf, rounded
//
// Threads: any.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

namespace incipit::snapshot {

// Candidates are of the years Y-5..Y, so an earlier paper is looked at from its own year and the five after it.
inline constexpr int kYearsBack = 5;
inline constexpr int kViews = kYearsBack + 1;
inline constexpr std::uint32_t kMostSimilar = 10'000;

[[nodiscard]] inline std::uint32_t tf_weight(std::uint32_t count) {
  return count == 1 ? 64 : static_cast<std::uint32_t>(std::lround(64.0 * (1.0 + std::log(static_cast<double>(count)))));
}

[[nodiscard]] inline std::uint32_t idf(std::uint32_t papers, std::uint32_t having) {
  return static_cast<std::uint32_t>(std::lround(1024.0 * (std::log1p(static_cast<double>(papers)) - std::log1p(static_cast<double>(having)))));
}

// Of a scalar product and the sums of squares of both vectors.
[[nodiscard]] inline std::uint32_t similarity(std::uint64_t product, std::uint64_t squares_a, std::uint64_t squares_b) {
  if (product == 0) return 0;
  const double cosine = static_cast<double>(product) / (std::sqrt(static_cast<double>(squares_a)) * std::sqrt(static_cast<double>(squares_b)));
  const auto rounded = static_cast<std::uint32_t>(std::lround(kMostSimilar * cosine));
  return rounded < kMostSimilar ? rounded : kMostSimilar;
}

}  // namespace incipit::snapshot
