#include "snapshot/rank.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace incipit::snapshot {

namespace {

constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr double kHalfLifeDays = 2 * kDaysOfYear;

struct PartRow {
  std::string_view name;
  std::uint32_t weight;
};
constexpr std::array<PartRow, kRankParts.size()> kParts{{{"citations", 35}, {"novelty", 25}, {"recency", 25}, {"code", 15}}};

}  // namespace

std::string_view name_of(RankPart part) { return kParts[static_cast<std::size_t>(part)].name; }
std::uint32_t weight_of(RankPart part) { return kParts[static_cast<std::size_t>(part)].weight; }

std::optional<Hundredths> rank_score(const RankValues& values) {
  std::uint32_t sum = 0, weights = 0;
  std::size_t parts = 0;
  for (const RankPart part : kRankParts) {
    const auto& value = values[static_cast<std::size_t>(part)];
    if (!value) continue;
    sum += weight_of(part) * *value;
    weights += weight_of(part);
    ++parts;
  }
  if (parts < 2) return std::nullopt;
  return (2 * sum + weights) / (2 * weights);
}

std::uint32_t age_in_days(std::int64_t instant, std::int64_t clock) {
  return clock <= instant ? 0 : static_cast<std::uint32_t>((clock - instant) / kSecondsOfDay);
}

Hundredths recency(std::uint32_t age_days) { return static_cast<Hundredths>(std::lround(10'000.0 * std::exp2(-static_cast<double>(age_days) / kHalfLifeDays))); }

double citations_per_year(std::int64_t citations, std::uint32_t age_days) {
  return static_cast<double>(citations) / std::max(1.0, age_days / kDaysOfYear);
}

std::optional<AuthorFigure> median_novelty(std::vector<Hundredths> novelties) {
  if (novelties.empty()) return std::nullopt;
  std::sort(novelties.begin(), novelties.end());
  const std::size_t middle = novelties.size() / 2;
  const double twice = novelties[middle] + novelties[(novelties.size() - 1) / 2];
  return AuthorFigure{twice / 200.0, novelties.size()};
}

std::optional<AuthorFigure> mean_of_best(std::vector<Hundredths> scores) {
  if (scores.empty()) return std::nullopt;
  std::sort(scores.begin(), scores.end(), std::greater<>());
  scores.resize(std::min(scores.size(), kBestPapers));
  const auto sum = std::accumulate(scores.begin(), scores.end(), std::uint64_t{0});
  return AuthorFigure{static_cast<double>(sum) / (100.0 * static_cast<double>(scores.size())), scores.size()};
}

}  // namespace incipit::snapshot
