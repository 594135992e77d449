// Exact counts of facet values over a result set, from columns.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/segment_view.h"
#include "schema/request.h"
#include "schema/result.h"
#include "storage/author_table.h"

namespace incipit::query {

// Counts of one facet, summed over segments.
class FacetCounter {
 public:
  FacetCounter(schema::FacetField field, const storage::AuthorTable& authors) : field_(field), authors_(authors) {}

  // Counts the papers of sets, one for each segment. Throws DeadlineExceeded.
  void count(const std::vector<SegmentView>& segments, const std::vector<DocSet>& papers, const Deadline& deadline);

  // The values that have papers and that `wanted` takes by value and label, in the order of `result`.
  using Wanted = std::function<bool(std::string_view value, std::string_view label)>;
  [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> values(const Wanted& wanted) const;

  [[nodiscard]] std::string label_of(const std::string& value) const;

  // The `limit` most frequent values (of years: the newest), then the selected ones that are not among them (their count may be 0).
  [[nodiscard]] schema::Facet result(std::int64_t limit, const std::vector<std::string>& selected) const;

 private:
  void count(const SegmentView& segment, const DocSet& papers, const Deadline& deadline);
  void count_codes(const storage::CodedColumn& column, const DocSet& papers, const Deadline& deadline);
  void count_years(const SegmentView& segment, const DocSet& papers, const Deadline& deadline);
  [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> top_authors(std::size_t limit) const;
  [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> top_values(std::size_t limit) const;
  [[nodiscard]] bool comes_before(const std::pair<std::string, std::int64_t>& a, const std::pair<std::string, std::int64_t>& b) const;
  // Makes one count of those that segments gave to the same value.
  void join_segments();
  [[nodiscard]] std::int64_t count_of(const std::string& value) const;

  schema::FacetField field_;
  const storage::AuthorTable& authors_;
  std::vector<std::pair<std::string, std::int64_t>> counts_;  // of all facets but author; each value once
  std::vector<std::int64_t> author_counts_;                   // by ordinal
};

}  // namespace incipit::query
