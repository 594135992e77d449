// What the citation statistics need of each paper of a set: its status and its single citations.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "query/citation_graph.h"
#include "query/statistics.h"

namespace incipit::query {

class CitationFacts {
 public:
  // `papers`: how many will be asked for; of more than limits::kPapersLookedUp the citations stay unknown. With `author`, papers
  // of that author are told from others. Throws as `add`.
  CitationFacts(const std::vector<SegmentView>& segments, const HitBuilder& hits, std::int64_t papers, std::optional<std::uint32_t> author,
                const Deadline& deadline);

  // Sets status and edges. Error: index_damaged. Throws Xapian::Error, DeadlineExceeded.
  [[nodiscard]] schema::Result<void> add(const Found& paper, PaperFacts& facts) const;

 private:
  [[nodiscard]] CitationFact fact_of(const Citation& citation) const;

  const std::vector<SegmentView>& segments_;
  std::optional<CitationGraph> graph_;  // none: there are too many papers
  std::optional<std::uint32_t> author_;
  std::vector<std::shared_ptr<const Postings>> withdrawn_, retracted_;  // by segment
};

}  // namespace incipit::query
