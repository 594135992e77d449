// Papers per year as the geometry of a small bar chart: numbers only, drawn by the template as SVG.
#pragma once

#include <vector>

#include "schema/author.h"
#include "server/web/templates.h"

namespace incipit::server::web {

// Puts bars, size and axis words into `view`; absent ("chart" unset) without years. Years come in any order;
// those without a paper keep their place.
void put_year_chart(View& view, const std::vector<schema::YearCount>& years);

}  // namespace incipit::server::web
