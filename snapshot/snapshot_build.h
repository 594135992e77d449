// Making a snapshot: papers in, in any order; the files of snapshot.h out. Figures come from text, dates and counts alone, so that each can be explained.
//
// What is computed of each paper (terms.h, weights.h, cells.h and rank.h have the formulas):
//
//   new terms   those of its terms that no earlier paper uses and at least one later one does; how many there are counts
//   distance    1 - the greatest cosine similarity to an earlier paper of the years Y-5..Y among those that share one of its key
//               terms (paper_rows.h)
//   novelty     the percentile, in its cell, of the mean of its percentiles in both
//   rank score  rank-v1
//
// Earlier means an earlier first instant of the date (D3), then a smaller id. Undated papers, and papers without words, are neither
// earlier nor later than others. A distance depends on earlier papers only, so it stays when papers are added later.
//
// It is done in passes over sorted files: what is held does not grow with the corpus but for some 20 bytes of each paper (offsets of the
// columns written; the papers that have the commonest term). At most two threads. Figures do not depend on the order of papers, the number
// of threads or the memory.
//
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "schema/date.h"
#include "schema/error.h"
#include "snapshot/paper_text.h"
#include "snapshot/watch.h"

namespace incipit::snapshot {

struct BuildOptions {
  std::filesystem::path directory;             // where the snapshot goes; made if it is not there
  std::filesystem::path work;                  // where work files go: 5 to 10 KB for each abstract; they are gone at the end
  std::size_t memory_bytes = 256u << 20;
  int threads = 2;                             // 1 or 2
  Watch watch;
};

struct BuildSummary {
  std::uint32_t papers = 0;
  std::uint32_t with_novelty = 0, with_rank = 0;
  std::uint64_t terms = 0;      // different ones of each paper, added up
  std::uint64_t new_terms = 0;  // of papers with a novelty
  std::uint64_t compared = 0;   // pairs of papers
};

class SnapshotBuild {
 public:
  // Error: system.
  [[nodiscard]] static schema::Result<SnapshotBuild> begin(BuildOptions options);
  ~SnapshotBuild();
  SnapshotBuild(SnapshotBuild&&) noexcept;
  SnapshotBuild& operator=(SnapshotBuild&&) noexcept;

  // Errors: those of Intake::add; as Watch.
  [[nodiscard]] schema::Result<void> add(PaperText paper);
  // Computes and writes everything; nothing can be added then. `as_of`: the index clock. Errors: input_invalid for a paper that came twice;
  // system; as Watch. After an error the directory has no snapshot that can be opened, and the work files are gone.
  [[nodiscard]] schema::Result<BuildSummary> finish(const schema::Date& as_of);

 private:
  struct Work;
  explicit SnapshotBuild(std::unique_ptr<Work> work);
  std::unique_ptr<Work> work_;
};

}  // namespace incipit::snapshot
