// The last pass: everything known of each paper becomes its receipt, in the order of ids.
//
// Threads: one.
#pragma once

#include <cstdint>
#include <filesystem>

#include "schema/date.h"
#include "schema/error.h"
#include "snapshot/blob_sorter.h"
#include "snapshot/comparison.h"
#include "snapshot/corpus_shape.h"
#include "snapshot/ordering.h"
#include "snapshot/record_sorter.h"
#include "snapshot/snapshot_build.h"
#include "snapshot/standings.h"
#include "snapshot/term_groups.h"
#include "snapshot/work_place.h"

namespace incipit::snapshot {

// What the passes before have found. Sorted files are read from the front.
struct Findings {
  BlobSorter& papers;
  RecordSorter<IdRow>& id_rows;
  RecordSorter<NewTermRecord>& new_terms;
  RecordSorter<NearRecord>& nearest;
  RecordSorter<NoveltyStanding>& novelty;
  RecordSorter<CitationStanding>& citations;
  const CorpusShape& shape;
  const Ladders& ladders;
};

// Writes receipts, rows and, last of all, the head. `summary` gets its counts. Errors: system; as Watch.
[[nodiscard]] schema::Result<void> write_receipts(const Findings& findings, const schema::Date& as_of, const WorkPlace& place,
                                                  const std::filesystem::path& directory, BuildSummary& summary, const Watch& watch);

}  // namespace incipit::snapshot
