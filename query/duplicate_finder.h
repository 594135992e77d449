// Duplicate groups (D2): papers of different ids that share a DOI, or that have one folded title, one surname of the first author
// (the last word of the name, folded) and years of publication at most one apart; and papers that are so through others. Short
// titles (analysis::kShortestWorkTitle) and papers without a date or a first author are duplicates by their DOI alone.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "query/deadline.h"
#include "query/hit_builder.h"
#include "query/ordering.h"
#include "query/segment_view.h"
#include "schema/error.h"
#include "storage/author_table.h"

namespace incipit::query {

// A paper by segment and docid.
using PaperPlace = std::pair<std::uint32_t, Xapian::docid>;
// The papers of a group by schema::leads_before: the first one stands for the others.
using DuplicateGroup = std::vector<PaperPlace>;

class DuplicateFinder {
 public:
  DuplicateFinder(const storage::AuthorTable& authors, const std::vector<SegmentView>& segments, const HitBuilder& hits)
      : authors_(authors), segments_(segments), hits_(hits) {}

  // Both throw Xapian::Error, DeadlineExceeded.

  // The group of a paper; that paper alone where it has no duplicates. Error: index_damaged.
  [[nodiscard]] schema::Result<DuplicateGroup> group_of(const PaperPlace& paper, const Deadline& deadline);
  // Every group of two papers or more, from columns and terms alone: no record is read, however many papers are alike.
  [[nodiscard]] std::vector<DuplicateGroup> all(const Deadline& deadline);

 private:
  // Whether title, author and year say what work a paper is.
  [[nodiscard]] bool has_title_evidence(const PaperPlace& paper);
  [[nodiscard]] std::string_view title_of(const PaperPlace& paper) const;
  [[nodiscard]] std::int32_t year_of(const PaperPlace& paper) const;
  // Folded, of the first author; empty without one, or where the name has no letters.
  [[nodiscard]] const std::string& surname_of(const PaperPlace& paper);
  void sort(DuplicateGroup& group) const;

  [[nodiscard]] std::vector<PaperPlace> with_doi(const std::string& key, const Deadline& deadline) const;
  // Papers of the work that a paper with title evidence is.
  [[nodiscard]] std::vector<PaperPlace> of_same_work(const PaperPlace& paper, const Deadline& deadline);
  // Tell pairs of duplicates, as many as make groups of all.
  using Join = std::function<void(const PaperPlace&, const PaperPlace&)>;
  void join_by_title(const Join& join, const Deadline& deadline);
  void join_by_doi(const Join& join, const Deadline& deadline) const;

  const storage::AuthorTable& authors_;
  const std::vector<SegmentView>& segments_;
  const HitBuilder& hits_;
  std::unordered_map<std::uint32_t, std::string> surnames_;  // by ordinal, as far as they were needed
};

}  // namespace incipit::query
