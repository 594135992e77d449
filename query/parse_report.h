// A query taken apart: what each part finds, which one leaves nothing, and what weaker queries would find.
//
// Threads: one (segments and Analyser are borrowed).
#pragma once

#include <vector>

#include "analysis/analyser.h"
#include "query/filters.h"
#include "query/segment_view.h"
#include "schema/parse_result.h"
#include "schema/request.h"

namespace incipit::query {

class ParseReporter {
 public:
  ParseReporter(const std::vector<SegmentView>& segments, analysis::Analyser& analyser) : segments_(segments), analyser_(analyser) {}

  // All of the result but the index. `filters` are those of the request. Every part is evaluated by itself, so this costs
  // several searches. Errors: those of plan_query. Throws Xapian::Error, DeadlineExceeded, ReadTooMuch.
  [[nodiscard]] schema::Result<schema::ParseResult> report(const schema::SearchRequest& request, const FilterPlan& filters,
                                                           std::int64_t idf_scale, const Deadline& deadline);

 private:
  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
};

}  // namespace incipit::query
