#include "query/facets.h"

#include <algorithm>
#include <map>

#include "schema/categories.h"

namespace incipit::query {

using schema::FacetField;

namespace {

// Counts how often each 32-bit code occurs in a list column over a set of papers; an author named twice counts once.
template <class Count>
void count_lists(const storage::ListColumn& lists, const DocSet& papers, const Deadline& deadline, const Count& count) {
  std::vector<std::uint32_t> distinct;
  for (std::uint32_t docid : papers) {
    deadline.check_often();
    const auto codes = lists[docid - 1];
    if (codes.size() < 2) {
      for (std::uint32_t code : codes) count(code);
      continue;
    }
    distinct.assign(codes.begin(), codes.end());
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    for (std::uint32_t code : distinct) count(code);
  }
}

}  // namespace

void FacetCounter::count(const SegmentView& segment, const DocSet& papers, const Deadline& deadline) {
  using storage::CodedField;
  switch (field_) {
    case FacetField::category: return count_codes(segment.columns->coded(CodedField::category), papers, deadline);
    case FacetField::primary: return count_codes(segment.columns->coded(CodedField::primary), papers, deadline);
    case FacetField::archive: return count_codes(segment.columns->coded(CodedField::archive), papers, deadline);
    case FacetField::venue: return count_codes(segment.columns->coded(CodedField::venue), papers, deadline);
    case FacetField::author: return count_authors(segment, papers, deadline);
    case FacetField::year: return count_years(segment, papers, deadline);
  }
}

void FacetCounter::count_codes(const storage::CodedColumn& column, const DocSet& papers, const Deadline& deadline) {
  std::vector<std::int64_t> counts(column.values.rows(), 0);
  count_lists(column.codes, papers, deadline, [&](std::uint32_t code) { ++counts[code]; });
  for (std::size_t code = 0; code < counts.size(); ++code) {
    if (counts[code] > 0) counts_[std::string(column.values[code])] += counts[code];
  }
}

void FacetCounter::count_authors(const SegmentView& segment, const DocSet& papers, const Deadline& deadline) {
  std::unordered_map<std::uint32_t, std::int64_t> counts;
  count_lists(segment.columns->authors, papers, deadline, [&](std::uint32_t ordinal) { ++counts[ordinal]; });
  for (const auto& [ordinal, count] : counts) counts_[std::string(authors_.id(ordinal))] += count;
}

void FacetCounter::count_years(const SegmentView& segment, const DocSet& papers, const Deadline& deadline) {
  std::map<std::int32_t, std::int64_t> counts;
  for (std::uint32_t docid : papers) {
    deadline.check_often();
    if (const std::int32_t year = segment.columns->year[docid - 1]; year != 0) ++counts[year];
  }
  for (const auto& [year, count] : counts) counts_[std::to_string(year)] += count;
}

std::string FacetCounter::label_of(const std::string& value) const {
  if (field_ == FacetField::author) {
    const auto ordinal = authors_.find(value);
    return ordinal ? std::string(authors_.name(*ordinal)) : value;
  }
  const bool category = field_ == FacetField::category || field_ == FacetField::primary;
  return category ? std::string(schema::category_name(value)) : value;
}

schema::Facet FacetCounter::result(std::int64_t limit, const std::vector<std::string>& selected) const {
  schema::Facet facet;
  facet.field = field_;
  const auto is_selected = [&](const std::string& value) { return std::find(selected.begin(), selected.end(), value) != selected.end(); };
  std::vector<std::pair<std::string, std::int64_t>> order(counts_.begin(), counts_.end());
  const auto before = [&](const auto& a, const auto& b) {
    if (field_ == FacetField::year) return a.first > b.first;
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  };
  const auto shown = std::min(order.size(), static_cast<std::size_t>(limit));
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(), before);
  facet.more = order.size() > shown;
  order.resize(shown);
  for (const auto& value : selected) {
    const bool there = std::any_of(order.begin(), order.end(), [&](const auto& entry) { return entry.first == value; });
    if (there) continue;
    const auto count = counts_.find(value);
    order.emplace_back(value, count == counts_.end() ? 0 : count->second);
  }
  for (const auto& [value, count] : order) facet.values.push_back({value, label_of(value), count, is_selected(value)});
  return facet;
}

}  // namespace incipit::query
