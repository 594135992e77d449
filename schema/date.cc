#include "schema/date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace incipit::schema {
namespace {

namespace chr = std::chrono;

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

chr::year_month_day civil(std::int64_t instant) {
  return chr::year_month_day{chr::floor<chr::days>(chr::sys_seconds{chr::seconds{instant}})};
}

std::int64_t instant_of(int year, unsigned month, unsigned day) {
  const chr::sys_days days = chr::year{year} / chr::month{month} / chr::day{day};
  return chr::duration_cast<chr::seconds>(days.time_since_epoch()).count();
}

// The beginning of a value for a message, whole characters only.
std::string_view excerpt(std::string_view text) {
  std::size_t size = std::min<std::size_t>(text.size(), 40);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

tl::unexpected<Error> bad_date(std::string_view text, std::string_view why) {
  return fail(ErrorCode::invalid_parameter, "'" + std::string(excerpt(text)) + "' is not a date: " +
                                                std::string(why) + "; write YYYY, YYYY-MM or YYYY-MM-DD");
}

// A zone can carry the last or first day out of the years that a date can be written in.
Result<Date> second_at(std::int64_t instant, std::string_view text) {
  static const std::int64_t first = instant_of(kMinYear, 1, 1);
  static const std::int64_t end = instant_of(kMaxYear + 1, 1, 1);
  if (instant < first || instant >= end) return bad_date(text, "in UTC the year is out of range");
  return Date{instant, DatePrecision::second};
}

// Reads exactly `count` digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

struct ClockTime {
  int seconds = 0;         // since midnight
  int offset_seconds = 0;  // east of UTC
};

// Reads HH:MM[:SS[.fff]] with an optional zone; nullopt when malformed.
std::optional<ClockTime> clock_time(std::string_view text) {
  const int hour = digits(text, 0, 2);
  const int minute = digits(text, 3, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || text[2] != ':') return std::nullopt;
  int second = 0;
  std::size_t at = 5;
  if (at < text.size() && text[at] == ':') {
    second = digits(text, at + 1, 2);
    if (second < 0 || second > 60) return std::nullopt;
    at += 3;
    if (at < text.size() && text[at] == '.') {
      const std::size_t fraction = ++at;
      while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
      if (at == fraction) return std::nullopt;
    }
  }
  ClockTime time{hour * 3600 + minute * 60 + second, 0};
  const std::string_view zone = text.substr(at);
  if (zone.empty() || zone == "Z" || zone == "z") return time;
  if ((zone[0] == '+' || zone[0] == '-') && zone.size() >= 5) {
    const int zone_hour = digits(zone, 1, 2);
    const int zone_minute = digits(zone, zone.size() - 2, 2);
    const bool colon = zone.size() == 6 && zone[3] == ':';
    if (zone_hour < 0 || zone_hour > 14 || zone_minute < 0 || zone_minute > 59 ||
        !(colon || zone.size() == 5)) {
      return std::nullopt;
    }
    time.offset_seconds = (zone[0] == '+' ? 1 : -1) * (zone_hour * 3600 + zone_minute * 60);
    return time;
  }
  return std::nullopt;
}

}  // namespace

int Date::year() const { return static_cast<int>(civil(instant).year()); }
int Date::month() const { return static_cast<int>(static_cast<unsigned>(civil(instant).month())); }
int Date::day() const { return static_cast<int>(static_cast<unsigned>(civil(instant).day())); }

std::string Date::iso() const {
  char buffer[32];
  const auto seconds_of_day = static_cast<int>(((instant % 86400) + 86400) % 86400);
  switch (precision) {
    case DatePrecision::year:
      std::snprintf(buffer, sizeof buffer, "%04d", year());
      break;
    case DatePrecision::month:
      std::snprintf(buffer, sizeof buffer, "%04d-%02d", year(), month());
      break;
    case DatePrecision::day:
      std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year(), month(), day());
      break;
    case DatePrecision::second:
      std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02dT%02d:%02d:%02dZ", year(), month(), day(),
                    seconds_of_day / 3600, seconds_of_day / 60 % 60, seconds_of_day % 60);
      break;
  }
  return buffer;
}

std::int64_t Date::last_instant() const {
  const auto date = civil(instant);
  switch (precision) {
    case DatePrecision::year:
      return instant_of(static_cast<int>(date.year()) + 1, 1, 1) - 1;
    case DatePrecision::month: {
      const auto next = date.year() / date.month() + chr::months{1};
      return instant_of(static_cast<int>(next.year()), static_cast<unsigned>(next.month()), 1) - 1;
    }
    case DatePrecision::day:
      return instant + 86399;
    case DatePrecision::second:
      return instant;
  }
  return instant;
}

std::strong_ordering Date::operator<=>(const Date& other) const {
  if (instant != other.instant) return instant <=> other.instant;
  return static_cast<int>(other.precision) <=> static_cast<int>(precision);
}

Result<Date> parse_date(std::string_view text) {
  const int year = digits(text, 0, 4);
  if (year < 0) return bad_date(text, "no year of four digits");
  if (year < kMinYear || year > kMaxYear) return bad_date(text, "year " + std::to_string(year));
  if (text.size() == 4) return date_of_year(year);
  const int month = digits(text, 5, 2);
  if (text[4] != '-' || month < 0) return bad_date(text, "after the year comes -MM");
  if (month < 1 || month > 12) return bad_date(text, "month " + std::to_string(month));
  if (text.size() == 7) return Date{instant_of(year, static_cast<unsigned>(month), 1), DatePrecision::month};
  const int day = digits(text, 8, 2);
  if (text[7] != '-' || day < 0) return bad_date(text, "after the month comes -DD");
  const auto civil_day =
      chr::year{year} / chr::month{static_cast<unsigned>(month)} / chr::day{static_cast<unsigned>(day)};
  if (!civil_day.ok()) return bad_date(text, "day " + std::to_string(day));
  const std::int64_t midnight = instant_of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  if (text.size() == 10) return Date{midnight, DatePrecision::day};
  if (text[10] != 'T' && text[10] != ' ' && text[10] != 't')
    return bad_date(text, "after the day comes T and a time");
  const auto time = clock_time(text.substr(11));
  if (!time) return bad_date(text, "the time of day");
  return second_at(midnight + time->seconds - time->offset_seconds, text);
}

Result<Date> parse_rfc2822_date(std::string_view text) {
  std::string_view rest = text;
  if (const auto comma = rest.find(", "); comma != rest.npos) rest.remove_prefix(comma + 2);
  while (!rest.empty() && rest[0] == ' ') rest.remove_prefix(1);
  const std::size_t day_digits = rest.size() > 1 && rest[1] == ' ' ? 1 : 2;
  const int day = digits(rest, 0, day_digits);
  const bool spaced = rest.size() >= day_digits + 18 && rest[day_digits] == ' ' &&
                      rest[day_digits + 4] == ' ' && rest[day_digits + 9] == ' ';
  if (day < 1 || !spaced) return bad_date(text, "not of the form 'Mon, 2 Apr 2007 19:18:42 GMT'");
  rest.remove_prefix(day_digits + 1);
  unsigned month = 0;
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (rest.substr(0, 3) == kMonths[i]) month = i + 1;
  }
  const int year = digits(rest, 4, 4);
  if (month == 0 || year < kMinYear) return bad_date(text, "not of the form 'Mon, 2 Apr 2007 19:18:42 GMT'");
  if (!(chr::year{year} / chr::month{month} / chr::day{static_cast<unsigned>(day)}).ok()) {
    return bad_date(text, "day " + std::to_string(day));
  }
  std::string clock(rest.substr(9));
  if (const auto space = clock.find(' '); space != clock.npos) {
    const std::string zone = clock.substr(space + 1);
    clock.resize(space);
    if (zone != "GMT" && zone != "UTC" && zone != "UT") clock += zone;
  }
  const auto time = clock_time(clock);
  if (!time) return bad_date(text, "the time of day");
  return second_at(instant_of(year, month, static_cast<unsigned>(day)) + time->seconds - time->offset_seconds,
                   text);
}

Date date_of_year(int year) { return Date{instant_of(year, 1, 1), DatePrecision::year}; }

Date date_of_instant(std::int64_t instant) {
  const auto midnight = chr::floor<chr::days>(chr::sys_seconds{chr::seconds{instant}});
  return Date{chr::duration_cast<chr::seconds>(midnight.time_since_epoch()).count(), DatePrecision::day};
}

std::string human_date(const Date& date, int current_year) {
  const int year = date.year();
  const std::string month{kMonths[static_cast<std::size_t>(date.month() - 1)]};
  switch (date.precision) {
    case DatePrecision::year:
      return std::to_string(year);
    case DatePrecision::month:
      return month + " " + std::to_string(year);
    case DatePrecision::day:
    case DatePrecision::second: {
      const std::string day = month + " " + std::to_string(date.day());
      return year == current_year ? day : day + ", " + std::to_string(year);
    }
  }
  return date.iso();
}

}  // namespace incipit::schema
