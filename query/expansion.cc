#include "query/expansion.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace incipit::query {

using schema::Field;

namespace {

// A paper with a fifth more score than another says twice as much.
double share_of(std::int64_t score, std::int64_t best) {
  const double ratio = static_cast<double>(score) / static_cast<double>(best);
  return ratio * ratio * ratio * ratio;
}

// How often the typed terms count.
double typed_counts(const std::vector<WeightedTerm>& typed) {
  double counts = 0;
  for (const auto& [term, frequency, weight] : typed) {
    counts += static_cast<double>(term.quarters) / static_cast<double>(kWhole);
  }
  return counts;
}

}  // namespace

schema::Result<std::vector<WeightedTerm>> QueryExpansion::candidates(const Found& paper, const std::vector<WeightedTerm>& typed,
                                                                     std::int64_t idf_scale) const {
  const auto record = hits_.record(paper);
  if (!record) return tl::make_unexpected(record.error());
  const schema::Paper shown = displayed(*record);
  std::set<std::string> distinct;
  for (const std::string* text : {&shown.title, &shown.abstract}) {
    for (std::string& term : analyser_.analyse(*text).terms) distinct.insert(std::move(term));
  }
  for (const auto& known : typed) distinct.erase(known.term.term);
  std::vector<RankingTerm> terms;
  for (const std::string& term : distinct) {
    if (term.size() >= 2 && !analysis::is_stop_word(term)) terms.push_back({Field::text, term, kWhole});
  }
  std::int64_t papers = 0;
  for (const auto& segment : segments_) papers += segment.size();
  auto weighted = weigh(terms, segments_, idf_scale);
  std::erase_if(weighted, [&](const WeightedTerm& term) { return term.frequency < 2 || term.frequency * 10 > papers; });
  return weighted;
}

schema::Result<std::vector<WeightedTerm>> QueryExpansion::terms(const std::vector<Found>& best, const std::vector<WeightedTerm>& typed,
                                                                std::int64_t idf_scale, const Deadline& deadline) const {
  std::vector<WeightedTerm> added;
  if (best.empty() || best.front().score.value_or(0) <= 0) return added;
  double shares = 0;
  for (const Found& paper : best) shares += share_of(*paper.score, *best.front().score);

  struct Valued {
    double value = 0;
    WeightedTerm term;
  };
  std::map<std::string, Valued> known;
  for (const Found& paper : best) {
    auto of_paper = candidates(paper, typed, idf_scale);
    if (!of_paper) return tl::make_unexpected(of_paper.error());
    const double share = share_of(*paper.score, *best.front().score) / shares;
    for (WeightedTerm& term : *of_paper) {
      deadline.check_often();
      const std::int64_t impact = segments_[paper.segment].impact(Field::text, term.term.term, paper.docid);
      Valued& valued = known[term.term.term];
      valued.value += share * static_cast<double>(term.weight * impact);
      valued.term = std::move(term);
    }
  }
  std::vector<Valued> order;
  for (auto& [term, valued] : known) order.push_back(std::move(valued));
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
