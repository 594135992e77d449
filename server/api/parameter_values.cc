#include "server/api/parameter_values.h"

#include <algorithm>
#include <optional>

#include "schema/ascii.h"
#include "schema/number.h"

namespace incipit::server::api {
namespace {

using schema::ErrorCode;
using schema::fail_at;
using schema::number_of;
using schema::Result;

tl::unexpected<schema::Error> wrong(const ParameterRow& row, const std::string& message) {
  return fail_at(ErrorCode::invalid_parameter, std::string(row.name), std::string(row.name) + " " + message);
}

Result<std::optional<int>> year_of(const ParameterRow& row, std::string_view text) {
  if (text.empty()) return std::optional<int>{};
  const auto number = text.size() == 4 ? number_of<std::int64_t>(text) : std::nullopt;
  if (!number || *number < schema::kMinYear || *number > schema::kMaxYear) {
    return wrong(row, "must be a year of four digits or a range such as 2019..2024");
  }
  return std::optional<int>{static_cast<int>(*number)};
}

}  // namespace

Result<std::int64_t> read_integer(const ParameterRow& row, std::string_view value) {
  const auto number = number_of<std::int64_t>(value);
  if (!number) return wrong(row, "must be a whole number");
  if (*number < row.minimum) return wrong(row, "must be at least " + std::to_string(row.minimum));
  if (row.maximum && *number > row.maximum->value) {
    return fail_at(ErrorCode::limit_exceeded, std::string(row.name),
                   std::string(row.name) + " is at most " + std::to_string(row.maximum->value) + " (limit " +
                       std::string(row.maximum->name) + ": " + std::string(row.maximum->reason) + ")");
  }
  return *number;
}

Result<std::int64_t> read_percentile(const ParameterRow& row, std::string_view value) {
  const auto point = value.find('.');
  const std::string_view whole_text = value.substr(0, point);
  std::string decimals(point == value.npos ? "0" : value.substr(point + 1));
  const auto all_digits = [](std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  const bool digits = all_digits(whole_text) && whole_text.size() <= 3 && all_digits(decimals) && decimals.size() <= 2;
  if (digits) {
    if (decimals.size() == 1) decimals += '0';
    const std::int64_t hundredths = 100 * number_of<std::int64_t>(whole_text).value_or(0) + number_of<std::int64_t>(decimals).value_or(0);
    if (hundredths <= 10'000) return hundredths;
  }
  return wrong(row, "must be a number from 0 to 100 with two decimals at most");
}

Result<bool> read_flag(const ParameterRow& row, std::string_view value) {
  if (value == "1" || value == "true") return true;
  if (value == "0" || value == "false") return false;
  return wrong(row, "must be 1 or 0");
}

Result<std::string> read_choice(const ParameterRow& row, std::string_view value) {
  const auto choices = choices_of(row);
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return std::string(value);
  std::string message = "must be one of " + std::string(row.choices);
  if (const auto near = nearest(value, choices)) message += "; did you mean " + *near + "?";
  return wrong(row, message);
}

Result<std::vector<std::string>> read_comma_list(const ParameterRow& row, std::string_view value) {
  std::vector<std::string> list;
  for (const std::string_view word : schema::split(value, ",")) {
    if (word.empty()) return wrong(row, "must be names separated by commas, none empty");
    if (!row.choices.empty()) {
      if (auto known = read_choice(row, word); !known) return tl::make_unexpected(known.error());
    }
    if (std::find(list.begin(), list.end(), word) == list.end()) list.emplace_back(word);
    if (list.size() > static_cast<std::size_t>(schema::limits::kFilterValues.value)) {
      return fail_at(ErrorCode::limit_exceeded, std::string(row.name),
                     std::string(row.name) + " takes at most " +
                         std::to_string(schema::limits::kFilterValues.value) +
                         " values (limit filter_values)");
    }
  }
  return list;
}

Result<schema::Date> read_date(const ParameterRow& row, std::string_view value) {
  auto date = schema::parse_date(value);
  if (date) return date;
  return wrong(row, "must be a date, YYYY, YYYY-MM or YYYY-MM-DD: " + date.error().message);
}

Result<schema::YearRange> read_years(const ParameterRow& row, std::string_view value) {
  const auto dots = value.find("..");
  const bool range = dots != std::string_view::npos;
  const auto from = year_of(row, range ? value.substr(0, dots) : value);
  if (!from) return tl::make_unexpected(from.error());
  const auto to = range ? year_of(row, value.substr(dots + 2)) : from;
  if (!to) return tl::make_unexpected(to.error());
  if (!*from && !*to) return wrong(row, "must be a year of four digits or a range such as 2019..2024");
  if (*from && *to && **from > **to) return wrong(row, "is a range that ends before it begins");
  return schema::YearRange{*from, *to};
}

Result<Signed> read_signed(const ParameterRow& row, std::string_view value) {
  Signed read;
  read.excluded = value.starts_with('-');
  read.value = value.substr(read.excluded ? 1 : 0);
  if (read.value.empty()) return wrong(row, "must not be empty");
  return read;
}

}  // namespace incipit::server::api
