#include "indexer/intake.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>

#include "analysis/analyser.h"
#include "indexer/memory_budget.h"
#include "indexer/parallel.h"
#include "indexer/source_merge.h"
#include "indexer/spool.h"
#include "indexer/suppressed.h"
#include "indexer/table_rows.h"
#include "schema/citing_papers.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "schema/sources.h"
#include "storage/segment.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using corpus::InputFile;
using corpus::InputKind;
using schema::ErrorCode;
using schema::Result;

namespace {

constexpr std::uint64_t kProgressEvery = 512;  // records

std::int64_t instant_or_none(const std::optional<schema::Date>& date) {
  return date ? date->instant : storage::kNoInstant;
}

// Collects papers and tables; one per build.
class IntakeDesk {
 public:
  IntakeDesk(const BuildOptions& options, const fs::path& spool, DeadLetters& dead, const KnownPapers& known, const ProgressFunction& report)
      : options_(options),
        budget_(options.memory, worker_count(options.jobs)),
        spool_path_(spool),
        spool_(spool),
        dead_(dead),
        known_(known),
        report_(report) {}

  Result<Intake> run(const std::vector<InputFile>& files) {
    auto suppressed = read_suppressed(options_.index);
    if (!suppressed) return tl::make_unexpected(suppressed.error());
    suppressed_ = std::move(*suppressed);
    intake_.suppressed.assign(suppressed_.begin(), suppressed_.end());
    for (const auto& file : files) progress_.total += corpus::input_size(file);
    for (const auto& file : files) {
      auto outcome = file.kind == InputKind::papers ? read_papers(file) : read_table(file);
      if (!outcome) return tl::make_unexpected(outcome.error());
    }
    if (auto closed = spool_.close(); !closed) return tl::make_unexpected(closed.error());
    drop_taken_back();
    if (options_.merge_sources) {
      if (auto merged = merge_sources(); !merged) return tl::make_unexpected(merged.error());
    }
    attach_tables();
    sort_for_index(intake_.papers);
    return std::move(intake_);
  }

 private:
  Result<void> read_papers(const InputFile& file) {
    auto reader = corpus::open_reader(file, options_.format);
    if (!reader && file.found && reader.error().code == ErrorCode::input_invalid) {
      keep_input(file, {file.name(), "not recognised", "", static_cast<std::int64_t>(corpus::input_size(file)), 0, 0, 0});
      return {};
    }
    if (!reader) return tl::make_unexpected(reader.error());
    schema::InputInfo input{file.name(), std::string(corpus::name_of((*reader)->format())), "", 0, 0, 0, 0};
    const std::uint64_t bytes_before = progress_.done;
    while (true) {
      auto record = (*reader)->next();
      if (!record) return tl::make_unexpected(record.error());
      if (!*record) break;
      ++input.records;
      if ((*record)->deleted) {
        take_back(*(*record)->deleted);
        ++input.accepted;
        continue;
      }
      auto counted = (*record)->rejection ? reject(file, **record) : accept(std::move(**record));
      if (!counted) return counted;
      ((*record)->rejection ? input.rejected : input.accepted) += 1;
      if (input.records % kProgressEvery == 0) show(bytes_before + (*reader)->bytes_read());
    }
    input.bytes = static_cast<std::int64_t>((*reader)->bytes_read());
    input.hash = (*reader)->hash();
    show(bytes_before + (*reader)->bytes_read());
    keep_input(file, std::move(input));
    return {};
  }

  Result<void> reject(const InputFile& file, const corpus::Record& record) {
    dead_.add(file.name(), record.line, *record.rejection);
    return check_errors();
  }

  // The source says that it has no such paper any more: of what was read before nothing stays, of what comes later it does.
  void take_back(const std::string& id) {
    intake_.deleted.push_back(id);
    taken_back_.insert(id);
    if (const auto known = by_id_.find(id); known != by_id_.end()) {
      dropped_.insert(known->second);
      by_id_.erase(known);
    }
  }

  Result<void> check_errors() const {
    if (!options_.max_errors || dead_.count() <= *options_.max_errors) return {};
    return schema::fail(ErrorCode::limit_exceeded, std::to_string(dead_.count()) + " records were rejected and --max-errors is " +
                                                       std::to_string(*options_.max_errors) + "; the reasons are in " +
                                                       dead_.path().filename().string());
  }

  Result<void> accept(corpus::Record record) {
    for (const auto& warning : record.warnings) count_bounded(intake_.info.warnings, warning.field + ": " + warning.reason);
    for (const auto& key : record.ignored_keys) count_bounded(intake_.info.ignored_keys, key);
    schema::Paper paper = normalised(std::move(*record.paper));
    for (const auto* date : {&paper.published, &paper.announced, &paper.updated}) note_date(*date);
    for (const auto& count : paper.citations) note_date(count.as_of);
    for (const auto& citing : paper.cited_by) note_date(citing.date);

    IntakePaper entry = entry_of(paper);
    if (is_suppressed(entry, suppressed_)) {
      ++intake_.info.suppressed;
      return {};
    }
    sources_.insert(schema::source_of(paper.id));
    entry.after_deletion = taken_back_.erase(paper.id) > 0;
    for (const auto& id : paper.other_ids) entry.after_deletion = taken_back_.erase(id) > 0 || entry.after_deletion;
    const auto [known, fresh] = by_id_.emplace(paper.id, intake_.papers.size());
    if (!fresh) {
      ++intake_.info.superseded;
      IntakePaper& old = intake_.papers[known->second];
      merge_published(entry, old);
      entry.after_deletion = old.after_deletion;
      // Of equal standing the later in input order wins (D2).
      if (std::tie(entry.version, entry.updated) < std::tie(old.version, old.updated)) {
        old.earliest_published = entry.earliest_published;
        old.published = instant_or_none(old.earliest_published);
        return {};
      }
    }
    entry.published = instant_or_none(entry.earliest_published);
    entry.offset = spool_.size();
    entry.bytes = spool_.add(paper);
    entry.authors = std::move(paper.authors);
    if (!fresh) budget_.remove(intake_.papers[known->second]);
    if (auto fits = budget_.add(entry); !fits) return fits;
    if (fresh) {
      intake_.papers.push_back(std::move(entry));
    } else {
      intake_.papers[known->second] = std::move(entry);
    }
    return {};
  }

  // The earliest given publication date stays, whichever record wins.
  static void merge_published(IntakePaper& entry, const IntakePaper& old) {
    if (!old.earliest_published) return;
    if (!entry.earliest_published || *old.earliest_published < *entry.earliest_published) {
      entry.earliest_published = old.earliest_published;
    }
  }

  // Records of other sources join the one that stays; their bytes are read with it from the spool.
  Result<void> merge_sources() {
    if (sources_.size() < 2) return {};
    const auto spool = Spool::open(spool_path_);
    if (!spool) return tl::make_unexpected(spool.error());
    std::vector<SourceKeys> keys;
    for (const auto& paper : intake_.papers) {
      const auto record = spool->read(intake_, paper);
      if (!record) return tl::make_unexpected(record.error());
      keys.push_back(source_keys(*record));
    }
    std::unordered_set<std::size_t> joined;
    std::set<std::size_t> kept;
    for (const auto& match : match_sources(keys)) {
      IntakePaper& paper = intake_.papers[match.joins];
      const IntakePaper& other = intake_.papers[match.paper];
      paper.merged.push_back({other.offset, other.bytes});
      ++intake_.info.merged[std::string(match.by)];
      joined.insert(match.paper);
      by_id_.erase(other.id);  // tables find it as an identifier of the one that stays
      kept.insert(match.joins);
    }
    for (std::size_t position : kept) {
      IntakePaper& paper = intake_.papers[position];
      auto record = spool->read(intake_, paper);
      if (!record) return tl::make_unexpected(record.error());
      paper.authors = std::move(record->authors);
      paper.earliest_published = record->published;
      paper.published = instant_or_none(paper.earliest_published);
      paper.aliases = schema::alias_keys(*record);
    }
    std::size_t position = 0;
    std::erase_if(intake_.papers, [&](const IntakePaper&) { return joined.contains(position++); });
    return {};
  }

  void drop_taken_back() {
    std::size_t position = 0;
    std::erase_if(intake_.papers, [&](const IntakePaper& paper) { return dropped_.contains(position++) || is_taken_back(paper); });
    std::erase_if(intake_.deleted, [&](const std::string& id) { return !taken_back_.contains(id); });
  }

  // An OAI record may have become a paper under its DOI.
  [[nodiscard]] bool is_taken_back(const IntakePaper& paper) const {
    return std::any_of(paper.aliases.begin(), paper.aliases.end(),
                       [&](const auto& alias) { return schema::source_of(alias) == "oai" && taken_back_.contains(alias); });
  }

  void note_date(const std::optional<schema::Date>& date) {
    if (date && (!intake_.newest_date || *date > *intake_.newest_date)) intake_.newest_date = date;
  }

  Result<void> read_table(const InputFile& file) {
    auto table = corpus::read_metric_table(file);
    if (!table) return tl::make_unexpected(table.error());
    for (const auto& rejected : table->rejected) {
      dead_.add(file.name(), rejected.line, rejected.rejection);
      if (auto checked = check_errors(); !checked) return checked;
    }
    const auto rows = static_cast<std::int64_t>(table->rows.size() + table->edges.size());
    const auto rejected = static_cast<std::int64_t>(table->rejected.size());
    schema::InputInfo input{file.name(), std::string(corpus::name_of(file.kind)), table->hash,
                            static_cast<std::int64_t>(table->bytes), rows + rejected, rows, rejected};
    keep_input(file, std::move(input));
    for (const auto& row : table->rows) note_date(row.as_of);
    for (const auto& row : table->edges) note_date(row.date);
    if (auto fits = budget_.add(table->edges); !fits) return fits;
    show(progress_.done + table->bytes);
    tables_.add(file, std::move(*table));
    return {};
  }

  // Rows name papers by any spelling of an identifier; those that name none are listed, not dropped.
  void attach_tables() {
    std::unordered_map<std::string, std::string> by_alias;
    if (tables_.name_papers()) {
      for (const auto& paper : intake_.papers) {
        for (const auto& alias : paper.aliases) by_alias.emplace(alias, paper.id);
      }
    }
    tables_.attach([&](const std::string& subject) { return paper_named(subject, by_alias); }, known_, dead_, intake_);
  }

  // One that was read in this run, or one that the index has.
  [[nodiscard]] std::optional<std::string> paper_named(const std::string& subject, const std::unordered_map<std::string, std::string>& by_alias) const {
    if (by_id_.contains(subject)) return subject;
    const auto alias = by_alias.find(schema::alias_key(subject));
    if (alias != by_alias.end()) return alias->second;
    return known_.find ? known_.find(subject) : std::nullopt;
  }

  void keep_input(const InputFile& file, schema::InputInfo input) {
    std::error_code ignored;
    intake_.input_paths.push_back(file.path == "-" ? "-" : fs::weakly_canonical(file.path, ignored).string());
    intake_.info.inputs.push_back(std::move(input));
  }

  void show(std::uint64_t bytes) {
    progress_.done = bytes;
    progress_.papers = intake_.papers.size();
    progress_.rejected = static_cast<std::uint64_t>(dead_.count());
    if (report_) report_(progress_);
  }

  const BuildOptions& options_;
  MemoryBudget budget_;
  const fs::path spool_path_;
  SpoolWriter spool_;
  std::set<std::string> suppressed_;  // ids and alias keys
  std::set<std::string_view> sources_;
  DeadLetters& dead_;
  const KnownPapers& known_;
  const ProgressFunction& report_;
  Progress progress_;
  Intake intake_;
  std::unordered_map<std::string, std::size_t> by_id_;
  TableRows tables_;
  std::unordered_set<std::string> taken_back_;  // and not given again
  std::unordered_set<std::size_t> dropped_;     // positions of papers that were taken back
};

}  // namespace

schema::Paper normalised(schema::Paper paper) {
  for (auto* text : {&paper.title, &paper.abstract, &paper.comments, &paper.journal_ref, &paper.report_no}) {
    if (text->find('@') != text->npos) *text = analysis::mask_addresses(*text);
  }
  paper.venue = analysis::display_text(paper.venue);
  for (auto& author : paper.authors) {
    for (auto& affiliation : author.affiliations) affiliation = analysis::display_text(affiliation);
  }
  return paper;
}

IntakePaper entry_of(const schema::Paper& paper) {
  IntakePaper entry;
  entry.id = paper.id;
  entry.aliases = schema::alias_keys(paper);
  entry.version = paper.version;
  entry.updated = instant_or_none(paper.updated);
  entry.earliest_published = paper.published;
  entry.published = instant_or_none(paper.published);
  return entry;
}

bool is_suppressed(const IntakePaper& paper, const std::set<std::string>& suppressed) {
  if (suppressed.empty()) return false;
  return suppressed.contains(paper.id) ||
         std::any_of(paper.aliases.begin(), paper.aliases.end(), [&](const auto& alias) { return suppressed.contains(alias); });
}

void sort_for_index(std::vector<IntakePaper>& papers) {
  std::sort(papers.begin(), papers.end(), [](const IntakePaper& a, const IntakePaper& b) {
    return a.published != b.published ? a.published > b.published : a.id < b.id;
  });
}

void add_figures(const Intake& intake, const std::string& id, schema::Paper& paper) {
  if (const auto counts = intake.citations.find(id); counts != intake.citations.end()) {
    paper.citations.insert(paper.citations.end(), counts->second.begin(), counts->second.end());
  }
  if (const auto metrics = intake.metrics.find(id); metrics != intake.metrics.end()) {
    paper.metrics.insert(paper.metrics.end(), metrics->second.begin(), metrics->second.end());
  }
  if (const auto citing = intake.cited_by.find(id); citing != intake.cited_by.end()) schema::join_citing(paper.cited_by, citing->second);
  if (const auto cited = intake.references.find(id); cited != intake.references.end()) schema::join_references(paper.references, cited->second);
}

void count_bounded(std::map<std::string, std::int64_t>& counts, const std::string& name, std::int64_t by) {
  const bool room = counts.contains(name) || counts.size() < static_cast<std::size_t>(schema::limits::kExamplesKept.value);
  counts[room ? name : "(others)"] += by;
}

void set_aside(const corpus::MetricRow& row, schema::UnmatchedRow unmatched, std::string_view code, DeadLetters& dead,
               schema::IndexInfo& info) {
  const std::string value = row.count ? std::to_string(*row.count) : std::to_string(row.value);
  const std::string text = row.subject + '\t' + row.metric + '\t' + value + '\t' + row.source;
  dead.add(unmatched.input, row.line, {std::string(code), unmatched.reason, text, text.size()});
  add_unmatched(std::move(unmatched), info);
}

void add_unmatched(schema::UnmatchedRow row, schema::IndexInfo& info) {
  if (info.unmatched.size() < static_cast<std::size_t>(schema::limits::kExamplesKept.value)) info.unmatched.push_back(std::move(row));
}

Result<std::vector<InputFile>> files_to_read(const BuildOptions& options) {
  auto files = corpus::expand_inputs(options.inputs);
  if (!files) return files;
  const auto add = [&](const std::vector<std::string>& paths, InputKind kind) {
    for (const auto& path : paths) files->push_back({path, kind});
  };
  add(options.citations, InputKind::citations);
  add(options.author_metrics, InputKind::author_metrics);
  add(options.paper_metrics, InputKind::paper_metrics);
  add(options.overrides, InputKind::overrides);
  return files;
}

Result<std::optional<Overrides>> take_overrides(std::vector<InputFile>& files) {
  const auto is_one = [](const InputFile& file) { return file.kind == InputKind::overrides; };
  const auto first = std::find_if(files.begin(), files.end(), is_one);
  if (first == files.end()) return std::nullopt;
  if (std::count_if(files.begin(), files.end(), is_one) > 1) {
    return schema::fail_at(ErrorCode::usage, first->name(), "more than one file of overrides is given, and the order in which they apply would be a guess: make them one");
  }
  auto overrides = read_overrides(first->path);
  if (!overrides) return tl::make_unexpected(overrides.error());
  files.erase(first);
  return std::move(*overrides);
}

Result<Intake> take_in(const BuildOptions& options, const std::vector<InputFile>& files, const fs::path& spool, DeadLetters& dead,
                       const ProgressFunction& progress, const KnownPapers& known) {
  return IntakeDesk(options, spool, dead, known, progress).run(files);
}

}  // namespace incipit::indexer
