#include "indexer/merge_policy.h"

#include <algorithm>
#include <map>

namespace incipit::indexer {

namespace {

constexpr std::uint64_t kDeadShare = 16;        // one row in so many: a dead row costs at most 16 copies, each a tenth of indexing it
constexpr std::uint64_t kFewDead = 100;         // not worth a merge in small segments
constexpr std::size_t kMostLayers = 8;

int tier_of(std::uint64_t papers) {
  int tier = 0;
  for (std::uint64_t size = kSmallestTier * kTierFanout; papers >= size; size *= kTierFanout) ++tier;
  return tier;
}

}  // namespace

std::vector<std::vector<std::size_t>> due_merges(const std::vector<SegmentSize>& segments) {
  struct Group {
    std::vector<std::size_t> members;
    std::uint64_t papers = 0;
  };
  std::multimap<int, Group> tiers;
  for (std::size_t s = 0; s < segments.size(); ++s) tiers.emplace(tier_of(segments[s].live()), Group{{s}, segments[s].live()});
  // A merge can fill the next tier in turn, so tiers are looked at from the smallest one on.
  for (int tier = 0; !tiers.empty() && tier <= tiers.rbegin()->first; ++tier) {
    if (tiers.count(tier) < kTierFanout) continue;
    Group all;
    const auto [first, last] = tiers.equal_range(tier);
    for (auto it = first; it != last; ++it) {
      all.members.insert(all.members.end(), it->second.members.begin(), it->second.members.end());
      all.papers += it->second.papers;
    }
    tiers.erase(first, last);
    // Fourfold of one tier reaches the next, but for segments below the smallest size.
    tiers.emplace(std::max(tier, tier_of(all.papers)), std::move(all));
  }
  // Were there more segments than a generation may have, the smallest would go together.
  while (tiers.size() > kMostSegments) {
    Group smallest = std::move(tiers.begin()->second);
    tiers.erase(tiers.begin());
    Group& next = tiers.begin()->second;
    next.members.insert(next.members.end(), smallest.members.begin(), smallest.members.end());
    next.papers += smallest.papers;
  }
  std::vector<std::vector<std::size_t>> due;
  for (auto& [tier, group] : tiers) {
    const SegmentSize& first = segments[group.members.front()];
    const bool rotten = first.dead >= kFewDead && first.dead * kDeadShare > first.rows;
    if (group.members.size() == 1 && !rotten) continue;
    std::sort(group.members.begin(), group.members.end());
    due.push_back(std::move(group.members));
  }
  return due;
}

std::size_t due_layers(const std::vector<std::uint64_t>& rows) {
  // A layer is merged with those after it once they are about as large together; the base once they are a quarter of it.
  std::size_t from = rows.size();
  std::uint64_t after = 0;
  for (std::size_t layer = rows.size(); layer-- > 0;) {
    const std::uint64_t enough = layer == 0 ? rows[0] / kTierFanout : rows[layer] / kTierFanout * (kTierFanout - 1);
    if (layer + 1 < rows.size() && after >= enough) from = layer;
    after += rows[layer];
  }
  if (from == rows.size() && rows.size() > kMostLayers) from = 1;
  return from;
}

}  // namespace incipit::indexer
