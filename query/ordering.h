// The best papers of a result set, in order, over all segments. Equal keys are ordered by id (D8), so neither docids nor
// the cut into segments show.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "query/plan.h"
#include "query/segment_view.h"
#include "schema/request.h"

namespace incipit::query {

class Boosts;

// One paper of the answer.
struct Found {
  std::uint32_t segment = 0;
  Xapian::docid docid = 0;
  std::optional<std::int64_t> score;  // where something ranks

  [[nodiscard]] std::size_t row() const { return docid - 1; }
};

[[nodiscard]] inline std::string_view id_of(const std::vector<SegmentView>& segments, const Found& found) {
  return segments[found.segment].columns->ids[found.row()];
}

// A ranking term with its weight round(round(idf_scale * idf) * quarters / 4), halves upwards, idf over all segments.
struct WeightedTerm {
  RankingTerm term;
  std::int64_t frequency = 0;
  std::int64_t weight = 0;
};

// How many papers of the segments have a term; borrows them.
[[nodiscard]] TermFrequency frequency_in(const std::vector<SegmentView>& segments);

[[nodiscard]] std::vector<WeightedTerm> weigh(const std::vector<RankingTerm>& terms, const std::vector<SegmentView>& segments,
                                              std::int64_t idf_scale);

// The first `count` papers of `sets` (one per segment) by score; scores are sums of weight * impact. With `after`, those behind
// this paper of the same order; with `boosts`, what they add counts too. Throws Xapian::Error, DeadlineExceeded.
[[nodiscard]] std::vector<Found> best_by_score(const std::vector<SegmentView>& segments, const std::vector<DocSet>& sets,
                                               const std::vector<WeightedTerm>& terms, std::size_t count, bool reversed,
                                               const Deadline& deadline, const Found* after = nullptr,
                                               const Boosts* boosts = nullptr);

// The same by a column: published, updated, citations, novelty, rank (papers without the value come last in either direction), title.
[[nodiscard]] std::vector<Found> best_by_column(const std::vector<SegmentView>& segments, const std::vector<DocSet>& sets,
                                                schema::Sort sort, std::size_t count, const Deadline& deadline,
                                                const Found* after = nullptr);

}  // namespace incipit::query
