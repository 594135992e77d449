#include "indexer/change.h"

#include <xapian.h>

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "analysis/analyser.h"
#include "indexer/arrivals.h"
#include "indexer/author_changes.h"
#include "indexer/buried_rows.h"
#include "indexer/dead_letters.h"
#include "indexer/document_builder.h"
#include "indexer/intake.h"
#include "indexer/live_papers.h"
#include "indexer/memory_budget.h"
#include "indexer/parallel.h"
#include "indexer/run_facts.h"
#include "indexer/segment_builder.h"
#include "indexer/snapshot_figures.h"
#include "indexer/source_merge.h"
#include "indexer/spool.h"
#include "schema/limits.h"
#include "schema/paper_json.h"
#include "schema/sources.h"
#include "storage/index_directory.h"
#include "storage/segment.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Paper;
using schema::Result;

namespace {

// Counts of one map into another.
void add_counts(std::map<std::string, std::int64_t>& total, const std::map<std::string, std::int64_t>& more) {
  for (const auto& [name, count] : more) count_bounded(total, name, count);
}

class Change {
 public:
  Change(const ChangeOptions& options, std::shared_ptr<const storage::Generation> previous, storage::IndexWriterLock& lock,
         storage::GenerationPaths paths, const LivePapers& papers, ChangedOverrides overrides)
      : options_(options),
        previous_(std::move(previous)),
        lock_(lock),
        paths_(std::move(paths)),
        papers_(papers),
        overrides_(std::move(overrides)),
        authors_(papers, {previous_->manifest().info.author_ids_ignored ? identity::Ids::ignore : identity::Ids::decide, options.jobs, overrides_.now}),
        buried_(papers),
        manifest_(previous_->manifest()) {}

  Result<ChangeSummary> run(Intake intake, const Spool& given, DeadLetters& dead, const ProgressFunction& progress) {
    intake_ = std::move(intake);
    const fs::path spool_path = paths_.root / "spool.settled";
    auto arrivals = settle_arrivals(intake_, given, papers_, options_.merge_sources ? SourceMerging::on : SourceMerging::off, spool_path);
    if (!arrivals) return tl::make_unexpected(arrivals.error());
    take(std::move(*arrivals));
    const auto spool = Spool::open(spool_path);
    if (!spool) return tl::make_unexpected(spool.error());
    std::error_code ignored;
    fs::remove(spool_path, ignored);  // stays mapped
    if (auto deleted = collect_deletes(); !deleted) return tl::make_unexpected(deleted.error());
    if (auto taken = take_away(); !taken) return tl::make_unexpected(taken.error());
    if (auto settled = settle_authors(*spool); !settled) return tl::make_unexpected(settled.error());
    const auto whole = with_reassigned(*spool, paths_.root / "spool.whole");
    if (!whole) return tl::make_unexpected(whole.error());
    if (auto imported = authors_.import_metrics(intake_.author_metrics, dead, intake_.info); !imported) return tl::make_unexpected(imported.error());
    if (auto closed = dead.close(); !closed) return tl::make_unexpected(closed.error());
    const AuthorLayer layer = authors_.layer();
    summary_.info = previous_->manifest().info;
    if (intake_.papers.empty() && gone_.empty() && layer.entities.empty() && !clock_moves() && overrides_.now == overrides_.before) return std::move(summary_);
    summary_.published = true;
    if (auto room = require_space(lock_, whole->bytes() * kSpaceForSpool); !room) return tl::make_unexpected(room.error());
    if (auto built = build_segment(*whole, progress); !built) return tl::make_unexpected(built.error());
    if (auto buried = bury(); !buried) return tl::make_unexpected(buried.error());
    if (auto layered = write_authors(layer); !layered) return tl::make_unexpected(layered.error());
    if (auto described = publish(dead); !described) return tl::make_unexpected(described.error());
    return std::move(summary_);
  }

 private:
  // The intake holds from now on what comes into the index, with its figures in the records.
  void take(Arrivals arrivals) {
    intake_.papers = std::move(arrivals.papers);
    intake_.citations.clear();
    intake_.metrics.clear();
    intake_.cited_by.clear();
    intake_.references.clear();
    gone_ = std::move(arrivals.gone);
    summary_.added = arrivals.added;
    summary_.replaced = arrivals.replaced;
    summary_.unchanged = arrivals.unchanged;
    summary_.superseded = arrivals.superseded;
    joined_ = arrivals.stored_joined;
    for (const auto& [what, count] : intake_.info.merged) summary_.merged += count;
    for (const auto& [what, count] : arrivals.merged) summary_.merged += count;
    add_counts(intake_.info.merged, arrivals.merged);
  }

  // The index clock (D3) never goes back.
  [[nodiscard]] bool clock_moves() const {
    const auto& as_of = previous_->manifest().info.as_of;
    return intake_.newest_date && (!as_of || *intake_.newest_date > *as_of);
  }

  Result<void> collect_deletes() {
    std::unordered_set<std::string_view> coming;
    for (const auto& paper : intake_.papers) coming.insert(paper.id);
    const auto mark = [&](const PaperPlace& place) {
      if (!coming.contains(papers_.id(place)) && gone_.insert(place).second) ++summary_.deleted;
    };
    for (const auto& id : options_.deletes) {
      const auto places = papers_.meant_by(id);
      if (places.size() > 1) {
        return schema::fail_at(ErrorCode::input_invalid, id.substr(0, 80), "more than one paper has this identifier: name the paper's own id");
      }
      if (places.empty()) summary_.not_found.push_back(id);
      for (const auto& place : places) mark(place);
    }
    for (const auto& id : intake_.deleted) {
      for (const auto& place : papers_.meant_by(id)) {
        const auto alone = is_of_this_source_alone(place, id);
        if (!alone) return tl::make_unexpected(alone.error());
        if (*alone) mark(place);
      }
    }
    for (const auto& id : intake_.suppressed) std::ranges::for_each(papers_.meant_by(id), mark);
    return {};
  }

  // A source takes back a record of its own. Where that had joined another source's paper, the paper stays.
  Result<bool> is_of_this_source_alone(const PaperPlace& place, const std::string& id) const {
    const auto stored = papers_.paper(place);
    if (!stored) return tl::make_unexpected(stored.error());
    const Paper& paper = stored->paper;
    if (paper.id == id) return true;
    // An OAI record may have become a paper under its DOI.
    return schema::source_of(paper.id) == "doi" && paper.other_ids == std::vector<std::string>{id};
  }

  // Takes the papers that go, each read once, from their authors, from the content sum, and their terms from the frequencies.
  Result<void> take_away() {
    DocumentBuilder builder(manifest_.constants);
    for (const auto& place : gone_) {
      const auto stored = papers_.paper(place);
      if (!stored) return tl::make_unexpected(stored.error());
      if (auto removed = authors_.remove(place, stored->paper); !removed) return removed;
      buried_.add(place, stored->paper, stored->record, builder, manifest_.papers);
    }
    return {};
  }

  // After those that went were counted, so that an author of both keeps the id.
  Result<void> settle_authors(const Spool& spool) {
    for (const auto& entry : intake_.papers) {
      const auto paper = spool.read(intake_, entry);
      if (!paper) return tl::make_unexpected(paper.error());
      authors_.add(*paper);
    }
    authors_.overrides_were(overrides_.before);
    if (auto settled = authors_.settle(); !settled) return settled;
    if (overrides_.now == overrides_.before) return {};
    std::unordered_map<std::string_view, std::size_t> coming;  // how many authors
    for (std::size_t p = 0; p < intake_.papers.size(); ++p) coming.emplace(intake_.papers[p].id, authors_.ordinals_of(p).size());
    auto rows = unmatched(overrides_.now, [&](const AuthorshipPlace& place) {
      if (const auto paper = coming.find(place.paper); paper != coming.end()) return place.position < paper->second;
      const auto stored = papers_.find(place.paper);
      return stored && !gone_.contains(*stored) && place.position < papers_.authors(*stored).size();
    });
    for (auto& row : rows) add_unmatched(std::move(row), intake_.info);
    return {};
  }

  // The spool of what comes and, behind it, of papers of the index whose authors are others than was thought: their rows are
  // written anew.
  Result<Spool> with_reassigned(const Spool& spool, const fs::path& path) {
    for (std::size_t p = 0; p < intake_.papers.size(); ++p) ordinals_.emplace(intake_.papers[p].id, authors_.ordinals_of(p));
    SpoolWriter writer(path);
    const auto add = [&](Paper paper) {
      IntakePaper entry = entry_of(paper);
      entry.offset = writer.size();
      entry.bytes = writer.add(paper);
      return entry;
    };
    std::vector<IntakePaper> papers;
    for (const auto& entry : intake_.papers) {
      auto paper = spool.read(intake_, entry);
      if (!paper) return tl::make_unexpected(paper.error());
      papers.push_back(add(std::move(*paper)));
    }
    DocumentBuilder builder(manifest_.constants);
    for (const auto& moved : authors_.reassigned()) {
      buried_.add(moved.place, *moved.paper, schema::canonical_json(*moved.paper), builder, manifest_.papers);
      ordinals_.emplace(moved.paper->id, moved.ordinals);
      papers.push_back(add(*moved.paper));
      ++summary_.reassigned;
    }
    if (auto closed = writer.close(); !closed) return tl::make_unexpected(closed.error());
    sort_for_index(papers);
    intake_.papers = std::move(papers);
    auto whole = Spool::open(path);
    std::error_code ignored;
    fs::remove(path, ignored);  // stays mapped
    return whole;
  }

  Result<void> build_segment(const Spool& spool, const ProgressFunction& progress) {
    if (intake_.papers.empty()) return {};
    PaperAuthors authors;
    for (const auto& paper : intake_.papers) {
      auto& row = authors.emplace_back();
      for (std::uint32_t ordinal : ordinals_.at(paper.id)) row.push_back({ordinal, authors_.id(ordinal)});
    }
    const SegmentPlan plan{MemoryBudget(options_.memory, worker_count(options_.jobs)).jobs(), 0, storage::next_name(manifest_.segments)};
    auto built = build_segments(intake_, spool, authors, manifest_.constants, paths_, plan, progress);
    if (!built) return tl::make_unexpected(built.error());
    fresh_segments_ = built->names;
    manifest_.papers.add(built->papers);
    return {};
  }

  Result<void> bury() {
    auto segments = buried_.bury(lock_, paths_);
    if (!segments) return tl::make_unexpected(segments.error());
    if (auto kept = keep_snapshot(*previous_, lock_, paths_, fresh_segments_); !kept) return kept;
    segments->insert(segments->end(), fresh_segments_.begin(), fresh_segments_.end());
    if (segments->empty()) {
      return schema::fail(ErrorCode::input_invalid, "this would delete every paper: index other papers with --replace, or remove the index directory");
    }
    manifest_.segments = std::move(*segments);
    return {};
  }

  Result<void> write_authors(const AuthorLayer& layer) {
    for (const auto& name : manifest_.author_layers) {
      if (auto adopted = lock_.adopt(previous_->manifest(), previous_->paths(), "authors/" + name); !adopted) return adopted;
    }
    authors_.account(manifest_);
    if (auto written = write_overrides(paths_.root, overrides_.now); !written) return written;
    if (layer.entities.empty() && layer.registry.empty()) return {};
    const std::string name = storage::next_name(manifest_.author_layers);
    manifest_.author_layers.push_back(name);
    return write_author_layer(layer, paths_.authors(name));
  }

  Result<void> publish(const DeadLetters& dead) {
    auto& info = manifest_.info;
    info.papers += summary_.added - summary_.deleted - joined_;
    info.segments = static_cast<std::int64_t>(manifest_.segments.size());
    if (clock_moves()) info.as_of = intake_.newest_date;
    info.built_at = now_iso();
    info.generation = lock_.next_number();
    ++info.updates;
    info.superseded += summary_.superseded + intake_.info.superseded;
    info.suppressed += intake_.info.suppressed;
    add_counts(info.merged, intake_.info.merged);
    add_counts(info.rejected, dead.by_code());
    add_counts(info.warnings, intake_.info.warnings);
    add_counts(info.ignored_keys, intake_.info.ignored_keys);
    for (auto& row : intake_.info.unmatched) info.unmatched.push_back(std::move(row));
    for (auto& input : intake_.info.inputs) info.inputs.push_back(std::move(input));
    for (auto& path : intake_.input_paths) {
      if (std::find(manifest_.input_paths.begin(), manifest_.input_paths.end(), path) == manifest_.input_paths.end()) {
        manifest_.input_paths.push_back(std::move(path));
      }
    }
    keep_newest(info.inputs);
    keep_newest(manifest_.input_paths);
    keep_newest(info.unmatched);
    info.revision = storage::revision_of(manifest_);
    if (auto published = lock_.publish(manifest_); !published) return published;
    summary_.info = info;
    return {};
  }

  // What an index tells of its inputs stays bounded, however often it is changed; `updates` counts them all.
  template <class T>
  static void keep_newest(std::vector<T>& values) {
    const auto limit = static_cast<std::size_t>(schema::limits::kExamplesKept.value);
    if (values.size() > limit) values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(limit));
  }

  const ChangeOptions& options_;
  std::shared_ptr<const storage::Generation> previous_;
  storage::IndexWriterLock& lock_;
  storage::GenerationPaths paths_;
  const LivePapers& papers_;
  ChangedOverrides overrides_;
  AuthorChanges authors_;
  Intake intake_;
  std::set<PaperPlace> gone_;
  BuriedRows buried_;
  std::int64_t joined_ = 0;  // stored papers that became part of another one
  std::unordered_map<std::string, std::vector<std::uint32_t>> ordinals_;  // authors of the papers that are written, by position
  std::vector<std::string> fresh_segments_;
  storage::Manifest manifest_;
  ChangeSummary summary_;
};

BuildOptions reading_options(const ChangeOptions& options) {
  BuildOptions reading;
  reading.index = options.index;
  reading.inputs = options.inputs;
  reading.format = options.format;
  reading.citations = options.citations;
  reading.paper_metrics = options.paper_metrics;
  reading.author_metrics = options.author_metrics;
  reading.overrides = options.overrides;
  reading.max_errors = options.max_errors;
  reading.jobs = options.jobs;
  reading.memory = options.memory;
  reading.rejects = options.rejects;
  reading.merge_sources = options.merge_sources;
  return reading;
}

}  // namespace

Result<ChangeSummary> change_index(const ChangeOptions& options, const ProgressFunction& progress) try {
  const RunClock clock;
  const BuildOptions reading = reading_options(options);
  auto files = files_to_read(reading);
  if (!files) return tl::make_unexpected(files.error());
  auto given = take_overrides(*files);
  if (!given) return tl::make_unexpected(given.error());
  const auto rejects = dead_letter_path(reading, *files);
  if (!rejects) return tl::make_unexpected(rejects.error());
  auto previous = storage::Generation::open_current(options.index);
  if (!previous) return tl::make_unexpected(previous.error());
  auto lock = acquire_writer(options.index, options.contention);
  if (!lock) return tl::make_unexpected(lock.error());
  previous = storage::Generation::open_current(options.index);  // another writer may have published meanwhile
  if (!previous) return tl::make_unexpected(previous.error());
  if ((*previous)->manifest().info.fingerprint != analysis::Analyser::fingerprint()) {
    return schema::fail(ErrorCode::index_incompatible, "the index was built with other rules of analysis: run `incipit upgrade` first");
  }
  auto overrides = changed_overrides((*previous)->paths().root, std::move(*given), options.edit_overrides);
  if (!overrides) return tl::make_unexpected(overrides.error());
  auto paths = lock->begin();
  if (!paths) return tl::make_unexpected(paths.error());
  DeadLetters dead(*rejects);
  const fs::path spool_path = paths->root / "spool";
  const LivePapers live(*previous);
  const KnownPapers known{[&](const std::string& identifier) {
                            const auto places = live.meant_by(identifier);
                            return places.size() == 1 ? std::optional(std::string(live.id(places.front()))) : std::nullopt;
                          },
                          [&](const std::string& id) {
                            const auto place = live.find(id);
                            auto stored = place ? live.paper(*place) : schema::Result<StoredPaper>(StoredPaper{});
                            return stored ? std::move(stored->paper.cited_by) : std::vector<schema::CitingPaper>{};
                          }};
  auto intake = take_in(reading, *files, spool_path, dead, progress, known);
  if (!intake) {
    (void)dead.close();  // the first error is the one to tell
    return tl::make_unexpected(intake.error());
  }
  const auto spool = Spool::open(spool_path);
  if (!spool) return tl::make_unexpected(spool.error());
  std::error_code ignored;
  fs::remove(spool_path, ignored);  // stays mapped
  auto summary = Change(options, *previous, *lock, *paths, live, std::move(*overrides)).run(std::move(*intake), *spool, dead, progress);
  if (!summary) return summary;
  if (summary->published) {
    summary->rejects = settle_dead_letters(reading, dead, summary->info.generation);
  } else {
    if (dead.count() > 0) summary->rejects = dead.path();
    lock->abandon();
  }
  summary->seconds = clock.seconds();
  summary->cpu_seconds = clock.cpu_seconds();
  return summary;
} catch (const Xapian::Error& fault) {
  return tl::make_unexpected(storage::from_xapian(fault, "changing the index"));
}

}  // namespace incipit::indexer
