// The second pass: papers in order get their ordinals; their terms, facts and ids go where later passes find them.
#pragma once

#include <cstdint>
#include <filesystem>

#include "schema/error.h"
#include "snapshot/blob_sorter.h"
#include "snapshot/corpus_shape.h"
#include "snapshot/record_sorter.h"
#include "snapshot/watch.h"
#include "snapshot/work_place.h"

namespace incipit::snapshot {

// A term of a paper. The records of a term come in the order of papers.
struct TermRecord {
  std::uint64_t hash = 0;
  std::uint32_t ordinal = 0;
  std::int16_t year = 0;
  std::uint16_t weight = 0;  // tf_weight
  [[nodiscard]] std::uint64_t key() const { return hash; }
};

// The row of an id among all ids.
struct IdRow {
  std::uint32_t ordinal = 0;
  std::uint32_t row = 0;
  [[nodiscard]] std::uint64_t key() const { return ordinal; }
};

// Writes the facts of all papers (PaperFacts by ordinal) to the file `facts`, and adds the terms of ordered papers
// to `terms` and the ids to `ids` (the id, then its ordinal in four bytes). Error: system; as Watch.
[[nodiscard]] schema::Result<CorpusShape> order_papers(BlobSorter& papers, std::uint64_t count, const WorkPlace& place,
                                                       RecordSorter<TermRecord>& terms, BlobSorter& ids, const Watch& watch);

// Writes the column of all ids in ascending order and tells the row of each ordinal. Errors: input_invalid for an id that came twice; system.
[[nodiscard]] schema::Result<void> write_ids(BlobSorter& ids, const std::filesystem::path& column, RecordSorter<IdRow>& rows);

}  // namespace incipit::snapshot
