// How strongly a term speaks for a paper: BM25F term frequency saturation, quantised to an integer (decision D8).
//
//   tf'    = sum over fields of w * tf / (1 - b + b * length / pivot)
//   impact = round(scale * tf' * (k1 + 1) / (tf' + k1)), at least 1, at most 255
//
// Source: Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "storage/manifest.h"

namespace incipit::indexer {

inline constexpr std::int64_t kMaxImpact = 255;

// One field's part of tf'. `length` and `pivot` are in terms.
[[nodiscard]] inline double normalised_frequency(double weight, double b, double tf, double length, double pivot) {
  return weight * tf / (1 - b + b * length / pivot);
}

[[nodiscard]] inline std::int64_t impact_of(double normalised, const storage::RankingConstants& constants) {
  const double saturated = static_cast<double>(constants.impact_scale) * normalised * (constants.k1 + 1) / (normalised + constants.k1);
  return std::clamp<std::int64_t>(std::llround(saturated), 1, kMaxImpact);
}

}  // namespace incipit::indexer
