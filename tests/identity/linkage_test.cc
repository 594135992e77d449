#include "identity/linkage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/random.h"

namespace incipit::identity {
namespace {

// The nearest pair is joined again and again, each mean taken anew from the first scores.
std::vector<std::vector<std::uint32_t>> joined_naively(const ScoreMatrix& scores) {
  std::vector<std::vector<std::uint32_t>> clusters;
  for (std::uint32_t i = 0; i < scores.size(); ++i) clusters.push_back({i});
  while (true) {
    double best = -1;
    std::size_t one = 0, other = 0;
    for (std::size_t a = 0; a < clusters.size(); ++a) {
      for (std::size_t b = a + 1; b < clusters.size(); ++b) {
        double sum = 0;
        for (const auto i : clusters[a]) {
          for (const auto j : clusters[b]) sum += static_cast<double>(scores.at(i, j));
        }
        const double mean = sum / static_cast<double>(clusters[a].size() * clusters[b].size());
        if (mean < 0 || mean <= best) continue;
        best = mean;
        one = a;
        other = b;
      }
    }
    if (best < 0) break;
    clusters[one].insert(clusters[one].end(), clusters[other].begin(), clusters[other].end());
    clusters.erase(clusters.begin() + static_cast<std::ptrdiff_t>(other));
  }
  for (auto& cluster : clusters) std::sort(cluster.begin(), cluster.end());
  std::sort(clusters.begin(), clusters.end());
  return clusters;
}

TEST(Linkage, IsThatOfJoiningTheNearestPair) {
  testing::Random random(20261127);
  for (int round = 0; round < 200; ++round) {
    const auto size = static_cast<std::uint32_t>(1 + random.below(24));
    ScoreMatrix scores(size);
    for (std::uint32_t i = 0; i < size; ++i) {
      for (std::uint32_t j = 0; j < i; ++j) {
        scores.set(i, j, random.chance(5) ? kForbidden : static_cast<float>(random.below(1'000'000)) / 100'000 - 6);
      }
    }
    auto expected = joined_naively(scores);
    const Linkage linkage = link_by_average(scores, std::vector<std::uint32_t>(size, 1));
    ASSERT_EQ(linkage.clusters, expected) << "round " << round;
    for (std::uint32_t a = 0; a < linkage.clusters.size(); ++a) {
      for (std::uint32_t b = 0; b < a; ++b) EXPECT_LT(linkage.between.at(a, b), 0);
    }
  }
}

TEST(Linkage, SizesWeigh) {
  ScoreMatrix scores(3);
  scores.set(0, 1, 5);
  scores.set(0, 2, 3);
  scores.set(1, 2, -2);
  EXPECT_EQ(link_by_average(scores, {1, 1, 1}).clusters.size(), 1U);
  EXPECT_EQ(link_by_average(scores, {1, 9, 1}).clusters.size(), 2U);
}

TEST(Linkage, ForbiddenIsCarriedOn) {
  ScoreMatrix scores(3);
  scores.set(0, 1, 5);
  scores.set(0, 2, 4);  // 1 and 2 are forbidden
  const Linkage linkage = link_by_average(scores, {1, 1, 1});
  EXPECT_EQ(linkage.clusters, (std::vector<std::vector<std::uint32_t>>{{0, 1}, {2}}));
  EXPECT_EQ(linkage.between.at(0, 1), kForbidden);
  EXPECT_EQ(linkage.weakest[0], 5);
}

}  // namespace
}  // namespace incipit::identity
