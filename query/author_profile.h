// An author's profile, computed when asked from the columns of the author's papers, so that it is exact after every change
// of the index (decision D9).
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/analyser.h"
#include "query/hit_builder.h"
#include "query/segment_view.h"
#include "schema/author.h"
#include "schema/error.h"

namespace incipit::query {

class AuthorProfiler {
 public:
  AuthorProfiler(const storage::Generation& generation, const std::vector<SegmentView>& segments, analysis::Analyser& analyser,
                 const HitBuilder& hits)
      : generation_(generation), segments_(segments), analyser_(analyser), hits_(hits) {}

  // Everything but `index` and `top_papers`. Error: index_damaged. Throws Xapian::Error, DeadlineExceeded.
  [[nodiscard]] schema::Result<schema::AuthorProfile> profile(std::uint32_t ordinal, const Deadline& deadline) const;

  // One line of a list of authors.
  [[nodiscard]] schema::Result<schema::AuthorHit> summary(std::uint32_t ordinal, const Deadline& deadline) const;

  // The author's papers, one set per segment.
  [[nodiscard]] std::vector<DocSet> papers_of(std::uint32_t ordinal, const Deadline& deadline) const;

 private:
  struct Gathered;
  enum class Coauthors { counted, left_out };
  // Status and citations of the papers that were gathered, in their order.
  [[nodiscard]] schema::Result<void> gather_citations(std::uint32_t ordinal, Gathered& all, const Deadline& deadline) const;
  [[nodiscard]] Gathered gather(std::uint32_t ordinal, Coauthors coauthors, const Deadline& deadline) const;
  [[nodiscard]] std::vector<schema::CharacteristicTerm> characteristic_terms(const std::vector<DocSet>& papers,
                                                                             const Deadline& deadline) const;

  // How many papers use a stem. A look-up costs more than all the rest of a term, and authors have their words in common.
  [[nodiscard]] std::int64_t frequency_of(const std::string& stem) const;

  const storage::Generation& generation_;
  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
  const HitBuilder& hits_;
  mutable std::unordered_map<std::string, std::int64_t> frequencies_;  // those looked up, a bounded number
};

}  // namespace incipit::query
