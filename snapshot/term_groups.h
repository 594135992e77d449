// The third pass: each term with all papers that have it.
//
// Threads: one.
#pragma once

#include <array>
#include <cstdint>

#include "schema/error.h"
#include "snapshot/corpus_shape.h"
#include "snapshot/ordering.h"
#include "snapshot/record_sorter.h"
#include "snapshot/watch.h"

namespace incipit::snapshot {

// A term that its paper was the first to use, and how many later papers use it.
struct NewTermRecord {
  std::uint64_t hash = 0;
  std::uint32_t ordinal = 0;
  std::uint32_t reuse = 0;
  [[nodiscard]] std::uint64_t key() const { return ordinal; }
};

// A term of a paper that another paper has as well. Terms are numbered in the order of their hashes; the records of a paper come in the
// order of terms.
struct RowRecord {
  std::uint32_t ordinal = 0;
  std::uint32_t term = 0;
  std::uint16_t weight = 0;               // tf_weight
  std::uint16_t earlier = 0;              // earlier papers of the years Y-5..Y that have it, 65,535 at most
  std::array<std::uint16_t, kViews> idf;  // in the years Y..Y+5
  [[nodiscard]] std::uint64_t key() const { return ordinal; }
};

// Splits the sorted terms into new terms (of papers that are judged) and rows. Error: system; as Watch.
[[nodiscard]] schema::Result<void> group_terms(RecordSorter<TermRecord>& terms, const CorpusShape& shape, RecordSorter<NewTermRecord>& new_terms,
                                               RecordSorter<RowRecord>& rows, const Watch& watch);

}  // namespace incipit::snapshot
