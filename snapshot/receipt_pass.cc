#include "snapshot/receipt_pass.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "snapshot/intake.h"
#include "snapshot/receipt.h"
#include "snapshot/snapshot.h"
#include "snapshot/terms.h"
#include "storage/columns.h"
#include "storage/record_store.h"

namespace incipit::snapshot {

using schema::Result;

namespace {

constexpr std::uint32_t kProvisionalDays = 365;

// The rows of ordinals, in a mapped file.
class RowsOfPapers {
 public:
  [[nodiscard]] static Result<RowsOfPapers> make(RecordSorter<IdRow>& rows, const std::filesystem::path& path) {
    storage::FixedColumnWriter<std::uint32_t> writer(path);
    while (const IdRow* row = rows.next()) writer.add(row->row);
    if (!rows.outcome()) return tl::make_unexpected(rows.outcome().error());
    if (auto closed = writer.close(); !closed) return tl::make_unexpected(closed.error());
    auto column = storage::FixedColumn<std::uint32_t>::open(path);
    if (!column) return tl::make_unexpected(column.error());
    RowsOfPapers made;
    made.column_ = std::move(*column);
    return made;
  }
  [[nodiscard]] std::uint32_t operator[](std::uint32_t ordinal) const { return column_[ordinal]; }

 private:
  storage::FixedColumn<std::uint32_t> column_;
};

// Puts new terms, which are known by their hashes, into words.
std::vector<NewTerm> in_words(const std::vector<NewTermRecord>& records, std::string_view words) {
  std::unordered_map<std::uint64_t, std::uint32_t> reuse;
  for (const NewTermRecord& record : records) reuse.emplace(record.hash, record.reuse);
  std::vector<NewTerm> terms;
  each_term(words, [&](std::string_view text) {
    const auto found = reuse.find(hash_of_term(text));
    if (found == reuse.end()) return;
    terms.push_back({std::string(text), found->second});
    reuse.erase(found);
  });
  const auto shown = terms.begin() + static_cast<std::ptrdiff_t>(std::min(terms.size(), kNewTermsShown));
  std::partial_sort(terms.begin(), shown, terms.end(), [](const NewTerm& a, const NewTerm& b) {
    return std::tie(b.reuse, a.text) < std::tie(a.reuse, b.text);
  });
  terms.erase(shown, terms.end());
  return terms;
}

class ReceiptPass {
 public:
  ReceiptPass(const Findings& findings, const RowsOfPapers& rows, std::int64_t clock)
      : findings_(findings), rows_(rows), clock_(clock), near_(findings.nearest.next()) {}

  StoredReceipt next(const SortedPaper& paper, const PaperFacts& facts) {
    StoredReceipt stored;
    auto& [novelty, rank] = stored.receipt;
    novelty.missing = missing_of(facts);
    if (facts.dated) rank.age_days = age_in_days(facts.instant, clock_);
    if (novelty.missing == Missing::nothing) {
      novelty.provisional = *rank.age_days < kProvisionalDays;
      add_standing(novelty, facts);
      add_new_terms(novelty, paper.words);
      add_nearest(stored);
    }
    if (facts.citations >= 0) rank.citations = facts.citations;
    if (facts.dated && facts.citations >= 0) {
      const std::uint32_t cell = findings_.ladders.citations.own(facts.category, facts.year);
      std::uint32_t standing = 0;
      findings_.citations.take_key(ordinal_, [&](const CitationStanding& record) { standing = record.rank; });
      rank.cited = CellStanding{findings_.ladders.citations.cell(cell), findings_.ladders.citations.papers(cell), standing};
    }
    settle_rank(stored.receipt, paper.has_code);
    ++ordinal_;
    return stored;
  }

 private:
  [[nodiscard]] Missing missing_of(const PaperFacts& facts) const {
    if (!facts.dated) return Missing::no_date;
    if (!facts.ordered) return Missing::no_words;
    return findings_.shape.is_judged(facts.year) ? Missing::nothing : Missing::first_years;
  }

  void add_standing(NoveltyReceipt& novelty, const PaperFacts& facts) {
    const std::uint32_t cell = findings_.ladders.novelty.own(facts.category, facts.year);
    novelty.standing = {findings_.ladders.novelty.cell(cell), findings_.ladders.novelty.papers(cell), 0};
    findings_.novelty.take_key(ordinal_, [&](const NoveltyStanding& record) {
      novelty.standing.rank = record.raw_rank;
      novelty.new_terms_rank = record.new_terms_rank;
      novelty.distance_rank = record.distance_rank;
    });
  }

  void add_new_terms(NoveltyReceipt& novelty, std::string_view words) {
    new_terms_.clear();
    findings_.new_terms.take_key(ordinal_, [&](const NewTermRecord& record) { new_terms_.push_back(record); });
    novelty.new_terms = static_cast<std::uint32_t>(new_terms_.size());
    if (!new_terms_.empty()) novelty.most_reused = in_words(new_terms_, words);
  }

  void add_nearest(StoredReceipt& stored) {
    NoveltyReceipt& novelty = stored.receipt.novelty;
    while (near_ != nullptr && near_->later < ordinal_) near_ = findings_.nearest.next();
    for (; near_ != nullptr && near_->later == ordinal_; near_ = findings_.nearest.next()) {
      novelty.compared += near_->compared;
      if (novelty.nearest.size() == kNearestShown) continue;
      novelty.nearest.push_back({{}, near_->similarity});
      stored.rows.push_back(rows_[near_->earlier]);
    }
  }

  const Findings& findings_;
  const RowsOfPapers& rows_;
  std::int64_t clock_;
  std::uint32_t ordinal_ = 0;
  const NearRecord* near_;
  std::vector<NewTermRecord> new_terms_;
};

SnapshotRow row_of(const Receipt& receipt) {
  SnapshotRow row;
  if (receipt.novelty.missing == Missing::nothing) row.novelty = static_cast<std::uint16_t>(receipt.novelty.novelty());
  if (receipt.rank.missing == Missing::nothing) row.rank = static_cast<std::uint16_t>(receipt.rank.score);
  return row;
}

// Receipts by row go into the files of the snapshot. A value of `receipts` is a SnapshotRow and a receipt.
Result<void> write_files(BlobSorter& receipts, const schema::Date& as_of, std::int64_t papers, const std::filesystem::path& directory, const Watch& watch) {
  if (auto sorted = receipts.sort(); !sorted) return sorted;
  storage::RecordStoreWriter records(directory);
  storage::FixedColumnWriter<SnapshotRow> rows(directory / kRowsFile);
  while (const BlobSorter::Entry* entry = receipts.next()) {
    SnapshotRow row;
    std::memcpy(&row, entry->value.data(), sizeof row);
    rows.add(row);
    records.add(entry->value.substr(sizeof row));
  }
  if (!receipts.outcome()) return receipts.outcome();
  if (auto closed = rows.close(); !closed) return closed;
  if (auto closed = records.close(); !closed) return closed;
  if (auto checked = watch.check(); !checked) return checked;
  storage::FixedColumnWriter<SnapshotHead> head(directory / kHeadFile);
  head.add({kSnapshotFormat, papers, as_of.instant, static_cast<std::int64_t>(as_of.precision)});
  return head.close();
}

}  // namespace

Result<void> write_receipts(const Findings& findings, const schema::Date& as_of, const WorkPlace& place, const std::filesystem::path& directory,
                            BuildSummary& summary, const Watch& watch) {
  const auto rows = RowsOfPapers::make(findings.id_rows, place.file("id-rows"));
  if (!rows) return tl::make_unexpected(rows.error());
  findings.papers.rewind();
  findings.new_terms.rewind();
  findings.nearest.rewind();
  BlobSorter receipts(place, "receipts", place.memory_bytes() / 4);
  ReceiptPass pass(findings, *rows, as_of.instant);
  std::string value;
  auto written = each_facts(findings.shape, place, watch, [&](std::uint32_t ordinal, const PaperFacts& facts) -> Result<void> {
    const BlobSorter::Entry* entry = findings.papers.next();
    if (entry == nullptr) return findings.papers.outcome();
    const StoredReceipt stored = pass.next(sorted_paper(*entry), facts);
    const SnapshotRow row = row_of(stored.receipt);
    summary.with_novelty += row.novelty != SnapshotRow::kMissing ? 1 : 0;
    summary.with_rank += row.rank != SnapshotRow::kMissing ? 1 : 0;
    value.assign(reinterpret_cast<const char*>(&row), sizeof row).append(encode(stored));
    receipts.add(ordered_bytes((*rows)[ordinal]), value);
    return watch.at(Step::writing, ordinal + 1, findings.shape.papers);
  });
  if (!written) return written;
  const auto outcomes = {findings.papers.outcome(), findings.new_terms.outcome(), findings.nearest.outcome(), findings.novelty.outcome(), findings.citations.outcome()};
  for (const auto& outcome : outcomes) {
    if (!outcome) return outcome;
  }
  return write_files(receipts, as_of, findings.shape.papers, directory, watch);
}

}  // namespace incipit::snapshot
