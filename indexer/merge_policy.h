// Which segments and author layers are worth merging: few enough to ask quickly, seldom enough to cost little. Pure functions.
//
// Segments of about one size are merged four at a time, so that a paper is merged once each time its segment grows fourfold;
// a segment with more than a sixteenth of dead rows is written anew without them. Merging copies, it analyses nothing: measured,
// a paper costs a tenth of what indexing it costs.
#pragma once

#include <cstdint>
#include <vector>

namespace incipit::indexer {

inline constexpr std::size_t kMostSegments = 12;  // what a generation may have at rest
inline constexpr std::size_t kTierFanout = 4;
inline constexpr std::size_t kSmallestTier = 4;  // papers; smaller segments count as of this size

struct SegmentSize {
  std::uint64_t rows = 0, dead = 0;
  [[nodiscard]] std::uint64_t live() const { return rows - dead; }
};

// Groups of segments (by position) to be merged into one each; a group of one is written anew without its dead rows. Empty:
// nothing is due.
[[nodiscard]] std::vector<std::vector<std::size_t>> due_merges(const std::vector<SegmentSize>& segments);

// The first of the author layers (by rows, oldest first) that are to be merged with all after it; the number of layers when
// nothing is due.
[[nodiscard]] std::size_t due_layers(const std::vector<std::uint64_t>& rows);

}  // namespace incipit::indexer
