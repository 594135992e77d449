#include "query/citation_facts.h"

#include <algorithm>

#include "schema/limits.h"

namespace incipit::query {

using schema::Field;

CitationFacts::CitationFacts(const std::vector<SegmentView>& segments, const HitBuilder& hits, std::int64_t papers,
                             std::optional<std::uint32_t> author, const Deadline& deadline)
    : segments_(segments), author_(author) {
  if (papers <= schema::limits::kPapersLookedUp.value) graph_.emplace(segments, hits, deadline);
  for (const auto& segment : segments) {
    withdrawn_.push_back(segment.postings(Field::status, "withdrawn", deadline));
    retracted_.push_back(segment.postings(Field::status, "retracted", deadline));
  }
}

schema::Result<void> CitationFacts::add(const Found& paper, PaperFacts& facts) const {
  if (withdrawn_[paper.segment]->papers.contains(paper.docid)) facts.status = "withdrawn";
  if (retracted_[paper.segment]->papers.contains(paper.docid)) facts.status = "retracted";
  if (!graph_) {
    facts.edges.reset();
    return {};
  }
  const auto citations = graph_->citations(paper);
  if (!citations) return tl::make_unexpected(citations.error());
  facts.edges.emplace();
  for (const auto& citation : *citations) facts.edges->push_back(fact_of(citation));
  return {};
}

CitationFact CitationFacts::fact_of(const Citation& citation) const {
  if (!citation.citing) return {citation.year, CitedBy::outside};
  if (!author_) return {citation.year, CitedBy::known};
  const auto authors = segments_[citation.citing->segment].columns->authors[citation.citing->row()];
  const bool own = std::find(authors.begin(), authors.end(), *author_) != authors.end();
  return {citation.year, own ? CitedBy::author : CitedBy::known};
}

}  // namespace incipit::query
