#include "indexer/snapshot_figures.h"

#include <algorithm>
#include <utility>

#include "analysis/analyser.h"
#include "schema/facts.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_build.h"
#include "storage/files.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::Result;

namespace {

snapshot::PaperText text_of(const schema::Paper& paper) {
  snapshot::PaperText text;
  text.id = paper.id;
  text.date = paper.published;
  text.category = paper.primary();
  text.title = analysis::display_text(paper.title);
  text.abstract = analysis::display_text(paper.abstract);
  const bool code = schema::has_fact(paper, schema::Fact::code);
  if (code || !paper.abstract.empty() || !paper.comments.empty()) text.has_code = code;
  if (const auto* citations = paper.leading_citations()) text.citations = citations->count;
  return text;
}

// Reading the papers, then the steps of snapshot::Step, each over all papers.
constexpr std::uint64_t kSnapshotSteps = 4;

snapshot::Watch watch_of(const ProgressFunction& progress) {
  snapshot::Watch watch;
  watch.progress = [&progress](snapshot::Step step, std::uint64_t done, std::uint64_t all) {
    const std::uint64_t before = static_cast<std::uint64_t>(step) + 1;
    if (progress) progress({Phase::snapshot, before * all + done, kSnapshotSteps * all, before * all + done, 0});
  };
  return watch;
}

}  // namespace

Result<std::optional<schema::SnapshotInfo>> make_snapshot(const Intake& intake, const Spool& spool, const storage::GenerationPaths& paths,
                                                          const SnapshotPlan& plan, const ProgressFunction& progress) {
  const auto& clock = intake.info.as_of;
  if (!clock) return std::optional<schema::SnapshotInfo>();
  auto build = snapshot::SnapshotBuild::begin({paths.snapshot(), paths.root, plan.memory_bytes, plan.threads, watch_of(progress)});
  if (!build) return tl::make_unexpected(build.error());
  const std::uint64_t all = intake.papers.size();
  std::uint64_t done = 0;
  for (const auto& entry : intake.papers) {
    const auto paper = spool.read(intake, entry);
    if (!paper) return tl::make_unexpected(paper.error());
    if (auto added = build->add(text_of(*paper)); !added) return tl::make_unexpected(added.error());
    ++done;
    if (progress && done % 512 == 0) progress({Phase::snapshot, done, kSnapshotSteps * all, done, 0});
  }
  const auto summary = build->finish(*clock);
  if (!summary) return tl::make_unexpected(summary.error());
  return std::optional(schema::SnapshotInfo{*clock, plan.revision, summary->papers, summary->with_novelty, summary->with_rank});
}

Result<void> write_figures(const storage::GenerationPaths& paths, const std::vector<std::string>& segments) {
  std::error_code ignored;
  if (segments.empty() || !fs::exists(paths.snapshot(), ignored)) return {};
  const auto snapshot = snapshot::Snapshot::open(paths.snapshot());
  if (!snapshot) return tl::make_unexpected(snapshot.error());
  for (const auto& segment : segments) {
    const auto ids = storage::StringColumn::open(paths.columns(segment) / "ids.str");
    if (!ids) return tl::make_unexpected(ids.error());
    if (auto made = storage::make_directories(paths.figures(segment)); !made) return made;
    storage::FixedColumnWriter<snapshot::SnapshotRow> rows(paths.figures(segment) / snapshot::kRowsFile);
    for (std::size_t row = 0; row < ids->rows(); ++row) {
      const auto known = snapshot->row_of((*ids)[row]);
      rows.add(known ? snapshot->row(*known) : snapshot::SnapshotRow{});
    }
    if (auto closed = rows.close(); !closed) return closed;
  }
  return {};
}

Result<void> keep_snapshot(const storage::Generation& from, storage::IndexWriterLock& lock, const storage::GenerationPaths& paths,
                           const std::vector<std::string>& fresh_segments) {
  if (auto adopted = lock.adopt(from.manifest(), from.paths(), "snapshot"); !adopted) return adopted;
  return write_figures(paths, fresh_segments);
}

}  // namespace incipit::indexer
