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

// The generation that is served now; null when there is none or it cannot be read (then nothing of it can be kept).
Result<std::shared_ptr<const storage::Generation>> previous_generation(const fs::path& index) {
  auto opened = storage::Generation::open_current(index);
  if (opened) return opened;
  if (opened.error().code == ErrorCode::index_unavailable) return std::shared_ptr<const storage::Generation>{};
  return opened;
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
  const auto& constants = manifest.constants;
  hasher.update(manifest.info.fingerprint + "\n" + (manifest.info.as_of ? manifest.info.as_of->iso() : "") + "\n");
  for (double value : {constants.pivot_title, constants.pivot_abstract, constants.pivot_author, constants.pivot_comments,
                       constants.k1, static_cast<double>(constants.impact_scale), static_cast<double>(constants.idf_scale)}) {
    hasher.update({reinterpret_cast<const char*>(&value), sizeof value});
  }
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
  if (auto files = files_to_read(options); !files) return tl::make_unexpected(files.error());
  auto lock = storage::IndexWriterLock::acquire(options.index);
  if (!lock) return tl::make_unexpected(lock.error());
  const auto previous = previous_generation(options.index);
  if (!previous && !options.replace) return tl::make_unexpected(previous.error());
  auto paths = lock->begin();
  if (!paths) return tl::make_unexpected(paths.error());

  const fs::path rejects = options.rejects.empty()
                               ? options.index / "rejects" / (std::to_string(lock->next_number()) + ".jsonl")
                               : options.rejects;
  DeadLetters dead(rejects);
  const fs::path spool_path = paths->root / "spool.jsonl";
  auto intake = take_in(options, spool_path, dead, progress);
  if (auto closed = dead.close(); !closed) return tl::make_unexpected(closed.error());
  if (!intake) return tl::make_unexpected(intake.error());
  if (intake->papers.empty()) {
    return schema::fail(ErrorCode::input_invalid, "the inputs hold no usable paper: nothing was published");
  }
  if (previous && *previous != nullptr && !options.replace) {
    if (auto checked = check_nothing_discarded(**previous, *intake); !checked) return tl::make_unexpected(checked.error());
  }

  enter(Phase::authors, intake->papers.size());
  std::vector<RegisteredAuthor> registry;
  if (previous && *previous != nullptr) {
    auto kept = read_registry((*previous)->paths().authors() / "author-ids.tsv");
    if (!kept) return tl::make_unexpected(kept.error());
    registry = std::move(*kept);
  }
  AuthorEntities authors = form_entities(*intake, registry);
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
  manifest.info.fingerprint = analysis::Analyser::fingerprint();
  manifest.info.program = "incipit " INCIPIT_VERSION;
  manifest.info.papers = static_cast<std::int64_t>(intake->papers.size());
  manifest.info.authors = static_cast<std::int64_t>(authors.entities.size());
  manifest.info.segments = static_cast<std::int64_t>(built->names.size());
  manifest.info.as_of = options.as_of ? options.as_of : intake->newest_date;
  manifest.info.built_at = now_iso();
  manifest.info.unmatched.insert(manifest.info.unmatched.end(), authors.unmatched.begin(), authors.unmatched.end());
  manifest.info.generation = lock->next_number();
  manifest.input_paths = intake->input_paths;
  manifest.segments = built->names;
  manifest.info.revision = revision_of(*intake, *built, authors, manifest);
  BuildSummary summary;
  summary.info = manifest.info;
  if (auto published = lock->publish(std::move(manifest)); !published) return tl::make_unexpected(published.error());
  summary.info.format_version = storage::kFormatVersion;
  if (dead.count() > 0) summary.rejects = rejects;
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
        found.papers.push_back(std::move(*(*record)->paper));
      } else {
        found.rejected.emplace_back(file.name(), std::move(**record));
      }
    }
  }
  return found;
}

}  // namespace incipit::indexer
