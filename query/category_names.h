// Names of categories that depend on which others an index has.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "query/segment_view.h"

namespace incipit::query {

// The category codes of living papers.
[[nodiscard]] std::set<std::string> categories_in_use(const std::vector<SegmentView>& segments);

// The category codes of living papers whose short form (schema::short_code) no other code of the index has (D5).
[[nodiscard]] std::set<std::string> unique_short_categories(const std::vector<SegmentView>& segments);

}  // namespace incipit::query
