// Statistics of the papers that a request finds, from columns.
#pragma once

#include "query/evaluator.h"
#include "query/segment_view.h"
#include "schema/author.h"

namespace incipit::query {

// All but index, query and total. Throws DeadlineExceeded.
[[nodiscard]] schema::StatisticsResult statistics_of(const PaperSets& papers, const std::vector<SegmentView>& segments,
                                                     const storage::Generation& generation, const Deadline& deadline);

}  // namespace incipit::query
