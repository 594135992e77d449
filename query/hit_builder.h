// From a found paper to what is answered: the stored record as people read it, author ids, highlights, explanation.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "analysis/analyser.h"
#include "query/figures.h"
#include "query/ordering.h"
#include "query/wanted_text.h"
#include "schema/error.h"
#include "schema/request.h"
#include "schema/result.h"

namespace incipit::query {

// A record with its text as people read it: TeX converted, addresses masked.
[[nodiscard]] schema::Paper displayed(schema::Paper paper);

// What a query asked of the texts.
struct Asked {
  std::vector<WeightedTerm> terms;  // of the words typed
  std::vector<WeightedTerm> added;  // by feedback: they rank and are not highlighted
  WantedText wanted;                // what is highlighted

  [[nodiscard]] std::vector<WeightedTerm> ranking() const;
};

class HitBuilder {
 public:
  HitBuilder(const storage::Generation& generation, const std::vector<SegmentView>& segments, analysis::Analyser& analyser, const Figures& figures)
      : generation_(generation), segments_(segments), analyser_(analyser), figures_(figures) {}

  // Error: index_damaged. Throws Xapian::Error, DeadlineExceeded where it explains.
  [[nodiscard]] schema::Result<schema::Hit> build(const Found& found, const Asked& asked,
                                                  schema::HighlightMode highlight, bool explain, const Deadline& deadline) const;

  // Those of `found` behind the first `offset`. Throws DeadlineExceeded: a page of very long texts takes longer than finding it.
  [[nodiscard]] schema::Result<std::vector<schema::Hit>> page(const std::vector<Found>& found, std::int64_t offset, const Asked& asked,
                                                              schema::HighlightMode highlight, bool explain,
                                                              const Deadline& deadline) const;

  // Why the paper has its novelty and rank score; all of the result but the index.
  [[nodiscard]] schema::Result<schema::NoveltyResult> explain_novelty(const Found& found, const Deadline& deadline) const;

  [[nodiscard]] const Figures& figures() const { return figures_; }

  // The record as stored; of names that are not to be shown nothing may leave the index.
  [[nodiscard]] schema::Result<schema::Paper> stored_record(const Found& found) const;
  // The same without such names.
  [[nodiscard]] schema::Result<schema::Paper> record(const Found& found) const;

 private:
  void highlight_into(schema::Hit& hit, const Asked& asked, schema::HighlightMode mode) const;

  const storage::Generation& generation_;
  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
  const Figures& figures_;
};

}  // namespace incipit::query
