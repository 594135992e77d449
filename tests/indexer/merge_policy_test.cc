// When merging is due: few segments whatever happens, and no paper is copied often.
#include "indexer/merge_policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace incipit::testing {
namespace {

using indexer::SegmentSize;

// An index that takes batches of papers and merges what is due after each.
struct Simulation {
  std::vector<SegmentSize> segments;
  std::uint64_t copied = 0;

  void add(std::uint64_t papers) {
    segments.push_back({papers, 0});
    while (true) {
      const auto due = indexer::due_merges(segments);
      if (due.empty()) return;
      std::vector<SegmentSize> next;
      std::vector<bool> taken(segments.size(), false);
      for (const auto& group : due) {
        SegmentSize merged;
        for (const std::size_t s : group) {
          EXPECT_FALSE(taken.at(s)) << "a segment in two groups";
          taken.at(s) = true;
          merged.rows += segments[s].live();
        }
        copied += merged.rows;
        next.push_back(merged);
      }
      for (std::size_t s = 0; s < segments.size(); ++s) {
        if (!taken[s]) next.push_back(segments[s]);
      }
      segments = std::move(next);
    }
  }
};

TEST(MergePolicy, BatchesOfAThousandOntoALargeIndex) {
  Simulation index;
  index.segments.push_back({134786, 0});
  for (int batch = 0; batch < 1000; ++batch) {
    index.add(1000);
    ASSERT_LE(index.segments.size(), indexer::kMostSegments);
  }
  const std::uint64_t papers = std::accumulate(index.segments.begin(), index.segments.end(), std::uint64_t{0},
                                               [](std::uint64_t sum, const SegmentSize& s) { return sum + s.rows; });
  EXPECT_EQ(papers, 134786u + 1000u * 1000u);
  // A tenth of the cost of indexing for each copy: at most twice that cost on top stays within three times.
  EXPECT_LE(index.copied, 20u * 1000u * 1000u);
}

TEST(MergePolicy, SingleChangesStayCheap) {
  Simulation index;
  index.segments.push_back({100000, 0});
  for (int change = 0; change < 500; ++change) {
    index.add(1);
    ASSERT_LE(index.segments.size(), indexer::kMostSegments);
  }
  EXPECT_LE(index.copied, 500u * 10u);
}

TEST(MergePolicy, ASegmentWithManyDeadRowsIsWrittenAnew) {
  EXPECT_EQ(indexer::due_merges({{5000, 600}}), (std::vector<std::vector<std::size_t>>{{0}}));
  EXPECT_TRUE(indexer::due_merges({{5000, 300}}).empty());
  EXPECT_TRUE(indexer::due_merges({{50, 20}}).empty()) << "a few rows are not worth it";
}

TEST(MergePolicy, LayersOfAuthors) {
  EXPECT_EQ(indexer::due_layers({}), 0u);
  EXPECT_EQ(indexer::due_layers({1000}), 1u);
  EXPECT_EQ(indexer::due_layers({1000, 10}), 2u);
  EXPECT_EQ(indexer::due_layers({1000, 250}), 0u) << "a quarter of the base";
  EXPECT_EQ(indexer::due_layers({100000, 100, 90}), 1u) << "two of about one size";
  EXPECT_LT(indexer::due_layers(std::vector<std::uint64_t>(30, 1)), 30u);
}

}  // namespace
}  // namespace incipit::testing
