#include "query/expansion.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "query/paper_terms.h"

namespace incipit::query {

using schema::Field;

namespace {

// A paper with a fifth more score than another says twice as much.
double share_of(std::int64_t score, std::int64_t best) {
  const double ratio = static_cast<double>(score) / static_cast<double>(best);
  return ratio * ratio * ratio * ratio;
}

// How often the typed words count: a word of two terms once.
double typed_counts(const std::vector<WeightedTerm>& typed) {
  double counts = 0;
  for (const auto& [term, frequency, weight] : typed) {
    if (term.form.empty()) counts += static_cast<double>(term.quarters) / static_cast<double>(kWhole);
  }
  return counts;
}

}  // namespace

std::vector<WeightedTerm> QueryExpansion::candidates(const std::set<std::string>& terms, std::int64_t idf_scale) const {
  std::vector<RankingTerm> ranking;
  for (const std::string& term : terms) {
    if (term.size() >= 2) ranking.push_back({Field::text, term});
  }
  const std::int64_t papers = living_papers(segments_);
  auto weighted = weigh(ranking, segments_, idf_scale);
  std::erase_if(weighted, [&](const WeightedTerm& term) { return term.frequency < 2 || term.frequency * 10 > papers; });
  return weighted;
}

schema::Result<std::vector<WeightedTerm>> QueryExpansion::terms(const std::vector<Found>& best, const std::vector<WeightedTerm>& typed,
                                                                std::int64_t idf_scale, const Deadline& deadline) const {
  std::vector<WeightedTerm> added;
  if (best.empty() || best.front().score.value_or(0) <= 0) return added;
  struct Believed {
    Found paper;
    double share = 0;
    std::map<std::string, std::int64_t> terms;
  };
  std::vector<Believed> papers;
  std::set<std::string> all;
  double shares = 0;
  for (const Found& paper : best) {
    const auto record = hits_.record(paper);
    if (!record) return tl::make_unexpected(record.error());
    Believed& believed = papers.emplace_back(Believed{paper, share_of(*paper.score, *best.front().score), content_terms(displayed(*record), analyser_)});
    shares += believed.share;
    for (const auto& [term, count] : believed.terms) all.insert(term);
  }
  // Those of other forms count where what was typed is not, so they may be added too.
  for (const auto& known : typed) {
    if (known.term.form.empty() || !known.term.stem.empty()) all.erase(known.term.term);
  }

  struct Valued {
    double value = 0;
    WeightedTerm term;
  };
  std::vector<Valued> order;
  for (WeightedTerm& term : candidates(all, idf_scale)) {
    double value = 0;
    for (const Believed& believed : papers) {
      deadline.check_often();
      if (!believed.terms.contains(term.term.term)) continue;
      const std::int64_t impact = segments_[believed.paper.segment].impact(Field::text, term.term.term, believed.paper.docid);
      value += believed.share / shares * static_cast<double>(term.weight * impact);
    }
    order.push_back({value, std::move(term)});
  }
  std::stable_sort(order.begin(), order.end(), [](const Valued& a, const Valued& b) { return a.value > b.value; });
  if (order.size() > kTerms) order.resize(kTerms);

  double values = 0;
  for (const Valued& valued : order) values += valued.value;
  for (Valued& valued : order) {
    valued.term.weight = std::llround(static_cast<double>(valued.term.weight) * typed_counts(typed) * valued.value / values);
    if (valued.term.weight > 0) added.push_back(std::move(valued.term));
  }
  return added;
}

}  // namespace incipit::query
