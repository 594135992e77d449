// Search within a facet: all its values, or those that begin so, page by page.
#pragma once

#include <string>
#include <vector>

#include "query/cursor.h"
#include "query/facets.h"
#include "schema/error.h"
#include "schema/request.h"
#include "schema/result.h"

namespace incipit::query {

// Facet, total and cursor of a page; the rest of the result is the caller's. `selected`: the values that the request filters by.
// Errors of Cursors::read.
[[nodiscard]] schema::Result<schema::FacetResult> facet_page(const FacetCounter& counter, const schema::FacetRequest& request,
                                                             const std::vector<std::string>& selected, const Cursors& cursors);

}  // namespace incipit::query
