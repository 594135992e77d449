#include "query/facets.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "schema/categories.h"

namespace incipit::query {

using schema::FacetField;

namespace {

// Years that are counted in an array: nearly all that papers have.
constexpr std::uint32_t kFirstYear = 1850, kYears = 256;

// Adds to `counts` how many papers of a set have each code in a list column; a code named twice in a list counts once.
void count_lists(const storage::ListColumn& lists, const DocSet& papers, const Deadline& deadline,
                 std::vector<std::int64_t>& counts) {
  std::vector<std::uint32_t> last_paper(counts.size(), 0);
  constexpr std::size_t kAhead = 16;
  const std::vector<std::uint32_t> docids = docids_of(papers);
  for (std::size_t i = 0; i < docids.size(); ++i) {
    deadline.check_often();
    if (i + kAhead < docids.size()) lists.prefetch_place(docids[i + kAhead] - 1);
    const std::uint32_t docid = docids[i];
    for (std::uint32_t code : lists[docid - 1]) {
      if (std::exchange(last_paper[code], docid) != docid) ++counts[code];
    }
  }
}

}  // namespace

void FacetCounter::count(const SegmentView& segment, const DocSet& papers, const Deadline& deadline) {
  using storage::CodedField;
  switch (field_) {
    case FacetField::category: count_codes(segment.columns->coded(CodedField::category), papers, deadline); break;
    case FacetField::primary: count_codes(segment.columns->coded(CodedField::primary), papers, deadline); break;
    case FacetField::archive: count_codes(segment.columns->coded(CodedField::archive), papers, deadline); break;
    case FacetField::venue: count_codes(segment.columns->coded(CodedField::venue), papers, deadline); break;
    case FacetField::author:
      author_counts_.resize(authors_.size(), 0);
      count_lists(segment.columns->authors, papers, deadline, author_counts_);
      break;
    case FacetField::year: count_years(segment, papers, deadline); break;
  }
}

void FacetCounter::count(const std::vector<SegmentView>& segments, const std::vector<DocSet>& papers, const Deadline& deadline) {
  for (std::size_t s = 0; s < segments.size(); ++s) count(segments[s], papers[s], deadline);
  if (segments.size() > 1) join_segments();
}

void FacetCounter::join_segments() {
  std::sort(counts_.begin(), counts_.end());
  std::size_t last = 0;
  for (std::size_t i = 1; i < counts_.size(); ++i) {
    if (counts_[i].first == counts_[last].first) {
      counts_[last].second += counts_[i].second;
    } else if (++last != i) {
      counts_[last] = std::move(counts_[i]);
    }
  }
  counts_.resize(std::min(counts_.size(), last + 1));
}

void FacetCounter::count_codes(const storage::CodedColumn& column, const DocSet& papers, const Deadline& deadline) {
  std::vector<std::int64_t> counts(column.values.rows(), 0);
  count_lists(column.codes, papers, deadline, counts);
  for (std::size_t code = 0; code < counts.size(); ++code) {
    if (counts[code] > 0) counts_.emplace_back(column.values[code], counts[code]);
  }
}

void FacetCounter::count_years(const SegmentView& segment, const DocSet& papers, const Deadline& deadline) {
  std::array<std::int64_t, kYears> counts{};
  std::map<std::int32_t, std::int64_t> others;
  for (std::uint32_t docid : docids_of(papers)) {
    deadline.check_often();
    const std::int32_t year = segment.columns->year[docid - 1];
    const std::uint32_t place = static_cast<std::uint32_t>(year) - kFirstYear;
    if (place < kYears) {
      ++counts[place];
    } else if (year != 0) {  // 0: undated
      ++others[year];
    }
  }
  for (std::uint32_t place = 0; place < kYears; ++place) {
    if (counts[place] > 0) counts_.emplace_back(std::to_string(kFirstYear + place), counts[place]);
  }
  for (const auto& [year, count] : others) counts_.emplace_back(std::to_string(year), count);
}

std::string FacetCounter::label_of(const std::string& value) const {
  if (field_ == FacetField::author) {
    const auto ordinal = authors_.find(value);
    return ordinal ? std::string(authors_.name(*ordinal)) : value;
  }
  const bool category = field_ == FacetField::category || field_ == FacetField::primary;
  return category ? std::string(schema::category_name(value)) : value;
}

// Authors are many and mostly of one paper, so their ids are made strings for the shown ones only.
std::vector<std::pair<std::string, std::int64_t>> FacetCounter::top_authors(std::size_t limit) const {
  std::vector<std::uint32_t> order;
  for (std::uint32_t ordinal = 0; ordinal < author_counts_.size(); ++ordinal) {
    if (author_counts_[ordinal] > 0) order.push_back(ordinal);
  }
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(std::min(limit, order.size()));
  std::partial_sort(order.begin(), middle, order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (author_counts_[a] != author_counts_[b]) return author_counts_[a] > author_counts_[b];
    return authors_.id(a) < authors_.id(b);
  });
  std::vector<std::pair<std::string, std::int64_t>> top;
  for (auto it = order.begin(); it != middle; ++it) top.emplace_back(authors_.id(*it), author_counts_[*it]);
  return top;
}

std::vector<std::pair<std::string, std::int64_t>> FacetCounter::top_values(std::size_t limit) const {
  std::vector<const std::pair<std::string, std::int64_t>*> order;
  order.reserve(counts_.size());
  for (const auto& entry : counts_) order.push_back(&entry);
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(std::min(limit, order.size()));
  std::partial_sort(order.begin(), middle, order.end(), [&](const auto* a, const auto* b) { return comes_before(*a, *b); });
  std::vector<std::pair<std::string, std::int64_t>> top;
  for (auto it = order.begin(); it != middle; ++it) top.push_back(**it);
  return top;
}

std::vector<std::pair<std::string, std::int64_t>> FacetCounter::values(const Wanted& wanted) const {
  std::vector<std::pair<std::string, std::int64_t>> found;
  for (std::uint32_t ordinal = 0; ordinal < author_counts_.size(); ++ordinal) {
    if (author_counts_[ordinal] == 0) continue;
    const auto id = authors_.id(ordinal);
    if (wanted(id, authors_.name(ordinal))) found.emplace_back(id, author_counts_[ordinal]);
  }
  for (const auto& entry : counts_) {
    if (wanted(entry.first, label_of(entry.first))) found.push_back(entry);
  }
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return comes_before(a, b); });
  return found;
}

bool FacetCounter::comes_before(const std::pair<std::string, std::int64_t>& a, const std::pair<std::string, std::int64_t>& b) const {
  if (field_ == FacetField::year) return a.first > b.first;
  return a.second != b.second ? a.second > b.second : a.first < b.first;
}

std::int64_t FacetCounter::count_of(const std::string& value) const {
  if (field_ == FacetField::author) {
    const auto ordinal = authors_.find(value);
    return ordinal && *ordinal < author_counts_.size() ? author_counts_[*ordinal] : 0;
  }
  const auto counted = std::find_if(counts_.begin(), counts_.end(), [&](const auto& entry) { return entry.first == value; });
  return counted == counts_.end() ? 0 : counted->second;
}

schema::Facet FacetCounter::result(std::int64_t limit, const std::vector<std::string>& selected) const {
  schema::Facet facet;
  facet.field = field_;
  // One more than is shown tells whether there are more.
  const auto shown = static_cast<std::size_t>(limit);
  auto order = field_ == FacetField::author ? top_authors(shown + 1) : top_values(shown + 1);
  facet.more = order.size() > shown;
  if (facet.more) order.pop_back();
  for (const auto& value : selected) {
    const bool there = std::any_of(order.begin(), order.end(), [&](const auto& entry) { return entry.first == value; });
    if (!there) order.emplace_back(value, count_of(value));
  }
  for (const auto& [value, count] : order) {
    const bool chosen = std::find(selected.begin(), selected.end(), value) != selected.end();
    facet.values.push_back({value, label_of(value), count, chosen});
  }
  return facet;
}

}  // namespace incipit::query
