#include "indexer/rebuild.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/analyser.h"
#include "indexer/author_entities.h"
#include "indexer/dead_letters.h"
#include "indexer/generation_build.h"
#include "indexer/intake.h"
#include "indexer/memory_budget.h"
#include "indexer/run_facts.h"
#include "indexer/spool.h"
#include "indexer/suppressed.h"
#include "schema/author_entity.h"
#include "schema/paper_json.h"
#include "storage/generation.h"
#include "storage/stored_records.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

namespace {

constexpr std::uint64_t kShowEvery = 512;  // papers

// The records of a generation as an intake: there are no versions to choose from and no tables to attach any more.
Result<Intake> take_in_records(const fs::path& index, const storage::StoredRecords& records, const fs::path& spool_path,
                               const ProgressFunction& progress) {
  const auto suppressed = read_suppressed(index);
  if (!suppressed) return tl::make_unexpected(suppressed.error());
  Intake intake;
  intake.info = records.manifest().info;
  intake.input_paths = records.manifest().input_paths;
  SpoolWriter spool(spool_path);
  Progress shown{Phase::reading, 0, 0, 0, 0};
  auto read = records.each_paper([&](std::string_view json) -> Result<void> {
    auto paper = schema::paper_from_canonical_json(json);
    if (!paper) return tl::make_unexpected(paper.error());
    IntakePaper entry = entry_of(*paper);
    if (is_suppressed(entry, *suppressed)) {
      ++intake.info.suppressed;
      return {};
    }
    entry.offset = spool.size();
    entry.bytes = spool.add(*paper);
    entry.authors = std::move(paper->authors);
    intake.papers.push_back(std::move(entry));
    shown.papers = intake.papers.size();
    if (progress && shown.papers % kShowEvery == 0) progress(shown);
    return {};
  });
  if (!read) return tl::make_unexpected(read.error());
  if (auto closed = spool.close(); !closed) return tl::make_unexpected(closed.error());
  sort_for_index(intake.papers);
  return intake;
}

// Figures that tables gave to authors once are given to them again.
Result<void> carry_imported(const storage::StoredRecords& records, AuthorEntities& authors) {
  std::unordered_map<std::string, std::vector<schema::Metric>> by_id;
  auto read = records.each_author([&](std::string_view json) -> Result<void> {
    auto figures = schema::imported_figures_from_json(json);
    if (!figures) return tl::make_unexpected(figures.error());
    if (figures->metrics.empty()) {
      by_id.erase(figures->id);
    } else {
      by_id.insert_or_assign(figures->id, std::move(figures->metrics));
    }
    return {};
  });
  if (!read) return read;
  for (auto& entity : authors.entities) {
    if (const auto figures = by_id.find(entity.id); figures != by_id.end()) entity.imported = std::move(figures->second);
  }
  return {};
}

Result<RebuildSummary> rebuild(const RebuildOptions& options, storage::IndexWriterLock& lock, const storage::StoredRecords& records,
                               KnownAuthors known, Overrides overrides, const ProgressFunction& progress) {
  const auto paths = lock.begin();
  if (!paths) return tl::make_unexpected(paths.error());
  const fs::path spool = paths->root / "spool";
  auto intake = take_in_records(options.index, records, spool, progress);
  if (!intake) return tl::make_unexpected(intake.error());
  if (progress) progress({Phase::authors, 0, intake->papers.size(), 0, 0});
  DeadLetters none(paths->root / "rejects");  // no table is read, so no row can be set aside
  std::optional<storage::RankingConstants> kept;
  if (options.constants == RebuildConstants::keep) kept = records.manifest().constants;
  const IdentityRules rules{intake->info.author_ids_ignored ? identity::Ids::ignore : identity::Ids::decide, options.jobs, std::move(overrides)};
  auto found = find_out(*intake, spool, std::move(known), rules, none, kept);
  if (!found) return tl::make_unexpected(found.error());
  if (auto carried = carry_imported(records, found->authors); !carried) return tl::make_unexpected(carried.error());
  auto made = make_generation(lock, *paths, std::move(*intake), found->authors, spool, {options.jobs, 0, found->constants, MemoryBudget(0, 1).snapshot_bytes()}, progress);
  if (!made) return tl::make_unexpected(made.error());
  RebuildSummary summary;
  summary.info = std::move(*made);
  summary.published = true;
  return summary;
}

}  // namespace

Result<RebuildSummary> rebuild_index(const RebuildOptions& options, const ProgressFunction& progress) {
  const RunClock clock;
  // An index that is not there is not made by asking to rebuild it.
  auto there = storage::current_generation(options.index);
  if (!there) return tl::make_unexpected(there.error());
  if (!*there) return schema::fail(ErrorCode::index_unavailable, "there is no index here: run `incipit index INPUT...` first", options.index.string());
  auto lock = storage::IndexWriterLock::acquire(options.index);
  if (!lock) return tl::make_unexpected(lock.error());
  there = storage::current_generation(options.index);  // another writer may have published meanwhile
  if (!there) return tl::make_unexpected(there.error());
  const auto current = storage::generation_paths(options.index, **there);
  const auto records = storage::StoredRecords::open(current);
  if (!records) return tl::make_unexpected(records.error());
  const auto& info = records->manifest().info;
  const bool up_to_date = info.format_version == storage::kFormatVersion && info.fingerprint == analysis::Analyser::fingerprint();
  if (options.reason == RebuildReason::refresh && !up_to_date) {
    return schema::fail(ErrorCode::index_incompatible, "the index is of an older format or analysis: run `incipit upgrade` first");
  }
  RebuildSummary summary;
  if (options.reason == RebuildReason::upgrade && up_to_date) {
    summary.info = info;
  } else {
    auto registry = read_registry(current.root);
    if (!registry) return tl::make_unexpected(registry.error());
    auto overrides = overrides_of(current.root);
    if (!overrides) return tl::make_unexpected(overrides.error());
    // Authors of an older format can be told by the registry alone.
    const auto opened = storage::Generation::open(current);
    auto rebuilt = rebuild(options, *lock, *records, {std::move(*registry), opened ? *opened : nullptr}, std::move(*overrides), progress);
    if (!rebuilt) return rebuilt;
    summary = std::move(*rebuilt);
  }
  summary.format_before = info.format_version;
  summary.seconds = clock.seconds();
  summary.cpu_seconds = clock.cpu_seconds();
  return summary;
}

}  // namespace incipit::indexer
