// The snapshot of a generation as queries see it: by row of each segment the figures that lists are sorted by, and by id why a paper has
// them. An index without a clock has no snapshot; then every figure is missing and says so.
//
// Threads: immutable, safe from any thread.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "schema/novelty.h"
#include "snapshot/snapshot.h"
#include "storage/generation.h"

namespace incipit::query {

// The formula of novelty (snapshot/snapshot_build.h says it whole).
inline constexpr const char* kNoveltyFormula = "novelty-v1";

class Figures {
 public:
  // Error: index_damaged.
  [[nodiscard]] static schema::Result<std::shared_ptr<const Figures>> open(const storage::Generation& generation);

  // Of each row of a segment; empty without a snapshot.
  [[nodiscard]] std::span<const snapshot::SnapshotRow> rows(std::size_t segment) const;
  // Of the snapshot; nullopt without one.
  [[nodiscard]] std::optional<schema::Date> as_of() const;
  // Why none of some papers has a figure.
  [[nodiscard]] std::string reason_for_none() const;

  // Novelty and rank score of a paper, null with the reason where it has none. Error: index_damaged.
  struct OfPaper {
    schema::Metric novelty, rank_score;
  };
  [[nodiscard]] schema::Result<OfPaper> of(std::string_view id) const;
  // The same with what they are made of; all but index and titles. Error: index_damaged.
  [[nodiscard]] schema::Result<schema::NoveltyResult> explain(std::string_view id) const;

 private:
  [[nodiscard]] schema::Metric missing(const char* name, std::string reason) const;
  [[nodiscard]] OfPaper metrics_of(const std::optional<snapshot::Receipt>& found) const;
  // Nullopt for a paper that the snapshot does not have.
  [[nodiscard]] schema::Result<std::optional<snapshot::Receipt>> receipt(std::string_view id) const;
  [[nodiscard]] std::string reason_of_absence() const;

  std::optional<snapshot::Snapshot> snapshot_;
  std::vector<storage::FixedColumn<snapshot::SnapshotRow>> rows_;  // by segment
};

// The figures of one generation, opened once for all of its searchers.
class SharedFigures {
 public:
  // Error: index_damaged.
  [[nodiscard]] schema::Result<std::shared_ptr<const Figures>> of(const storage::Generation& generation);

 private:
  std::mutex mutex_;
  std::shared_ptr<const Figures> figures_;
};

}  // namespace incipit::query
