#include "query/ordering.h"

#include <algorithm>
#include <cmath>

#include "storage/terms.h"

namespace incipit::query {
namespace {

// Stored impacts as they are: the matcher multiplies each by its term's weight (OP_SCALE_WEIGHT), so that scores are sums
// of integers whatever the order of addition.
class ImpactWeight : public Xapian::Weight {
 public:
  ImpactWeight() {
    need_stat(WDF);
    need_stat(WDF_MAX);
  }
  std::string name() const override { return "incipit-impact"; }
  double get_sumpart(Xapian::termcount wdf, Xapian::termcount, Xapian::termcount) const override { return factor_ * wdf; }
  double get_maxpart() const override { return factor_ * std::min<Xapian::termcount>(get_wdf_upper_bound(), 255); }
  double get_sumextra(Xapian::termcount, Xapian::termcount) const override { return 0; }
  double get_maxextra() const override { return 0; }

 private:
  ImpactWeight* clone() const override { return new ImpactWeight; }
  void init(double factor) override { factor_ = factor; }
  double factor_ = 0;
};

// The papers of the result set as a posting list without weight; also where the deadline is kept.
class SetSource : public Xapian::PostingSource {
 public:
  SetSource(const DocSet& set, const Deadline& deadline) : set_(set), deadline_(deadline), at_(set.begin()) {}

  void init(const Xapian::Database&) override {
    at_ = set_.begin();
    started_ = false;
  }
  Xapian::doccount get_termfreq_min() const override { return frequency(); }
  Xapian::doccount get_termfreq_est() const override { return frequency(); }
  Xapian::doccount get_termfreq_max() const override { return frequency(); }
  void next(double) override {
    deadline_.check_often();
    if (started_) ++at_;
    started_ = true;
  }
  void skip_to(Xapian::docid docid, double) override {
    deadline_.check_often();
    started_ = true;
    if (!at_end() && *at_ < docid) at_.equalorlarger(docid);
  }
  bool at_end() const override { return at_ == set_.end(); }
  Xapian::docid get_docid() const override { return *at_; }

 private:
  Xapian::doccount frequency() const { return static_cast<Xapian::doccount>(set_.cardinality()); }

  const DocSet& set_;
  const Deadline& deadline_;
  Roaring::const_iterator at_;
  bool started_ = false;
};

void cut(std::vector<Found>& all, std::size_t count) {
  if (all.size() > count) all.resize(count);
}

std::vector<Found> best_of_segment(const SegmentView& segment, std::uint32_t number, const DocSet& set,
                                   const std::vector<WeightedTerm>& terms, std::size_t count, const Deadline& deadline) {
  std::vector<Found> best;
  if (set.isEmpty() || count == 0) return best;
  SetSource source(set, deadline);
  std::vector<Xapian::Query> ranking;
  for (const auto& term : terms) {
    if (term.weight == 0) continue;
    ranking.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(storage::index_term(term.term.field, term.term.term)),
                         static_cast<double>(term.weight));
  }
  // All papers of the set, ranked by the terms they have: once the page is full, AND_MAYBE turns into AND and prunes.
  Xapian::Query query(&source);
  if (!ranking.empty()) {
    query = Xapian::Query(Xapian::Query::OP_AND_MAYBE, query, Xapian::Query(Xapian::Query::OP_OR, ranking.begin(), ranking.end()));
  }
  Xapian::Enquire enquire(segment.tables);
  enquire.set_weighting_scheme(ImpactWeight());
  enquire.set_sort_by_relevance_then_value(storage::kIdSlot, false);
  enquire.set_query(query);
  const Xapian::MSet hits = enquire.get_mset(0, static_cast<Xapian::doccount>(count));
  for (auto hit = hits.begin(); hit != hits.end(); ++hit) best.push_back({number, *hit, std::llround(hit.get_weight())});
  return best;
}

// Scores of all papers of a set, term by term: what a reversed order needs, since nothing can be pruned.
std::vector<Found> score_all(const SegmentView& segment, std::uint32_t number, const DocSet& set,
                             const std::vector<WeightedTerm>& terms, const Deadline& deadline) {
  std::vector<std::int64_t> scores(segment.rows() + std::size_t{1}, 0);
  for (const auto& term : terms) {
    const std::string name = storage::index_term(term.term.field, term.term.term);
    for (auto it = segment.tables.postlist_begin(name); it != segment.tables.postlist_end(name); ++it) {
      scores[*it] += term.weight * static_cast<std::int64_t>(it.get_wdf());
      deadline.check_often();
    }
  }
  std::vector<Found> all;
  for (std::uint32_t docid : set) all.push_back({number, docid, scores[docid]});
  return all;
}

// A column's value for ordering; nullopt where the paper lacks it.
std::optional<std::int64_t> number_key(const storage::SegmentColumns& columns, schema::SortKey key, std::size_t row) {
  const auto present = [](std::int64_t value, std::int64_t none) { return value == none ? std::nullopt : std::optional(value); };
  switch (key) {
    case schema::SortKey::updated: return present(columns.updated[row], storage::kNoInstant);
    case schema::SortKey::citations: return present(columns.citations[row], storage::kNoCitations);
    default: return present(columns.published[row], storage::kNoInstant);
  }
}

}  // namespace

std::vector<WeightedTerm> weigh(const std::vector<RankingTerm>& terms, const std::vector<SegmentView>& segments,
                                std::int64_t idf_scale) {
  double papers = 0;
  for (const auto& segment : segments) papers += segment.size();
  std::vector<WeightedTerm> weighted;
  for (const auto& term : terms) {
    WeightedTerm entry{term, 0, 0};
    for (const auto& segment : segments) entry.frequency += segment.frequency(term.field, term.term);
    if (entry.frequency > 0) {
      const auto df = static_cast<double>(entry.frequency);
      const double idf = std::log(1 + (papers - df + 0.5) / (df + 0.5));
      entry.weight = (std::llround(static_cast<double>(idf_scale) * idf) * term.quarters + kWhole / 2) / kWhole;
    }
    weighted.push_back(std::move(entry));
  }
  return weighted;
}

std::vector<Found> best_by_score(const std::vector<SegmentView>& segments, const std::vector<DocSet>& sets,
                                 const std::vector<WeightedTerm>& terms, std::size_t count, bool reversed, const Deadline& deadline) {
  std::vector<Found> all;
  for (std::uint32_t s = 0; s < segments.size(); ++s) {
    auto part = reversed ? score_all(segments[s], s, sets[s], terms, deadline)
                         : best_of_segment(segments[s], s, sets[s], terms, count, deadline);
    all.insert(all.end(), part.begin(), part.end());
  }
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size()));
  std::partial_sort(all.begin(), middle, all.end(), [&](const Found& a, const Found& b) {
    if (a.score != b.score) return reversed ? a.score < b.score : a.score > b.score;
    return id_of(segments, a) < id_of(segments, b);
  });
  cut(all, count);
  return all;
}

std::vector<Found> best_by_column(const std::vector<SegmentView>& segments, const std::vector<DocSet>& sets, schema::Sort sort,
                                  std::size_t count, const Deadline& deadline) {
  struct Keyed {
    std::optional<std::int64_t> number;
    Found found;
  };
  std::vector<Keyed> all;
  for (std::uint32_t s = 0; s < segments.size(); ++s) {
    for (std::uint32_t docid : sets[s]) {
      deadline.check_often();
      Keyed entry{std::nullopt, {s, docid, std::nullopt}};
      if (sort.key != schema::SortKey::title) entry.number = number_key(*segments[s].columns, sort.key, docid - 1);
      all.push_back(entry);
    }
  }
  const auto title = [&](const Keyed& k) { return segments[k.found.segment].columns->title_keys[k.found.row()]; };
  const auto before = [&](const Keyed& a, const Keyed& b) {
    if (sort.key == schema::SortKey::title) {
      if (const int order = title(a).compare(title(b)); order != 0) return (order < 0) != sort.reversed;
    } else if (a.number != b.number) {
      if (!a.number || !b.number) return a.number.has_value();
      return (*a.number > *b.number) != sort.reversed;
    }
    return id_of(segments, a.found) < id_of(segments, b.found);
  };
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size()));
  std::partial_sort(all.begin(), middle, all.end(), before);
  std::vector<Found> best;
  for (auto it = all.begin(); it != middle; ++it) best.push_back(it->found);
  return best;
}

}  // namespace incipit::query
