#include "indexer/segment_builder.h"

#include <algorithm>
#include <mutex>
#include <numeric>

#include "analysis/analyser.h"
#include "indexer/document_builder.h"
#include "indexer/inverter.h"
#include "indexer/parallel.h"
#include "schema/fields.h"
#include "storage/files.h"
#include "storage/segment.h"
#include "storage/segment_merge.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::Result;

namespace {

// Measured: runs of this size merge quickly, and a thread needs about 100 MB for one.
constexpr std::size_t kPartPapers = 8000;
constexpr std::size_t kShowEvery = 500;
constexpr std::size_t kConstantsSample = 4000;

struct Part {
  std::size_t first = 0, last = 0;  // papers
  fs::path root;
  storage::ContentSum papers;

  [[nodiscard]] fs::path run() const { return root / "postings.run"; }
  [[nodiscard]] fs::path columns() const { return root / "columns"; }
  // Written last: names the files with their checksums and the content sum.
  [[nodiscard]] fs::path mark() const { return root / "DONE"; }
};

class SegmentsBuild {
 public:
  SegmentsBuild(const Intake& intake, const Spool& spool, const PaperAuthors& authors,
                const storage::RankingConstants& constants, const storage::GenerationPaths& paths, const SegmentPlan& plan,
                const ProgressFunction& report)
      : intake_(intake), spool_(spool), authors_(authors), constants_(constants), paths_(paths), plan_(plan), report_(report) {
  }

  Result<BuiltSegments> run() {
    plan_parts();
    auto built = in_parallel(parts_.size(), plan_.jobs, [&](std::size_t i) { return take_or_build(parts_[i]); });
    if (!built) return tl::make_unexpected(built.error());
    show(Phase::merging, 0);
    // Tables and columns of a segment are independent, so each is a task of its own.
    auto merged = in_parallel(segments_.size() * 2, plan_.jobs, [&](std::size_t i) { return merge(i / 2, i % 2 == 0); });
    if (!merged) return tl::make_unexpected(merged.error());
    for (const auto& part : parts_) built_.papers.add(part.papers);
    std::error_code ignored;
    fs::remove_all(paths_.parts(), ignored);
    return std::move(built_);
  }

 private:
  void plan_parts() {
    const std::size_t papers = intake_.papers.size();
    const std::size_t per_segment = plan_.segment_papers > 0 ? static_cast<std::size_t>(plan_.segment_papers) : std::max<std::size_t>(papers, 1);
    std::size_t first = 0;
    do {
      const std::size_t end = std::min(papers, first + per_segment);
      built_.names.push_back(built_.names.empty() ? plan_.first_name : storage::next_name(built_.names));
      auto& members = segments_.emplace_back();
      do {
        members.push_back(parts_.size());
        parts_.push_back({first, std::min(end, first + kPartPapers), {}, {}});
        first = parts_.back().last;
      } while (first < end);
    } while (first < papers);
  }

  // The directory of a part is named by everything that it depends on.
  void name_part(Part& part) const {
    storage::Hasher hasher;
    hasher.update(analysis::Analyser::fingerprint() + storage::to_text(constants_));
    for (std::size_t p = part.first; p < part.last; ++p) {
      hasher.update(spool_.raw(intake_.papers[p]));
      hasher.update(spool_.figures(intake_, intake_.papers[p]));
      for (const auto& author : authors_[p]) hasher.update(std::to_string(author.ordinal) + std::string(author.id));
    }
    part.root = paths_.parts() / hasher.hex();
  }

  Result<void> take_or_build(Part& part) {
    name_part(part);
    if (take_over(part)) {
      const std::lock_guard lock(progress_mutex_);
      built_.taken_over += static_cast<std::int64_t>(part.last - part.first);
    } else if (auto built = build_part(part); !built) {
      return built;
    }
    show(Phase::building, (part.last - part.first) % kShowEvery);
    return {};
  }

  // True when a killed run left this part whole.
  bool take_over(Part& part) const {
    std::error_code ignored;
    if (!fs::exists(part.mark(), ignored)) return false;
    const auto mark = storage::read_file(part.mark());
    const auto sum = mark ? mark->substr(0, mark->find('\n')) : std::string();
    const auto papers = storage::ContentSum::from_hex(sum);
    const auto found = digest_of(part);
    if (!papers || !found || *mark != sum + "\n" + *found) return false;
    part.papers = *papers;
    return true;
  }

  static Result<std::string> digest_of(const Part& part) {
    std::vector<fs::path> files{part.run()};
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(part.columns(), failed)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::string digest;
    for (const auto& file : files) {
      const auto one = storage::digest_file(file);
      if (!one) return tl::make_unexpected(one.error());
      digest += file.filename().string() + " " + one->hash + "\n";
    }
    return digest;
  }

  Result<void> build_part(Part& part) {
    std::error_code error;
    fs::remove_all(part.root, error);
    if (auto made = storage::make_directories(part.columns()); !made) return made;
    storage::SegmentColumnsWriter columns(part.columns());
    DocumentBuilder builder(constants_);
    Inverter inverter;
    std::vector<std::uint32_t> lengths;
    std::vector<std::string_view> author_ids;
    for (std::size_t p = part.first; p < part.last; ++p) {
      const auto paper = spool_.read(intake_, intake_.papers[p]);
      if (!paper) return tl::make_unexpected(paper.error());
      author_ids.clear();
      for (const auto& author : authors_[p]) author_ids.push_back(author.id);
      const auto built = builder.build(*paper, authors_[p], columns.forms());
      lengths.push_back(add_to(inverter, built.terms, static_cast<std::uint32_t>(lengths.size() + 1)));
      columns.add(built.row);
      part.papers.add(content_member(built.row.record, author_ids));
      if (lengths.size() % kShowEvery == 0) show(Phase::building, kShowEvery);
    }
    if (auto written = inverter.write(part.run(), lengths); !written) return written;
    if (auto closed = columns.close(); !closed) return closed;
    const auto digest = digest_of(part);
    if (!digest) return tl::make_unexpected(digest.error());
    // Nothing is synced: after a power cut the digests tell what did not reach the disk.
    return storage::write_file(part.mark(), part.papers.hex() + "\n" + *digest);
  }

  // Returns the document's length.
  static std::uint32_t add_to(Inverter& inverter, const DocumentTerms& terms, std::uint32_t docid) {
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      inverter.add(terms.term(i), docid, terms.impact(i));
      length += terms.impact(i);
    }
    return length;
  }

  Result<void> merge(std::size_t segment, bool tables) {
    std::vector<storage::MergeSource> sources;
    for (std::size_t part : segments_[segment]) sources.push_back({parts_[part].columns(), {}, parts_[part].run(), nullptr});
    const fs::path target = tables ? paths_.tables(built_.names[segment]) : paths_.columns(built_.names[segment]);
    if (tables) return storage::merge_tables(sources, target);
    return sources.size() == 1 ? link_columns(sources.front().columns, target) : storage::merge_columns(sources, target);
  }

  // The columns of a single part are those of its segment. Links, since its tables are still made from them.
  static Result<void> link_columns(const fs::path& part, const fs::path& target) {
    if (auto made = storage::make_directories(target); !made) return made;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(part, error)) {
      fs::create_hard_link(entry.path(), target / entry.path().filename(), error);
      if (error) break;
    }
    if (error) return tl::make_unexpected(storage::system_error("cannot link into", target, error.value()));
    return {};
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
  const PaperAuthors& authors_;
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

std::string content_member(std::string_view record, const std::vector<std::string_view>& author_ids) {
  std::string member(record);
  for (std::string_view id : author_ids) member.append("\n").append(id);
  return member;
}

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

Result<BuiltSegments> build_segments(const Intake& intake, const Spool& spool, const PaperAuthors& authors,
                                     const storage::RankingConstants& constants, const storage::GenerationPaths& paths,
                                     const SegmentPlan& plan, const ProgressFunction& progress) {
  return SegmentsBuild(intake, spool, authors, constants, paths, plan, progress).run();
}

}  // namespace incipit::indexer
