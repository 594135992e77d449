// Papers like a given one: those that share its characteristic terms, ranked as a search for them.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/analyser.h"
#include "query/continuation.h"
#include "query/hit_builder.h"
#include "query/ordering.h"
#include "query/segment_view.h"
#include "schema/request.h"
#include "schema/result.h"

namespace incipit::query {

class SimilarPapers {
 public:
  SimilarPapers(const std::vector<SegmentView>& segments, analysis::Analyser& analyser, const HitBuilder& hits,
                const Continuation& continuation)
      : segments_(segments), analyser_(analyser), hits_(hits), continuation_(continuation) {}

  // Papers that share at least one of the terms, the paper itself left out, best first; all of the result but the index. `paper`
  // is the one that the request names. Errors: index_damaged, those of a cursor; throws Xapian::Error, DeadlineExceeded.
  [[nodiscard]] schema::Result<schema::SearchResult> find(const Found& paper, std::int64_t idf_scale, schema::SimilarRequest request,
                                                          const Deadline& deadline) const;

 private:
  // The terms of title and abstract that say most of the paper: round(256 idf) times how often the paper has them, up to
  // kMostRepeats; ties by term. Those that no other paper has say nothing.
  [[nodiscard]] std::vector<WeightedTerm> characteristic_terms(const schema::Paper& paper, std::int64_t idf_scale) const;

  static constexpr std::size_t kTerms = 24;
  static constexpr std::int64_t kMostRepeats = 3;

  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
  const HitBuilder& hits_;
  const Continuation& continuation_;
};

}  // namespace incipit::query
