#include "snapshot/term_groups.h"

#include <algorithm>
#include <span>
#include <vector>

namespace incipit::snapshot {

using schema::Result;

namespace {

// ln(1 + n) is asked for small numbers nearly always.
class IdfTable {
 public:
  explicit IdfTable(const CorpusShape& shape) {
    if (shape.years.empty()) return;
    first_ = shape.years.front().year;
    for (int year = first_; year <= shape.years.back().year + kYearsBack; ++year) {
      const std::uint32_t papers = shape.papers_before(year);
      std::array<std::uint16_t, kSmall> row{};
      for (std::uint32_t having = 0; having < kSmall && having <= papers; ++having) row[having] = static_cast<std::uint16_t>(idf(papers, having));
      small_.push_back(row);
      papers_.push_back(papers);
    }
  }
  [[nodiscard]] std::uint16_t operator()(int year, std::uint32_t having) const {
    const auto i = static_cast<std::size_t>(year - first_);
    return having < kSmall ? small_[i][having] : static_cast<std::uint16_t>(idf(papers_[i], having));
  }

 private:
  static constexpr std::uint32_t kSmall = 64;
  int first_ = 0;
  std::vector<std::array<std::uint16_t, kSmall>> small_;
  std::vector<std::uint32_t> papers_;
};

class TermGroups {
 public:
  TermGroups(const CorpusShape& shape, RecordSorter<NewTermRecord>& new_terms, RecordSorter<RowRecord>& rows)
      : shape_(shape), idf_(shape), new_terms_(new_terms), rows_(rows) {}

  // All papers of one term.
  void add(std::span<const TermRecord> group) {
    if (group.size() < 2) return;
    const TermRecord& first = group.front();
    if (shape_.is_judged(first.year)) new_terms_.add({first.hash, first.ordinal, static_cast<std::uint32_t>(group.size() - 1)});
    const std::uint32_t term = number_++;
    std::size_t window = 0;
    for (std::size_t i = 0; i < group.size();) {
      const int year = group[i].year;
      const auto idfs = idfs_of(group, i, year);
      while (group[window].year < year - kYearsBack) ++window;
      for (; i < group.size() && group[i].year == year; ++i) {
        const auto earlier = static_cast<std::uint16_t>(std::min<std::size_t>(i - window, 0xFFFF));
        rows_.add({group[i].ordinal, term, group[i].weight, earlier, idfs});
      }
    }
  }

  Result<void> finish() {
    if (auto sorted = new_terms_.sort(); !sorted) return sorted;
    return rows_.sort();
  }

 private:
  // For the papers of a year, the first of which is group[at].
  [[nodiscard]] std::array<std::uint16_t, kViews> idfs_of(std::span<const TermRecord> group, std::size_t at, int year) const {
    std::array<std::uint16_t, kViews> idfs{};
    std::size_t before = at;
    for (int view = 0; view < kViews; ++view) {
      while (before < group.size() && group[before].year < year + view) ++before;
      idfs[static_cast<std::size_t>(view)] = idf_(year + view, static_cast<std::uint32_t>(before));
    }
    return idfs;
  }

  const CorpusShape& shape_;
  IdfTable idf_;
  RecordSorter<NewTermRecord>& new_terms_;
  RecordSorter<RowRecord>& rows_;
  std::uint32_t number_ = 0;
};

}  // namespace

Result<void> group_terms(RecordSorter<TermRecord>& terms, const CorpusShape& shape, RecordSorter<NewTermRecord>& new_terms,
                         RecordSorter<RowRecord>& rows, const Watch& watch) {
  TermGroups groups(shape, new_terms, rows);
  std::vector<TermRecord> group;
  std::uint64_t done = 0;
  while (const TermRecord* record = terms.next()) {
    if (!group.empty() && group.front().hash != record->hash) {
      groups.add(group);
      group.clear();
    }
    group.push_back(*record);
    if (++done % 65'536 != 0) continue;
    if (auto checked = watch.check(); !checked) return checked;
  }
  if (!terms.outcome()) return terms.outcome();
  groups.add(group);
  return groups.finish();
}

}  // namespace incipit::snapshot
