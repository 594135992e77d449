#include "snapshot/snapshot_build.h"

#include <optional>
#include <utility>

#include "snapshot/comparison.h"
#include "snapshot/earlier_block.h"
#include "snapshot/intake.h"
#include "snapshot/ordering.h"
#include "snapshot/paper_rows.h"
#include "snapshot/receipt_pass.h"
#include "snapshot/snapshot.h"
#include "snapshot/standings.h"
#include "snapshot/term_groups.h"
#include "storage/files.h"

namespace incipit::snapshot {

using schema::Result;

namespace {

// The passes from papers in order to the nearest papers of each. What a pass alone needs goes with it.
class Passes {
 public:
  Passes(const WorkPlace& place, const Watch& watch)
      : place_(place),
        watch_(watch),
        share_(place.memory_bytes() / 8),
        id_rows_(place, "id-rows-sorted", share_ / 2),
        new_terms_(place, "new-terms", share_),
        nearest_(place, "nearest", share_) {}

  Result<BuildSummary> run(BlobSorter& papers, std::uint64_t count, const schema::Date& as_of, const std::filesystem::path& directory) {
    if (auto done = order_and_group(papers, count, directory); !done) return tl::make_unexpected(done.error());
    if (auto done = find_nearest(); !done) return tl::make_unexpected(done.error());
    const auto ladders = count_cells(shape_, place_, watch_);
    if (!ladders) return tl::make_unexpected(ladders.error());
    RecordSorter<NoveltyStanding> novelty(place_, "novelty", share_);
    RecordSorter<CitationStanding> citations(place_, "cited", share_);
    if (auto done = rank_novelty(new_terms_, nearest_, shape_, ladders->novelty, place_, novelty, watch_); !done) return tl::make_unexpected(done.error());
    if (auto done = rank_citations(shape_, ladders->citations, as_of.instant, place_, citations, watch_); !done) return tl::make_unexpected(done.error());
    const Findings findings{papers, id_rows_, new_terms_, nearest_, novelty, citations, shape_, *ladders};
    if (auto done = write_receipts(findings, as_of, place_, directory, summary_, watch_); !done) return tl::make_unexpected(done.error());
    summary_.papers = shape_.papers;
    summary_.terms = shape_.terms;
    summary_.new_terms = new_terms_.size();
    return summary_;
  }

 private:
  Result<void> order_and_group(BlobSorter& papers, std::uint64_t count, const std::filesystem::path& directory) {
    RecordSorter<TermRecord> terms(place_, "terms", 2 * share_);
    {
      BlobSorter ids(place_, "ids", share_);
      auto shape = order_papers(papers, count, place_, terms, ids, watch_);
      if (!shape) return tl::make_unexpected(shape.error());
      shape_ = std::move(*shape);
      if (auto written = write_ids(ids, directory / kIdsFile, id_rows_); !written) return written;
    }
    if (auto sorted = terms.sort(); !sorted) return sorted;
    rows_.emplace(place_, "rows-sorted", 2 * share_);
    return group_terms(terms, shape_, new_terms_, *rows_, watch_);
  }

  Result<void> find_nearest() {
    const auto blocks = write_rows(*rows_, shape_, place_, 3 * share_ / kBytesOfBlockEntry, watch_);
    if (!blocks) return tl::make_unexpected(blocks.error());
    rows_.reset();
    const auto compared = compare_papers(*blocks, shape_, place_, nearest_, watch_);
    if (!compared) return tl::make_unexpected(compared.error());
    summary_.compared = *compared;
    return {};
  }

  const WorkPlace& place_;
  const Watch& watch_;
  std::size_t share_;  // of the memory
  CorpusShape shape_;
  RecordSorter<IdRow> id_rows_;
  RecordSorter<NewTermRecord> new_terms_;
  RecordSorter<NearRecord> nearest_;
  std::optional<RecordSorter<RowRecord>> rows_;
  BuildSummary summary_;
};

}  // namespace

struct SnapshotBuild::Work {
  Work(BuildOptions given, WorkPlace made) : options(std::move(given)), place(std::move(made)), intake(place, place.memory_bytes() / 8) {}

  BuildOptions options;
  WorkPlace place;
  Intake intake;
};

SnapshotBuild::SnapshotBuild(std::unique_ptr<Work> work) : work_(std::move(work)) {}
SnapshotBuild::~SnapshotBuild() = default;
SnapshotBuild::SnapshotBuild(SnapshotBuild&&) noexcept = default;
SnapshotBuild& SnapshotBuild::operator=(SnapshotBuild&&) noexcept = default;

Result<SnapshotBuild> SnapshotBuild::begin(BuildOptions options) {
  if (auto made = storage::make_directories(options.directory); !made) return tl::make_unexpected(made.error());
  std::error_code error;
  std::filesystem::remove(options.directory / kHeadFile, error);  // what is half written has no head
  if (error) return tl::make_unexpected(storage::system_error("cannot remove", options.directory / kHeadFile, error.value()));
  auto place = WorkPlace::make(options.work, options.memory_bytes, options.threads);
  if (!place) return tl::make_unexpected(place.error());
  return SnapshotBuild(std::make_unique<Work>(std::move(options), std::move(*place)));
}

Result<void> SnapshotBuild::add(PaperText paper) {
  if (auto checked = work_->options.watch.check(); !checked) return checked;
  return work_->intake.add(std::move(paper));
}

Result<BuildSummary> SnapshotBuild::finish(const schema::Date& as_of) {
  const std::unique_ptr<Work> work = std::move(work_);  // its files go with it
  const std::uint64_t count = work->intake.papers();
  auto papers = work->intake.finish();
  if (!papers) return tl::make_unexpected(papers.error());
  return Passes(work->place, work->options.watch).run(**papers, count, as_of, work->options.directory);
}

}  // namespace incipit::snapshot
