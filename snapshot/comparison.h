// The fifth pass: papers compared with the earlier ones that share one of their key terms.
//
// Work: at most kKeyTerms times kMostEarlier papers to compare with, whatever the size of the corpus. Products of weights are added up
// term by term for all of them at once; those of terms that are common among the earlier papers only where they could make one of them
// one of the nearest: they are little, and bounded by what they would be if the earlier paper had all of the terms.
// Earlier papers are held in blocks, and rows of later ones read past them, so nothing is looked up on the disk.
#pragma once

#include <cstdint>
#include <span>

#include "schema/error.h"
#include "snapshot/corpus_shape.h"
#include "snapshot/paper_rows.h"
#include "snapshot/record_sorter.h"
#include "snapshot/watch.h"
#include "snapshot/work_place.h"

namespace incipit::snapshot {

inline constexpr std::size_t kNearestShown = 5;

// One of the nearest earlier papers of a block. The records of a later paper come by similarity, then earliest first.
struct NearRecord {
  std::uint32_t later = 0;
  std::uint32_t earlier = 0;
  std::uint32_t similarity = 0;  // weights.h
  std::uint32_t compared = 0;    // on the first record of each block: with how many papers of it
  [[nodiscard]] std::uint64_t key() const { return std::uint64_t{later} << 32 | (kMostSimilar - similarity); }
};

// Adds up to kNearestShown records for each paper that is judged and each block, and returns how many pairs of papers it compared. Errors:
// system; as Watch.
[[nodiscard]] schema::Result<std::uint64_t> compare_papers(std::span<const RowBlock> blocks, const CorpusShape& shape, const WorkPlace& place,
                                                           RecordSorter<NearRecord>& nearest, const Watch& watch);

}  // namespace incipit::snapshot
