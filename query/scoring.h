// Scores of the papers of a set, from posting lists: sum over terms of weight * impact. The set says who matches, so every paper of
// it has a score, if only 0.
//
// Each list is gone through once; once as many papers as are asked for are known, only those that reach the worst of them are looked at.
// Where the set is small beside the lists, its papers are looked up in them instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "query/boosts.h"
#include "query/ordering.h"
#include "query/segment_view.h"

namespace incipit::query {

// The `count` best papers seen so far: by score, reversed the lowest first; equal ones by id in either direction. With `after`,
// which is borrowed, only papers behind that one. With `boosts`, borrowed too, scores are what they make of scores by the text.
class BestScores {
 public:
  BestScores(const std::vector<SegmentView>& segments, std::size_t count, bool reversed, const Found* after = nullptr,
             const Boosts* boosts = nullptr)
      : segments_(segments), count_(count), reversed_(reversed), after_(after), boosts_(boosts) {}

  void offer(std::uint32_t segment, Xapian::docid docid, std::int64_t score) {
    if (boosts_) score += boosts_->added(segment, docid, score);
    if (heap_.size() == count_ && (count_ == 0 || (reversed_ ? score > *heap_.front().score : score < *heap_.front().score))) return;
    take({segment, docid, score});
  }
  // What a score must reach to be among the best; nullopt as long as any may be, and where another order makes that no bound.
  [[nodiscard]] std::optional<std::int64_t> least() const {
    if (heap_.size() < count_ || count_ == 0 || reversed_ || boosts_ || *heap_.front().score <= 0) return std::nullopt;
    return heap_.front().score;
  }
  // Best first; nothing is left behind.
  [[nodiscard]] std::vector<Found> in_order();

 private:
  [[nodiscard]] bool before(const Found& a, const Found& b) const;
  void take(const Found& found);

  const std::vector<SegmentView>& segments_;
  std::size_t count_;
  bool reversed_;
  const Found* after_;
  const Boosts* boosts_;
  std::vector<Found> heap_;  // the worst at the front
};

// The postings that a term counts in. Throws Xapian::Error, DeadlineExceeded.
[[nodiscard]] std::shared_ptr<const Postings> counted_postings(const SegmentView& segment, const RankingTerm& term, const Deadline& deadline);

// Offers every paper of a segment's set with its score. Throws Xapian::Error, DeadlineExceeded.
void score_segment(const SegmentView& segment, std::uint32_t number, const DocSet& set, const std::vector<WeightedTerm>& terms,
                   BestScores& best, const Deadline& deadline);

}  // namespace incipit::query
