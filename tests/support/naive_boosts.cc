#include "tests/support/naive_boosts.h"

namespace incipit::testing {

std::int64_t naive_boost(const schema::SearchRequest& request, const schema::Paper& paper, const std::optional<schema::Date>& clock,
                         const NaiveFigures& figures, std::int64_t score) {
  std::int64_t sum = 0;
  for (const auto boost : request.boosts) {
    std::int64_t share = 0;  // of 256
    const auto* counted = paper.leading_citations();
    if (boost == schema::Boost::citations && counted != nullptr) share = 256 * counted->count / (counted->count + 30);
    if (boost == schema::Boost::recency && paper.published) {
      const std::int64_t now = request.filters.as_of ? request.filters.as_of->last_instant() : clock.value().instant;
      const std::int64_t days = now < paper.published->instant ? 0 : (now - paper.published->instant) / (24 * 60 * 60);
      share = 256 * 1826 / (1826 + days);
    }
    if (boost == schema::Boost::novelty && figures.novelty) share = 256 * *figures.novelty / 10'000;
    if (boost == schema::Boost::rank && figures.rank) share = 256 * *figures.rank / 10'000;
    sum += score * share / 1024;
  }
  return sum;
}

}  // namespace incipit::testing
