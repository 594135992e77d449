// Duplicate groups (D2): papers of different ids that share a DOI, or that have one folded title, one surname of the first author
// and years of publication at most one apart; and papers that are so through others. Short titles (analysis::kShortestWorkTitle) and
// papers without a date or a first author are duplicates by their DOI alone.
//
// Threads: one (segments and HitBuilder are borrowed).
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/deadline.h"
#include "query/hit_builder.h"
#include "query/ordering.h"
#include "query/segment_view.h"
#include "schema/error.h"

namespace incipit::query {

// A paper by segment and docid.
using PaperPlace = std::pair<std::uint32_t, Xapian::docid>;
// The papers of a group by schema::leads_before: the first one stands for the others.
using DuplicateGroup = std::vector<PaperPlace>;

// What it read stays known, so that many groups cost each paper once.
class DuplicateFinder {
 public:
  DuplicateFinder(const std::vector<SegmentView>& segments, const HitBuilder& hits) : segments_(segments), hits_(hits) {}

  // Both: error index_damaged; throw Xapian::Error, DeadlineExceeded.

  // The group of a paper; that paper alone where it has no duplicates.
  [[nodiscard]] schema::Result<DuplicateGroup> group_of(const PaperPlace& paper, const Deadline& deadline);
  // Every group of two papers or more.
  [[nodiscard]] schema::Result<std::vector<DuplicateGroup>> all(const Deadline& deadline);

 private:
  struct Facts {
    std::string surname;            // empty: no evidence
    std::vector<std::string> dois;  // as alias keys
  };
  struct Dated {
    std::int32_t year = 0;
    PaperPlace paper;
  };
  using BySurname = std::map<std::string, std::vector<Dated>>;

  [[nodiscard]] bool has_title_evidence(const PaperPlace& paper) const;
  [[nodiscard]] std::string_view title_of(const PaperPlace& paper) const;
  [[nodiscard]] std::int32_t year_of(const PaperPlace& paper) const;
  [[nodiscard]] schema::Result<const Facts*> facts_of(const PaperPlace& paper);
  // The papers with a title that have evidence.
  [[nodiscard]] schema::Result<const BySurname*> with_title(std::string_view title, const Deadline& deadline);
  // What a paper shares with others; `asked` holds what was looked up for this group, so that nothing is twice.
  [[nodiscard]] schema::Result<std::vector<PaperPlace>> neighbours(const PaperPlace& paper, std::set<std::string>& asked,
                                                                   const Deadline& deadline);
  // Papers that may have duplicates: all that have are among them.
  void add_by_title(std::vector<PaperPlace>& candidates, const Deadline& deadline) const;
  void add_by_doi(std::vector<PaperPlace>& candidates, const Deadline& deadline) const;

  const std::vector<SegmentView>& segments_;
  const HitBuilder& hits_;
  std::map<PaperPlace, Facts> facts_;
  std::map<std::string, BySurname, std::less<>> titles_;
};

}  // namespace incipit::query
