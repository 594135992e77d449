// rank-v1: a score from a formula, 0..100, out of four parts. It is no opinion of any model and is never called one.
//
//   35  citations: citations per year of age as a percentile in the paper's cell (cells.h)
//   25  novelty
//   25  recency: 100 * 2^(-age / 2 years)
//   15  code: 100 where abstract or comments have the address of a repository, else 0
//
// Parts that are missing are left out and the weights of the others fill their place. One part alone is no score: two are needed.
// Ages count whole days from the first instant of a paper's date to that of the index clock, never below 0; a year has 365.25 days.
//
// Threads: pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "snapshot/cells.h"

namespace incipit::snapshot {

inline constexpr std::string_view kRankFormula = "rank-v1";
inline constexpr double kDaysOfYear = 365.25;

enum class RankPart : std::uint8_t { citations, novelty, recency, code };
inline constexpr std::array kRankParts{RankPart::citations, RankPart::novelty, RankPart::recency, RankPart::code};

// "citations", ...
[[nodiscard]] std::string_view name_of(RankPart part);
// In hundredths of the whole.
[[nodiscard]] std::uint32_t weight_of(RankPart part);

using RankValues = std::array<std::optional<Hundredths>, kRankParts.size()>;

// Nullopt with fewer than two parts. Half up.
[[nodiscard]] std::optional<Hundredths> rank_score(const RankValues& values);

// In whole days.
[[nodiscard]] std::uint32_t age_in_days(std::int64_t instant, std::int64_t clock);
[[nodiscard]] Hundredths recency(std::uint32_t age_days);
// A paper's first year counts as a whole one: else one citation of a paper of yesterday were hundreds a year.
[[nodiscard]] double citations_per_year(std::int64_t citations, std::uint32_t age_days);

// A figure of an author, and of how many papers it is.
struct AuthorFigure {
  double value = 0;  // 0..100
  std::size_t papers = 0;
  bool operator==(const AuthorFigure&) const = default;
};

// The median over the papers that have a novelty; nullopt without any.
[[nodiscard]] std::optional<AuthorFigure> median_novelty(std::vector<Hundredths> novelties);
inline constexpr std::size_t kBestPapers = 10;
// The mean over the best kBestPapers of those that have a score; nullopt without any.
[[nodiscard]] std::optional<AuthorFigure> mean_of_best(std::vector<Hundredths> scores);

}  // namespace incipit::snapshot
