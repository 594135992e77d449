#include "indexer/indexer.h"

#include <algorithm>
#include <unordered_set>

#include "indexer/author_entities.h"
#include "indexer/dead_letters.h"
#include "indexer/generation_build.h"
#include "indexer/intake.h"
#include "indexer/memory_budget.h"
#include "indexer/parallel.h"
#include "indexer/run_facts.h"
#include "storage/generation.h"
#include "storage/index_directory.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

namespace {

// The generation that is served now, null when there is none. One that cannot be opened is an error, unless it is to be
// replaced anyway.
Result<std::shared_ptr<const storage::Generation>> previous_generation(const BuildOptions& options) {
  using Opened = std::shared_ptr<const storage::Generation>;
  auto opened = storage::Generation::open_current(options.index);
  if (opened) return opened;
  if (opened.error().code == ErrorCode::index_unavailable || options.replace) return Opened{};
  opened.error().message += "; --replace builds a new generation from these inputs and keeps the author ids";
  return opened;
}

// Something of the generation that is served, also where the rest of it cannot be opened (D6: ids are for ever).
template <class Value>
Result<Value> from_current(const fs::path& index, Result<Value> (*read)(const fs::path& generation)) {
  const auto number = storage::current_generation(index);
  if (!number) return tl::make_unexpected(number.error());
  if (!*number) return Value{};
  return read(storage::generation_paths(index, **number).root);
}

// Of the index to be replaced; of --constants-from where that is given and this index is new.
template <class Value>
Result<Value> from_previous(const BuildOptions& options, Result<Value> (*read)(const fs::path& generation)) {
  auto value = from_current(options.index, read);
  if (!value || !value->empty() || options.constants_from.empty()) return value;
  return from_current(options.constants_from, read);
}

Result<std::vector<RegisteredAuthor>> whole_registry(const fs::path& generation) { return read_registry(generation); }

// nullopt: they are to be measured.
Result<std::optional<storage::RankingConstants>> constants_of(const fs::path& index) {
  if (index.empty()) return std::optional<storage::RankingConstants>{};
  const auto other = storage::Generation::open_current(index);
  if (!other) return tl::make_unexpected(other.error());
  return std::optional((*other)->manifest().constants);
}

// Publishing must not lose papers of inputs that were not given this time.
Result<void> check_nothing_discarded(const storage::Generation& previous, const Intake& intake) {
  std::vector<std::string> missing_inputs;
  const auto& now = intake.input_paths;
  for (const auto& path : previous.manifest().input_paths) {
    if (path == "-" || std::find(now.begin(), now.end(), path) == now.end()) missing_inputs.push_back(path);
  }
  const bool updated = previous.manifest().info.updates > 0;
  if (missing_inputs.empty() && !updated) return {};
  std::unordered_set<std::string_view> ids;
  for (const auto& paper : intake.papers) ids.insert(paper.id);
  std::int64_t lost = 0;
  std::string example;
  for (std::size_t s = 0; s < previous.segments(); ++s) {
    const auto& column = previous.columns(s).ids;
    for (std::size_t row = 0; row < column.rows(); ++row) {
      if (ids.contains(column[row]) || previous.tombstones(s).papers().contains(static_cast<std::uint32_t>(row) + 1)) continue;
      if (lost++ == 0) example = std::string(column[row]);
    }
  }
  if (lost == 0) return {};
  std::string origin = "updates";
  if (!missing_inputs.empty()) {
    origin = missing_inputs.front() == "-" ? "standard input" : fs::path(missing_inputs.front()).filename().string();
    if (updated || missing_inputs.size() > 1) origin += " and others";
  }
  return schema::fail(ErrorCode::would_discard, "the index holds " + std::to_string(lost) + " papers (such as " + example +
                                                    ") that these inputs do not have, of " + origin +
                                                    ": give those inputs too, or --replace to drop the papers");
}

}  // namespace

std::string_view name_of(Phase phase) {
  switch (phase) {
    case Phase::reading: return "reading";
    case Phase::authors: return "forming authors";
    case Phase::building: return "indexing";
    case Phase::snapshot: return "novelty";
    case Phase::merging: return "merging";
    case Phase::publishing: return "publishing";
  }
  return "";
}

Result<BuildSummary> build_index(const BuildOptions& options, const ProgressFunction& progress) {
  const RunClock clock;
  const auto enter = [&](Phase phase, std::size_t papers) {
    if (progress) progress({phase, 0, papers, 0, 0});
  };
  // Inputs are looked at first, so that a misspelt one changes nothing on disk.
  auto files = files_to_read(options);
  if (!files) return tl::make_unexpected(files.error());
  auto given = take_overrides(*files);
  if (!given) return tl::make_unexpected(given.error());
  const auto rejects = dead_letter_path(options, *files);
  if (!rejects) return tl::make_unexpected(rejects.error());
  auto lock = storage::IndexWriterLock::acquire(options.index);
  if (!lock) return tl::make_unexpected(lock.error());
  const auto previous = previous_generation(options);
  if (!previous) return tl::make_unexpected(previous.error());
  auto registry = from_previous(options, whole_registry);
  if (!registry) return tl::make_unexpected(registry.error());
  auto overrides = *given ? Result<Overrides>(std::move(**given)) : from_previous(options, overrides_of);
  if (!overrides) return tl::make_unexpected(overrides.error());
  const auto constants = constants_of(options.constants_from);
  if (!constants) return tl::make_unexpected(constants.error());
  auto paths = lock->begin();
  if (!paths) return tl::make_unexpected(paths.error());

  DeadLetters dead(*rejects);
  const fs::path spool_path = paths->root / "spool";
  auto intake = take_in(options, *files, spool_path, dead, progress);
  if (!intake) {
    (void)dead.close();  // the first error is the one to tell
    return tl::make_unexpected(intake.error());
  }
  if (intake->papers.empty()) {
    if (auto closed = dead.close(); !closed) return tl::make_unexpected(closed.error());
    return schema::fail(ErrorCode::input_invalid, "the inputs hold no usable paper: nothing was published");
  }
  if (*previous != nullptr && !options.replace) {
    if (auto checked = check_nothing_discarded(**previous, *intake); !checked) return tl::make_unexpected(checked.error());
  }

  enter(Phase::authors, intake->papers.size());
  const IdentityRules rules{options.ignore_author_ids ? identity::Ids::ignore : identity::Ids::decide, options.jobs, std::move(*overrides)};
  intake->info.author_ids_ignored = options.ignore_author_ids;
  const auto found = find_out(*intake, spool_path, {std::move(*registry), *previous}, rules, dead, *constants);
  if (!found) return tl::make_unexpected(found.error());
  if (auto closed = dead.close(); !closed) return tl::make_unexpected(closed.error());
  intake->info.rejected = dead.by_code();
  intake->info.as_of = options.as_of ? options.as_of : intake->newest_date;
  const MemoryBudget budget(options.memory, worker_count(options.jobs));
  auto made = make_generation(*lock, *paths, std::move(*intake), found->authors, spool_path,
                              {budget.jobs(), options.segment_papers, found->constants, budget.snapshot_bytes()}, progress);
  if (!made) return tl::make_unexpected(made.error());
  BuildSummary summary;
  summary.info = std::move(*made);
  summary.rejects = settle_dead_letters(options, dead, summary.info.generation);
  summary.cpu_seconds = clock.cpu_seconds();
  summary.seconds = clock.seconds();
  return summary;
}

Result<DryRun> dry_run(const BuildOptions& options, std::size_t count) {
  const auto files = files_to_read(options);
  if (!files) return tl::make_unexpected(files.error());
  DryRun found;
  for (const auto& file : *files) {
    if (file.kind != corpus::InputKind::papers || found.papers.size() >= count) continue;
    auto reader = corpus::open_reader(file, options.format);
    if (!reader && file.found && reader.error().code == ErrorCode::input_invalid) continue;
    if (!reader) return tl::make_unexpected(reader.error());
    while (found.papers.size() < count) {
      auto record = (*reader)->next();
      if (!record) return tl::make_unexpected(record.error());
      if (!*record) break;
      if ((*record)->paper) {
        found.papers.push_back(normalised(std::move(*(*record)->paper)));
      } else if ((*record)->rejection) {
        found.rejected.emplace_back(file.name(), std::move(**record));
      }
    }
  }
  return found;
}

}  // namespace incipit::indexer
