#include "indexer/indexer.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <future>
#include <numeric>
#include <thread>
#include <unordered_set>

#include "analysis/analyser.h"
#include "indexer/author_index.h"
#include "indexer/dead_letters.h"
#include "indexer/intake.h"
#include "indexer/segment_builder.h"
#include "storage/generation.h"
#include "storage/index_directory.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

namespace {

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string now_iso() {
  const schema::Date now{static_cast<std::int64_t>(std::time(nullptr)), schema::DatePrecision::second};
  return now.iso();
}

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

// The author ids of the generation that is served, also where the rest of it cannot be opened (D6: ids are for ever).
Result<std::vector<RegisteredAuthor>> previous_registry(const fs::path& index) {
  const auto number = storage::current_generation(index);
  if (!number) return tl::make_unexpected(number.error());
  if (!*number) return std::vector<RegisteredAuthor>{};
  return read_registry(storage::generation_paths(index, **number).authors() / "author-ids.tsv");
}

// Where rejected records go while the build runs. A named file must not be one of the inputs.
Result<fs::path> dead_letter_path(const BuildOptions& options, const std::vector<corpus::InputFile>& files) {
  if (options.rejects.empty()) return options.index / "rejects" / "unpublished.jsonl";
  for (const auto& file : files) {
    std::error_code ignored;
    if (fs::equivalent(options.rejects, file.path, ignored)) {
      return schema::fail_at(ErrorCode::usage, "--rejects", file.name() + " is one of the inputs and would be overwritten");
    }
  }
  return options.rejects;
}

// The dead letters of a published generation carry its number; those of a failed run stay "unpublished".
fs::path settle_dead_letters(const BuildOptions& options, const DeadLetters& dead, std::int64_t generation) {
  if (dead.count() == 0) return {};
  if (!options.rejects.empty()) return dead.path();
  const fs::path settled = dead.path().parent_path() / (std::to_string(generation) + ".jsonl");
  std::error_code failed;
  fs::rename(dead.path(), settled, failed);
  return failed ? dead.path() : settled;
}

// Publishing must not lose papers of inputs that were not given this time.
Result<void> check_nothing_discarded(const storage::Generation& previous, const Intake& intake) {
  std::vector<std::string> missing_inputs;
  const auto& now = intake.input_paths;
  for (const auto& path : previous.manifest().input_paths) {
    if (path == "-" || std::find(now.begin(), now.end(), path) == now.end()) missing_inputs.push_back(path);
  }
  if (missing_inputs.empty()) return {};
  std::unordered_set<std::string_view> ids;
  for (const auto& paper : intake.papers) ids.insert(paper.id);
  std::int64_t lost = 0;
  std::string example;
  for (std::size_t s = 0; s < previous.segments(); ++s) {
    const auto& column = previous.columns(s).ids;
    for (std::size_t row = 0; row < column.rows(); ++row) {
      if (ids.contains(column[row])) continue;
      if (lost++ == 0) example = std::string(column[row]);
    }
  }
  if (lost == 0) return {};
  const std::string name = missing_inputs.front() == "-" ? "standard input" : fs::path(missing_inputs.front()).filename().string();
  return schema::fail(ErrorCode::would_discard, "the index holds " + std::to_string(lost) + " papers (such as " + example +
                                                    ") that these inputs do not have, of " + name +
                                                    (missing_inputs.size() > 1 ? " and others" : "") +
                                                    ": give those inputs too, or --replace to drop the papers");
}

// D6: a hash over the canonical content, the analysis and the constants; equal content, equal revision.
std::string revision_of(const Intake& intake, const BuiltSegments& built, const AuthorEntities& authors,
                        const storage::Manifest& manifest) {
  std::vector<std::size_t> by_id(intake.papers.size());
  std::iota(by_id.begin(), by_id.end(), std::size_t{0});
  std::sort(by_id.begin(), by_id.end(), [&](auto a, auto b) { return intake.papers[a].id < intake.papers[b].id; });
  storage::Hasher hasher;
  for (std::size_t p : by_id) {
    hasher.update(built.record_hashes[p]);
    for (std::uint32_t ordinal : authors.of_paper[p]) hasher.update(authors.entities[ordinal].id);
    hasher.update("\n");
  }
  for (const auto& entity : authors.entities) hasher.update(schema::canonical_json(entity) + "\n");
  hasher.update(manifest.info.fingerprint + "\n" + (manifest.info.as_of ? manifest.info.as_of->iso() : "") + "\n");
  hasher.update(storage::to_text(manifest.constants));
  return hasher.hex();
}

}  // namespace

std::string_view name_of(Phase phase) {
  switch (phase) {
    case Phase::reading: return "reading";
    case Phase::authors: return "forming authors";
    case Phase::building: return "indexing";
    case Phase::merging: return "merging";
    case Phase::publishing: return "publishing";
  }
  return "";
}

Result<BuildSummary> build_index(const BuildOptions& options, const ProgressFunction& progress) {
  const auto started = std::chrono::steady_clock::now();
  const double cpu_before = cpu_seconds();
  const auto enter = [&](Phase phase, std::size_t papers) {
    if (progress) progress({phase, 0, papers, 0, 0});
  };
  // Inputs are looked at first, so that a misspelt one changes nothing on disk.
  const auto files = files_to_read(options);
  if (!files) return tl::make_unexpected(files.error());
  const auto rejects = dead_letter_path(options, *files);
  if (!rejects) return tl::make_unexpected(rejects.error());
  auto lock = storage::IndexWriterLock::acquire(options.index);
  if (!lock) return tl::make_unexpected(lock.error());
  const auto previous = previous_generation(options);
  if (!previous) return tl::make_unexpected(previous.error());
  const auto registry = previous_registry(options.index);
  if (!registry) return tl::make_unexpected(registry.error());
  auto paths = lock->begin();
  if (!paths) return tl::make_unexpected(paths.error());

  DeadLetters dead(*rejects);
  const fs::path spool_path = paths->root / "spool.jsonl";
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
  AuthorEntities authors = form_entities(*intake, *registry, dead);
  if (auto closed = dead.close(); !closed) return tl::make_unexpected(closed.error());
  const auto spool = Spool::open(spool_path);
  if (!spool) return tl::make_unexpected(spool.error());
  enter(Phase::building, intake->papers.size());
  // The author tables and the segments read the same entities and nothing of each other.
  auto author_tables = std::async(std::launch::async, [&]() -> Result<void> {
    const auto filters = gather_author_filters(*intake, *spool, authors);
    if (!filters) return tl::make_unexpected(filters.error());
    return write_authors(authors, *filters, *paths);
  });
  storage::Manifest manifest;
  const auto constants = measure_constants(*intake, *spool);
  if (!constants) return tl::make_unexpected(constants.error());
  manifest.constants = *constants;
  const int jobs = options.jobs > 0 ? options.jobs : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  auto built = build_segments(*intake, *spool, authors, *constants, *paths, {jobs, options.segment_papers}, progress);
  if (!built) return tl::make_unexpected(built.error());
  if (auto written = author_tables.get(); !written) return tl::make_unexpected(written.error());

  enter(Phase::publishing, intake->papers.size());
  std::error_code ignored;
  fs::remove(spool_path, ignored);
  manifest.info = std::move(intake->info);
  manifest.info.rejected = dead.by_code();
  manifest.info.fingerprint = analysis::Analyser::fingerprint();
  manifest.info.program = "incipit " INCIPIT_VERSION;
  manifest.info.papers = static_cast<std::int64_t>(intake->papers.size());
  manifest.info.authors = static_cast<std::int64_t>(authors.entities.size());
  manifest.info.segments = static_cast<std::int64_t>(built->names.size());
  manifest.info.as_of = options.as_of ? options.as_of : intake->newest_date;
  manifest.info.built_at = now_iso();
  manifest.info.generation = lock->next_number();
  manifest.input_paths = intake->input_paths;
  manifest.segments = built->names;
  manifest.info.revision = revision_of(*intake, *built, authors, manifest);
  BuildSummary summary;
  summary.info = manifest.info;
  if (auto published = lock->publish(std::move(manifest)); !published) return tl::make_unexpected(published.error());
  summary.info.format_version = storage::kFormatVersion;
  summary.rejects = settle_dead_letters(options, dead, summary.info.generation);
  summary.cpu_seconds = cpu_seconds() - cpu_before;
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return summary;
}

Result<DryRun> dry_run(const BuildOptions& options, std::size_t count) {
  const auto files = files_to_read(options);
  if (!files) return tl::make_unexpected(files.error());
  DryRun found;
  for (const auto& file : *files) {
    if (file.kind != corpus::InputKind::papers || found.papers.size() >= count) continue;
    auto reader = corpus::open_reader(file, options.format);
    if (!reader) return tl::make_unexpected(reader.error());
    while (found.papers.size() < count) {
      auto record = (*reader)->next();
      if (!record) return tl::make_unexpected(record.error());
      if (!*record) break;
      if ((*record)->paper) {
        found.papers.push_back(normalised(std::move(*(*record)->paper)));
      } else {
        found.rejected.emplace_back(file.name(), std::move(**record));
      }
    }
  }
  return found;
}

}  // namespace incipit::indexer
