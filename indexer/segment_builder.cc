#include "indexer/segment_builder.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>

#include "analysis/analyser.h"
#include "indexer/document_builder.h"
#include "schema/fields.h"
#include "storage/files.h"
#include "storage/segment.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::Result;

namespace {

// Measured: fresh tables of a few thousand papers, committed every 1,000, fill fastest (the pending postings of Xapian are
// node-based maps that leave the caches when they grow).
constexpr std::size_t kPartPapers = 8000;
constexpr std::size_t kCommitEvery = 1000;
constexpr std::size_t kConstantsSample = 4000;

struct Part {
  std::size_t first = 0, last = 0;  // papers
  fs::path tables, columns;
};

// What a thread throws would end the program; here it ends the build.
Result<void> guarded(const std::function<Result<void>(std::size_t)>& work, std::size_t i) {
  try {
    return work(i);
  } catch (const std::exception& fault) {
    return schema::fail(schema::ErrorCode::system, "building a segment failed", fault.what());
  }
}

// Runs `work(i)` for i < count on `jobs` threads; the first error stops the rest.
Result<void> in_parallel(std::size_t count, int jobs, const std::function<Result<void>(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::optional<schema::Error> failure;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      auto outcome = guarded(work, i);
      if (outcome) continue;
      const std::lock_guard lock(mutex);
      if (!failure) failure = outcome.error();
      next = count;
    }
  };
  std::vector<std::thread> threads;
  for (int j = 1; j < jobs; ++j) threads.emplace_back(run);
  run();
  for (auto& thread : threads) thread.join();
  if (failure) return tl::make_unexpected(*failure);
  return {};
}

class SegmentsBuild {
 public:
  SegmentsBuild(const Intake& intake, const Spool& spool, const AuthorEntities& authors,
                const storage::RankingConstants& constants, const storage::GenerationPaths& paths, const SegmentPlan& plan,
                const ProgressFunction& report)
      : intake_(intake), spool_(spool), authors_(authors), constants_(constants), paths_(paths), plan_(plan), report_(report) {
    built_.record_hashes.resize(intake.papers.size());
  }

  Result<BuiltSegments> run() {
    plan_parts();
    auto built = in_parallel(parts_.size(), plan_.jobs, [&](std::size_t i) { return build_part(parts_[i]); });
    if (!built) return tl::make_unexpected(built.error());
    show(Phase::merging, 0);
    // Tables and columns of a segment are independent, so each is a task of its own.
    auto merged = in_parallel(segments_.size() * 2, plan_.jobs, [&](std::size_t i) { return merge(i / 2, i % 2 == 0); });
    if (!merged) return tl::make_unexpected(merged.error());
    std::error_code ignored;
    fs::remove_all(paths_.root / "parts", ignored);
    return std::move(built_);
  }

 private:
  void plan_parts() {
    const std::size_t papers = intake_.papers.size();
    const std::size_t per_segment = plan_.segment_papers > 0 ? static_cast<std::size_t>(plan_.segment_papers) : std::max<std::size_t>(papers, 1);
    std::size_t first = 0;
    do {
      const std::size_t end = std::min(papers, first + per_segment);
      char name[16];
      std::snprintf(name, sizeof name, "%04zu", segments_.size() + 1);
      built_.names.emplace_back(name);
      auto& members = segments_.emplace_back();
      do {
        const fs::path root = paths_.root / "parts" / std::to_string(parts_.size());
        members.push_back(parts_.size());
        parts_.push_back({first, std::min(end, first + kPartPapers), root / "tables", root / "columns"});
        first = parts_.back().last;
      } while (first < end);
    } while (first < papers);
  }

  Result<void> build_part(const Part& part) {
    std::error_code error;
    fs::create_directories(part.columns, error);
    if (error) return tl::make_unexpected(storage::system_error("cannot create directory", part.columns, error.value()));
    try {
      // These tables live until they are merged, so they need neither syncing nor termlists.
      Xapian::WritableDatabase tables(part.tables.string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC |
                                                                Xapian::DB_NO_TERMLIST);
      storage::SegmentColumnsWriter columns(part.columns);
      DocumentBuilder builder(constants_);
      for (std::size_t p = part.first; p < part.last; ++p) {
        const auto paper = spool_.read(intake_, intake_.papers[p]);
        if (!paper) return tl::make_unexpected(paper.error());
        const auto built = builder.build(*paper, authors_.of_paper[p], authors_.entities, columns.forms());
        tables.add_document(built.document);
        columns.add(built.row);
        built_.record_hashes[p] = storage::hash_hex(built.row.record);
        if ((p - part.first + 1) % kCommitEvery == 0) {
          tables.commit();
          show(Phase::building, kCommitEvery);
        }
      }
      show(Phase::building, (part.last - part.first) % kCommitEvery);
      tables.commit();
      tables.close();
      return columns.close();
    } catch (const Xapian::Error& fault) {
      return tl::make_unexpected(storage::from_xapian(fault, "building a segment"));
    }
  }

  Result<void> merge(std::size_t segment, bool tables) {
    std::vector<fs::path> sources;
    for (std::size_t part : segments_[segment]) sources.push_back(tables ? parts_[part].tables : parts_[part].columns);
    const fs::path target = tables ? paths_.tables(built_.names[segment]) : paths_.columns(built_.names[segment]);
    if (tables) return storage::merge_tables(sources, target);
    std::error_code error;
    fs::create_directories(target, error);
    if (error) return tl::make_unexpected(storage::system_error("cannot create directory", target, error.value()));
    return storage::merge_columns(sources, target);
  }

  void show(Phase phase, std::size_t papers) {
    const std::lock_guard lock(progress_mutex_);
    progress_.phase = phase;
    progress_.total = intake_.papers.size();
    progress_.done += papers;
    progress_.papers = progress_.done;
    if (report_) report_(progress_);
  }

  const Intake& intake_;
  const Spool& spool_;
  const AuthorEntities& authors_;
  const storage::RankingConstants& constants_;
  const storage::GenerationPaths& paths_;
  const SegmentPlan& plan_;
  const ProgressFunction& report_;
  std::mutex progress_mutex_;
  Progress progress_;
  std::vector<Part> parts_;
  std::vector<std::vector<std::size_t>> segments_;  // part numbers
  BuiltSegments built_;
};

// A running mean over the papers that have a field.
struct Mean {
  double sum = 0;
  std::size_t count = 0;
  void add(std::size_t length) {
    if (length == 0) return;
    sum += static_cast<double>(length);
    ++count;
  }
  [[nodiscard]] double value() const { return count == 0 ? 1 : sum / static_cast<double>(count); }
};

}  // namespace

Result<storage::RankingConstants> measure_constants(const Intake& intake, const Spool& spool) {
  std::vector<std::pair<std::uint64_t, std::size_t>> sample;
  for (std::size_t p = 0; p < intake.papers.size(); ++p) sample.emplace_back(storage::hash_bits(intake.papers[p].id), p);
  std::sort(sample.begin(), sample.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : intake.papers[a.second].id < intake.papers[b.second].id;
  });
  sample.resize(std::min(sample.size(), kConstantsSample));
  analysis::Analyser analyser;
  Mean title, abstract, author, comments;
  for (const auto& [hash, p] : sample) {
    const auto paper = spool.read(intake, intake.papers[p]);
    if (!paper) return tl::make_unexpected(paper.error());
    const AnalysedPaper analysed = analyse_paper(*paper, analyser);
    title.add(analysed.title.terms.size());
    abstract.add(analysed.abstract.terms.size());
    author.add(analysed.author_terms());
    comments.add(analysed.comments.terms.size());
  }
  storage::RankingConstants constants;
  constants.pivot_title = title.value();
  constants.pivot_abstract = abstract.value();
  constants.pivot_author = author.value();
  constants.pivot_comments = comments.value();
  constants.weight_title = schema::row_of(schema::Field::title).weight;
  constants.weight_abstract = schema::row_of(schema::Field::abstract).weight;
  constants.weight_author = schema::row_of(schema::Field::author).weight;
  constants.b_title = schema::row_of(schema::Field::title).length_normalisation;
  constants.b_abstract = schema::row_of(schema::Field::abstract).length_normalisation;
  constants.b_author = schema::row_of(schema::Field::author).length_normalisation;
  constants.b_comments = schema::row_of(schema::Field::comments).length_normalisation;
  return constants;
}

Result<BuiltSegments> build_segments(const Intake& intake, const Spool& spool, const AuthorEntities& authors,
                                     const storage::RankingConstants& constants, const storage::GenerationPaths& paths,
                                     const SegmentPlan& plan, const ProgressFunction& progress) {
  return SegmentsBuild(intake, spool, authors, constants, paths, plan, progress).run();
}

}  // namespace incipit::indexer
