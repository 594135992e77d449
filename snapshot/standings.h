// The seventh pass: how high the figures of each paper are in its cell.
//
// The parts of novelty are ranked in every cell that some paper has as its own, among all papers of it, so that raw values in one cell are
// comparable: raw is the mean of a paper's two percentiles in the cell, and novelty the percentile of raw there.
//
// Threads: one.
#pragma once

#include <cstdint>
#include <functional>

#include "schema/error.h"
#include "snapshot/cells.h"
#include "snapshot/comparison.h"
#include "snapshot/corpus_shape.h"
#include "snapshot/record_sorter.h"
#include "snapshot/term_groups.h"
#include "snapshot/watch.h"
#include "snapshot/work_place.h"

namespace incipit::snapshot {

// Ranks are those of `percentile`, in the paper's own cell.
struct NoveltyStanding {
  std::uint32_t ordinal = 0;
  std::uint32_t new_terms_rank = 0, distance_rank = 0, raw_rank = 0;
  [[nodiscard]] std::uint64_t key() const { return ordinal; }
};
struct CitationStanding {
  std::uint32_t ordinal = 0;
  std::uint32_t rank = 0;
  [[nodiscard]] std::uint64_t key() const { return ordinal; }
};

struct Ladders {
  CellLadder novelty, citations;
};
// Counts the papers that have a novelty, and those with a date that have citations.
[[nodiscard]] schema::Result<Ladders> count_cells(const CorpusShape& shape, const WorkPlace& place, const Watch& watch);

// `new_terms` and `nearest` are read from the front. Errors: system; as Watch.
[[nodiscard]] schema::Result<void> rank_novelty(RecordSorter<NewTermRecord>& new_terms, RecordSorter<NearRecord>& nearest, const CorpusShape& shape,
                                                const CellLadder& ladder, const WorkPlace& place, RecordSorter<NoveltyStanding>& standings,
                                                const Watch& watch);
// `clock`: the index clock.
[[nodiscard]] schema::Result<void> rank_citations(const CorpusShape& shape, const CellLadder& ladder, std::int64_t clock, const WorkPlace& place,
                                                  RecordSorter<CitationStanding>& standings, const Watch& watch);

// Every paper's facts in order; an error of `take(ordinal, facts)` ends it. Errors: system; as Watch.
[[nodiscard]] schema::Result<void> each_facts(const CorpusShape& shape, const WorkPlace& place, const Watch& watch,
                                              const std::function<schema::Result<void>(std::uint32_t ordinal, const PaperFacts& facts)>& take);

}  // namespace incipit::snapshot
