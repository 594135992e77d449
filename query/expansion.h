// Pseudo-relevance feedback: terms that the best papers of a first ranking have in common are added to the ranking.
//
//   share(d) = (score(d) / best score)^4, divided by the sum of these over the kPapers best papers
//   value(t) = sum over d of share(d) * weight(t) * impact(t, d)
//   added(t) = weight(t) * (how often the typed terms count) * value(t) / (sum of value over the kTerms best terms)
//
// So the added terms together count as often as the typed ones. A relevance model (Lavrenko and Croft, "Relevance-based language
// models", SIGIR 2001) whose papers weigh by a power of their score: where one paper stands out, it alone is believed.
//
// Threads: one (segments, Analyser and HitBuilder are borrowed).
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "query/hit_builder.h"
#include "query/ordering.h"
#include "query/segment_view.h"
#include "schema/error.h"

namespace incipit::query {

class QueryExpansion {
 public:
  static constexpr std::size_t kPapers = 5;
  static constexpr std::size_t kTerms = 40;

  QueryExpansion(const std::vector<SegmentView>& segments, analysis::Analyser& analyser, const HitBuilder& hits)
      : segments_(segments), analyser_(analyser), hits_(hits) {}

  // The terms to add, those of most value first; equal ones by term. `best`: at most kPapers papers with their scores for `typed`,
  // best first. Only terms of title and abstract that at least two papers have and at most a tenth of all.
  // Error: index_damaged. Throws Xapian::Error, DeadlineExceeded.
  [[nodiscard]] schema::Result<std::vector<WeightedTerm>> terms(const std::vector<Found>& best, const std::vector<WeightedTerm>& typed,
                                                                std::int64_t idf_scale, const Deadline& deadline) const;

 private:
  // Those of the terms that may be added, in their order.
  [[nodiscard]] std::vector<WeightedTerm> candidates(const std::set<std::string>& terms, std::int64_t idf_scale) const;

  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
  const HitBuilder& hits_;
};

}  // namespace incipit::query
