#include "snapshot/ordering.h"

#include <cstring>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "snapshot/intake.h"
#include "snapshot/terms.h"
#include "storage/columns.h"
#include "storage/files.h"

namespace incipit::snapshot {

using schema::Result;

namespace {

constexpr std::size_t kBatchPapers = 1024, kBatchBytes = 4 << 20;

// Papers whose terms are counted together, on all threads.
struct Batch {
  struct Words {
    std::uint32_t ordinal = 0;
    std::int16_t year = 0;
    std::string words;
  };
  std::vector<Words> papers;
  std::size_t bytes = 0;

  [[nodiscard]] bool full() const { return papers.size() >= kBatchPapers || bytes >= kBatchBytes; }
};

class Ordering {
 public:
  Ordering(const WorkPlace& place, RecordSorter<TermRecord>& terms, BlobSorter& ids)
      : place_(place), terms_(terms), ids_(ids), facts_(place.file("facts")) {
    shape_.first_year = std::numeric_limits<std::int16_t>::max();
  }

  Result<void> add(const SortedPaper& paper) {
    PaperFacts facts;
    facts.citations = paper.citations.value_or(-1);
    if (paper.has_code) facts.code = *paper.has_code ? 1 : 0;
    facts.category = number_of(paper.category);
    if (paper.date) {
      facts.dated = true;
      facts.instant = paper.date->instant;
      facts.year = static_cast<std::int16_t>(paper.date->year());
      if (shape_.years.empty() || shape_.years.back().year != facts.year) shape_.years.push_back({facts.year, shape_.papers, shape_.ordered});
      facts.ordered = !paper.words.empty();
    }
    if (facts.ordered) {
      if (shape_.ordered++ == 0) shape_.first_year = facts.year;
      batch_.papers.push_back({shape_.papers, facts.year, std::string(paper.words)});
      batch_.bytes += paper.words.size();
    }
    waiting_.push_back(facts);
    ids_.add(paper.id, {reinterpret_cast<const char*>(&shape_.papers), sizeof shape_.papers});
    ++shape_.papers;
    return batch_.full() || waiting_.size() >= 2 * kBatchPapers ? count_batch() : Result<void>();
  }

  Result<CorpusShape> finish() {
    if (auto counted = count_batch(); !counted) return tl::make_unexpected(counted.error());
    if (auto closed = facts_.close(); !closed) return tl::make_unexpected(closed.error());
    return std::move(shape_);
  }

 private:
  std::uint32_t number_of(std::string_view category) {
    const auto [at, added] = categories_.try_emplace(std::string(category), static_cast<std::uint32_t>(shape_.categories.size()));
    if (added) shape_.categories.emplace_back(category);
    return at->second;
  }

  Result<void> count_batch() {
    std::vector<std::vector<CountedTerm>> counted(batch_.papers.size());
    auto outcome = in_parts(counted.size(), place_.threads(), [&](std::size_t first, std::size_t end) -> Result<void> {
      for (std::size_t i = first; i < end; ++i) counted[i] = counted_terms(batch_.papers[i].words);
      return {};
    });
    if (!outcome) return outcome;
    const std::uint32_t first_waiting = shape_.papers - static_cast<std::uint32_t>(waiting_.size());
    for (std::size_t i = 0; i < counted.size(); ++i) {
      const Batch::Words& paper = batch_.papers[i];
      PaperFacts& facts = waiting_[paper.ordinal - first_waiting];
      for (const CountedTerm& term : counted[i]) {
        const std::uint32_t weight = tf_weight(term.count);
        facts.weight_squares += std::uint64_t{weight} * weight;
        terms_.add({term.hash, paper.ordinal, paper.year, static_cast<std::uint16_t>(weight)});
      }
      shape_.terms += counted[i].size();
    }
    facts_.write_values(std::span<const PaperFacts>(waiting_));
    waiting_.clear();
    batch_.papers.clear();
    batch_.bytes = 0;
    return {};
  }

  const WorkPlace& place_;
  RecordSorter<TermRecord>& terms_;
  BlobSorter& ids_;
  storage::FileWriter facts_;
  CorpusShape shape_;
  std::map<std::string, std::uint32_t, std::less<>> categories_;
  std::vector<PaperFacts> waiting_;  // until their terms are counted
  Batch batch_;
};

}  // namespace

Result<CorpusShape> order_papers(BlobSorter& papers, std::uint64_t count, const WorkPlace& place, RecordSorter<TermRecord>& terms,
                                 BlobSorter& ids, const Watch& watch) {
  Ordering ordering(place, terms, ids);
  std::uint64_t done = 0;
  while (const BlobSorter::Entry* entry = papers.next()) {
    if (auto added = ordering.add(sorted_paper(*entry)); !added) return tl::make_unexpected(added.error());
    if (auto watched = watch.at(Step::ordering, ++done, count); !watched) return tl::make_unexpected(watched.error());
  }
  if (!papers.outcome()) return tl::make_unexpected(papers.outcome().error());
  return ordering.finish();
}

Result<void> write_ids(BlobSorter& ids, const std::filesystem::path& column, RecordSorter<IdRow>& rows) {
  if (auto sorted = ids.sort(); !sorted) return sorted;
  storage::StringColumnWriter writer(column);
  std::optional<std::string> last;
  std::uint32_t row = 0;
  while (const BlobSorter::Entry* entry = ids.next()) {
    if (last && *last == entry->key) return schema::fail(schema::ErrorCode::input_invalid, "the paper " + *last + " came twice");
    last = entry->key;
    writer.add(entry->key);
    std::uint32_t ordinal = 0;
    std::memcpy(&ordinal, entry->value.data(), sizeof ordinal);
    rows.add({ordinal, row++});
  }
  if (!ids.outcome()) return ids.outcome();
  if (auto closed = writer.close(); !closed) return closed;
  return rows.sort();
}

}  // namespace incipit::snapshot
