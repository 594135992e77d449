// Which papers of a segment match a plan: exact sets, from posting lists joined by the plan's Boolean structure; phrases,
// words near each other and names are checked against the token column (token_match.h) for those papers only that have all
// their terms.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/analyser.h"
#include "query/deadline.h"
#include "query/plan.h"
#include "query/segment_view.h"

namespace incipit::query {

// Throws Xapian::Error, DeadlineExceeded.
[[nodiscard]] DocSet evaluate(const PlanNode& node, const SegmentView& segment, analysis::Analyser& analyser,
                              const Deadline& deadline);

// The same over all segments: a set for each.
using PaperSets = std::vector<DocSet>;
[[nodiscard]] PaperSets evaluate(const PlanNode& node, const std::vector<SegmentView>& segments, analysis::Analyser& analyser,
                                 const Deadline& deadline);
[[nodiscard]] std::int64_t count_papers(const PaperSets& sets);

}  // namespace incipit::query
