#include "query/scoring.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace incipit::query {
namespace {

// Scores are added up for so many papers at a time, so that they stay in the cache of the processor.
constexpr std::uint32_t kWindow = 1 << 11;
constexpr std::int64_t kMostImpact = 255;
// What looking a paper up in a list costs, in postings that are gone through.
constexpr std::size_t kLookUp = 8;

constexpr std::size_t kFirstStep = 16;

// A term's postings and how far they were gone through.
struct Cursor {
  std::shared_ptr<const Postings> postings;
  std::int64_t weight = 0;
  std::size_t at = 0;

  // The impact of a paper; papers are asked for in ascending order.
  [[nodiscard]] std::int64_t impact(Xapian::docid docid) {
    const auto& docids = postings->docids;
    if (at >= docids.size() || docids.back() < docid) return 0;
    // Papers are spread about evenly: the place is guessed, then steps are doubled until it is between two of them.
    const double share = static_cast<double>(docid - std::min(docid, docids[at])) / static_cast<double>(docids.back() - docids[at] + 1);
    const std::size_t guess = at + static_cast<std::size_t>(share * static_cast<double>(docids.size() - at));
    std::size_t low = at, high = docids.size();
    std::size_t step = kFirstStep;
    if (docids[guess] < docid) {
      low = guess + 1;
      for (; low + step < docids.size() && docids[low + step] < docid; step *= 2) low += step + 1;
      high = std::min(low + step + 1, docids.size());
    } else {
      high = guess + 1;
      for (; high - at > step && docids[high - step] >= docid; step *= 2) high -= step - 1;
      low = high - at > step ? high - step : at;
    }
    const auto found = std::lower_bound(docids.begin() + static_cast<std::ptrdiff_t>(low), docids.begin() + static_cast<std::ptrdiff_t>(high), docid);
    at = static_cast<std::size_t>(found - docids.begin());
    return found != docids.end() && *found == docid ? postings->impacts[at] : 0;
  }
};

void look_up(std::vector<Cursor>& cursors, const DocSet& set, std::uint32_t segment, BestScores& best, const Deadline& deadline) {
  for (const std::uint32_t docid : docids_of(set)) {
    deadline.check_often();
    std::int64_t score = 0;
    for (Cursor& cursor : cursors) score += cursor.weight * cursor.impact(docid);
    best.offer(segment, docid, score);
  }
}

// Adds up the scores of a window's papers. Where it is known what a score must reach, papers that reach it are picked as their scores
// grow, and only these are looked up in the set; until then, and where every score counts, the set's papers are gone through.
// `Score` holds the highest possible score: narrow ones are added up in half the time.
template <class Score>
void go_through(std::vector<Cursor>& cursors, const DocSet& set, std::uint32_t segment, BestScores& best, const Deadline& deadline) {
  std::vector<Score> scores(kWindow);
  std::vector<std::uint32_t> picked;  // places in the window, some repeatedly
  auto paper = set.begin();
  for (std::uint64_t first = set.minimum() / kWindow * kWindow; first <= set.maximum(); first += kWindow) {
    deadline.check();
    const std::uint64_t end = first + kWindow;
    std::fill(scores.begin(), scores.end(), 0);
    picked.clear();
    const auto least = best.least();
    const Score must_reach = static_cast<Score>(least.value_or(0));
    for (auto& [postings, weight, at] : cursors) {
      const auto& docids = postings->docids;
      if (at < docids.size() && docids[at] < first) {
        at = static_cast<std::size_t>(std::lower_bound(docids.begin() + static_cast<std::ptrdiff_t>(at), docids.end(), first) - docids.begin());
      }
      const auto factor = static_cast<Score>(weight);
      for (; at < docids.size() && docids[at] < end; ++at) {
        const auto place = static_cast<std::uint32_t>(docids[at] - first);
        const auto score = scores[place] = static_cast<Score>(scores[place] + factor * postings->impacts[at]);
        if (least && score >= must_reach) picked.push_back(place);
      }
    }
    if (least) {
      for (const std::uint32_t place : picked) {
        const auto docid = static_cast<std::uint32_t>(first + place);
        const Score score = std::exchange(scores[place], 0);  // once each
        if (score > 0 && set.contains(docid)) best.offer(segment, docid, score);
      }
    } else {
      for (paper.equalorlarger(static_cast<std::uint32_t>(first)); paper != set.end() && *paper < end; ++paper) {
        best.offer(segment, *paper, scores[*paper - first]);
      }
    }
  }
}

// The papers that have all of some terms.
DocSet with_all(const SegmentView& segment, schema::Field field, const std::vector<std::string>& terms, const Deadline& deadline) {
  DocSet papers = segment.papers_with(field, terms.front(), deadline);
  for (std::size_t i = 1; i < terms.size(); ++i) papers &= segment.postings(field, terms[i], deadline)->papers;
  return papers;
}

}  // namespace

std::shared_ptr<const Postings> counted_postings(const SegmentView& segment, const RankingTerm& term, const Deadline& deadline) {
  auto all = segment.postings(term.field, term.term, deadline);
  if (term.form.empty() || term.typed.empty()) return all;
  auto counted = std::make_shared<Postings>();
  counted->papers = with_all(segment, term.field, term.form, deadline) - with_all(segment, term.field, term.typed, deadline);
  auto at = all->docids.begin();
  for (const std::uint32_t docid : counted->papers) {
    deadline.check_often();
    at = std::lower_bound(at, all->docids.end(), docid);
    counted->docids.push_back(docid);
    counted->impacts.push_back(all->impacts[static_cast<std::size_t>(at - all->docids.begin())]);
  }
  return counted;
}

bool BestScores::before(const Found& a, const Found& b) const {
  if (a.score != b.score) return reversed_ ? a.score < b.score : a.score > b.score;
  return id_of(segments_, a) < id_of(segments_, b);
}

void BestScores::take(const Found& found) {
  if (after_ && !before(*after_, found)) return;
  const auto is_before = [this](const Found& a, const Found& b) { return before(a, b); };
  if (heap_.size() == count_) {
    if (!before(found, heap_.front())) return;
    std::pop_heap(heap_.begin(), heap_.end(), is_before);
    heap_.back() = found;
  } else {
    heap_.push_back(found);
  }
  std::push_heap(heap_.begin(), heap_.end(), is_before);
}

std::vector<Found> BestScores::in_order() {
  std::sort_heap(heap_.begin(), heap_.end(), [this](const Found& a, const Found& b) { return before(a, b); });
  return std::exchange(heap_, {});
}

void score_segment(const SegmentView& segment, std::uint32_t number, const DocSet& set, const std::vector<WeightedTerm>& terms,
                   BestScores& best, const Deadline& deadline) {
  if (set.isEmpty()) return;
  std::vector<Cursor> cursors;
  std::size_t all_postings = 0;
  std::int64_t most = 0;
  for (const auto& term : terms) {
    if (term.weight == 0) continue;
    auto& cursor = cursors.emplace_back(Cursor{counted_postings(segment, term.term, deadline), term.weight, 0});
    all_postings += cursor.postings->docids.size();
    most += term.weight * kMostImpact;
  }
  if (set.cardinality() * cursors.size() * kLookUp < all_postings) return look_up(cursors, set, number, best, deadline);
  const bool narrow = most <= std::numeric_limits<std::int32_t>::max();
  (narrow ? go_through<std::int32_t> : go_through<std::int64_t>)(cursors, set, number, best, deadline);
}

}  // namespace incipit::query
