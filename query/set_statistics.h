// Statistics of the papers that a request finds, from columns and from the citations of each.
#pragma once

#include "query/evaluator.h"
#include "query/hit_builder.h"
#include "query/segment_view.h"
#include "schema/author.h"

namespace incipit::query {

// All but index, query and total. Error: index_damaged. Throws Xapian::Error, DeadlineExceeded.
[[nodiscard]] schema::Result<schema::StatisticsResult> statistics_of(const PaperSets& papers, const std::vector<SegmentView>& segments,
                                                                     const storage::Generation& generation, const HitBuilder& hits,
                                                                     const Deadline& deadline);

}  // namespace incipit::query
