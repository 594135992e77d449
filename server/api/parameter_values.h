// Reads single parameter values. Each error names the parameter and says what would be right; nothing is
// clamped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/date.h"
#include "schema/error.h"
#include "schema/request.h"
#include "server/api/parameter_table.h"

namespace incipit::server::api {

// A decimal integer from `row.minimum` to `row.maximum`. Errors: invalid_parameter, limit_exceeded.
[[nodiscard]] schema::Result<std::int64_t> read_integer(const ParameterRow& row, std::string_view value);

// A number from 0 to 100 with two decimals at most, in hundredths. Error: invalid_parameter.
[[nodiscard]] schema::Result<std::int64_t> read_percentile(const ParameterRow& row, std::string_view value);

// 1, true, 0 or false.
[[nodiscard]] schema::Result<bool> read_flag(const ParameterRow& row, std::string_view value);

// One of the row's choices.
[[nodiscard]] schema::Result<std::string> read_choice(const ParameterRow& row, std::string_view value);

// Comma-separated words, none empty, at most kFilterValues; of the row's choices where it has any.
[[nodiscard]] schema::Result<std::vector<std::string>> read_comma_list(const ParameterRow& row,
                                                                       std::string_view value);

[[nodiscard]] schema::Result<schema::Date> read_date(const ParameterRow& row, std::string_view value);

// "2019", "2019..2024", "2019.." or "..2024".
[[nodiscard]] schema::Result<schema::YearRange> read_years(const ParameterRow& row, std::string_view value);

// The value behind a leading '-', and whether there was one. Error: nothing is left.
struct Signed {
  std::string value;
  bool excluded = false;
};
[[nodiscard]] schema::Result<Signed> read_signed(const ParameterRow& row, std::string_view value);

}  // namespace incipit::server::api
