// The filters `cites` and `cited_by`: papers on the other side of the edges of papers that are named.
#pragma once

#include <optional>
#include <vector>

#include "query/citation_graph.h"
#include "query/filters.h"
#include "schema/error.h"
#include "schema/request.h"
#include "schema/result.h"

namespace incipit::query {

// Adds their sets to the plan. What comes back is what the index does not have of the papers asked for; nullopt where not exactly
// one paper was named to be cited, or to cite. Errors: paper_not_found, naming the filter; index_damaged. Throws Xapian::Error,
// DeadlineExceeded.
[[nodiscard]] schema::Result<std::optional<schema::OutsidePapers>> add_neighbours(const schema::SearchFilters& filters,
                                                                                  const std::vector<SegmentView>& segments,
                                                                                  const HitBuilder& hits, const Deadline& deadline,
                                                                                  FilterPlan& plan);

}  // namespace incipit::query
