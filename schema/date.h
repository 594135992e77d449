// A calendar date as precise as its source gave it (decision D3): a year, a month, a day or a second, in UTC.
// Sorting and ranges use the first instant; showing uses the precision, so a paper of "2025" never appears
// as 1 January 2025.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/error.h"

namespace incipit::schema {

enum class DatePrecision : std::uint8_t { year, month, day, second };

struct Date {
  std::int64_t instant = 0;  // seconds since 1970-01-01T00:00:00Z of the first instant
  DatePrecision precision = DatePrecision::day;

  [[nodiscard]] int year() const;
  [[nodiscard]] int month() const;  // 1..12
  [[nodiscard]] int day() const;    // 1..31

  // "2025", "2025-03", "2025-03-09" or "2025-03-09T12:00:00Z".
  [[nodiscard]] std::string iso() const;

  // The last second that the date covers: what an inclusive `to=` means.
  [[nodiscard]] std::int64_t last_instant() const;

  bool operator==(const Date&) const = default;
  // By first instant, then the more precise one first.
  std::strong_ordering operator<=>(const Date& other) const;
};

inline constexpr int kMinYear = 1000;
inline constexpr int kMaxYear = 9999;

// Reads YYYY, YYYY-MM, YYYY-MM-DD, and YYYY-MM-DDTHH:MM[:SS[.fff]][Z|+hh:mm] (a space may stand for T).
// Error: invalid_parameter, saying what is wrong ("month 13"). Years 1000 to 9999.
[[nodiscard]] Result<Date> parse_date(std::string_view text);

// Reads the RFC 2822 form of the arXiv snapshot, "Mon, 2 Apr 2007 19:18:42 GMT".
[[nodiscard]] Result<Date> parse_rfc2822_date(std::string_view text);

[[nodiscard]] Date date_of_year(int year);
// The day that an instant falls on.
[[nodiscard]] Date date_of_instant(std::int64_t instant);

// For people: "Feb 5" in the current year, else "Feb 5, 2024"; "Mar 2024" for a month, "2024" for a year.
// `current_year` is the server's clock (D3); 0 always shows the year.
[[nodiscard]] std::string human_date(const Date& date, int current_year);

}  // namespace incipit::schema
