// The filters of a search as links: chips that remove one, facet values that add or remove one.
#pragma once

#include <string>
#include <vector>

#include "schema/request.h"
#include "schema/result.h"
#include "server/web/pages.h"
#include "server/web/templates.h"

namespace incipit::server::web {

// The request with `value` of a facet's field added to its filters, or taken out where it was selected; the
// first page of it. A year inside a range is taken out by splitting the range.
[[nodiscard]] schema::SearchRequest toggled(schema::SearchRequest request, schema::FacetField field,
                                            const schema::FacetValue& value);

[[nodiscard]] bool has_filters(const schema::SearchRequest& request);
// The request without any filter, and with automatic matching.
[[nodiscard]] schema::SearchRequest without_filters(schema::SearchRequest request);

// One view per filter in force: what it says and the address without it.
[[nodiscard]] std::vector<View> chip_views(const PageContext& context, const schema::SearchRequest& request,
                                           const schema::SearchResult& result);

[[nodiscard]] std::vector<View> facet_views(const PageContext& context, const schema::SearchRequest& request,
                                            const schema::SearchResult& result);

}  // namespace incipit::server::web
