// Figures and names as pages say them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schema/author.h"
#include "schema/request.h"
#include "server/web/pages.h"

namespace incipit::server::web {

[[nodiscard]] std::string grouped(std::int64_t number);  // "12,345"
[[nodiscard]] std::string ordinal(std::int64_t number);  // "1st", "12th", "23rd"
// "1 paper", "12,345 papers".
[[nodiscard]] std::string counted(std::int64_t number, std::string_view one, std::string_view many);
// At most two decimals, none for whole numbers: "7", "3.5", "1,234.25".
[[nodiscard]] std::string figure(double value);

// "h-index" for "h_index"; unknown names with spaces for underscores and a capital.
[[nodiscard]] std::string metric_label(std::string_view name);
// The value with its unit: "64%" for an imported novelty, "64th percentile" for ours; "not available" for
// null.
[[nodiscard]] std::string metric_value(const schema::Metric& metric);
// "h-index ≤ papers" for "h_index <= papers".
[[nodiscard]] std::string bound_in_words(std::string_view bound);
// "reference author page, Jul 1, 2026".
[[nodiscard]] std::string source_and_date(const std::string& source,
                                          const std::optional<schema::Date>& as_of);

[[nodiscard]] std::string years_in_words(const std::optional<int>& first, const std::optional<int>& last);
[[nodiscard]] std::string range_in_words(const schema::YearRange& range);
[[nodiscard]] std::string_view sort_label(const schema::Sort& sort);

// The tag of a category: its short form where that is unique in the index ("CL" for cs.CL), else the code
// (D5).
[[nodiscard]] std::string category_tag(const PageContext& context, const std::string& code);

}  // namespace incipit::server::web
