// Rows of an index that die in a change: what goes with them out of the content sum and the frequencies of terms, and the marks that they
// leave.
//
// Threads: one.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/document_builder.h"
#include "indexer/live_papers.h"
#include "schema/error.h"
#include "schema/paper.h"
#include "storage/index_directory.h"
#include "storage/manifest.h"
#include "storage/tombstones.h"

namespace incipit::indexer {

class BuriedRows {
 public:
  explicit BuriedRows(const LivePapers& papers) : papers_(papers) {}

  // A row that dies, once. `record`: the canonical JSON of its paper; `builder` has the constants of the index. Takes it from `sum`.
  void add(const PaperPlace& place, const schema::Paper& paper, std::string_view record, DocumentBuilder& builder, storage::ContentSum& sum);
  // Takes the segments over, with marks for the rows that died, and returns the names of those that still have papers.
  [[nodiscard]] schema::Result<std::vector<std::string>> bury(storage::IndexWriterLock& lock, const storage::GenerationPaths& paths);

 private:
  struct Buried {
    Roaring papers;                  // all dead ones of a segment
    std::vector<std::string> terms;  // of those that die now
  };
  const LivePapers& papers_;
  std::map<std::size_t, Buried> buried_;  // by segment
};

}  // namespace incipit::indexer
