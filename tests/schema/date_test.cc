#include "schema/date.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace incipit::schema {
namespace {

Date date(std::string_view text) {
  const auto parsed = parse_date(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Date{});
}

TEST(Date, KeepsItsPrecision) {
  for (const std::string text : {"2025", "2025-03", "2025-03-09", "2025-03-09T12:34:56Z", "1000",
                                 "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z", "2024-02-29"}) {
    EXPECT_EQ(date(text).iso(), text);
  }
}

TEST(Date, ReadsTimesOfDay) {
  EXPECT_EQ(date("2025-03-09T12:34").iso(), "2025-03-09T12:34:00Z");
  EXPECT_EQ(date("2025-03-09 12:34:56.789Z").iso(), "2025-03-09T12:34:56Z");
  EXPECT_EQ(date("2025-03-09T00:30:00+02:00").iso(), "2025-03-08T22:30:00Z");
  EXPECT_EQ(date("2025-03-09T23:30:00-0100").iso(), "2025-03-10T00:30:00Z");
  EXPECT_EQ(date("1970-01-01T00:00:01Z").instant, 1);
}

TEST(Date, RefusesWhatIsNone) {
  for (const std::string_view text : {"",
                                      "20",
                                      "0999",
                                      "abcd",
                                      "2025-",
                                      "2025-13",
                                      "2025-00",
                                      "2025/03",
                                      "2025-02-29",
                                      "2025-04-31",
                                      "2025-03-00",
                                      "2025-03-09T",
                                      "2025-03-09T25:00",
                                      "2025-03-09T12:60",
                                      "2025-03-09T12:00:00.",
                                      "2025-03-09T12:00:00X",
                                      "2025-03-09T12:00:00+15:00",
                                      "2025-03-09x12:00",
                                      "2025-3-9",
                                      "2025-03-09T12-00",
                                      "20255"}) {
    const auto parsed = parse_date(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::invalid_parameter);
  }
}

// Written again, such an instant could not be read.
TEST(Date, RefusesYearsThatAZoneCarriesOutOfRange) {
  EXPECT_FALSE(parse_date("9999-12-31T23:59:59-01:00"));
  EXPECT_FALSE(parse_date("1000-01-01T00:00:00+01:00"));
  EXPECT_FALSE(parse_rfc2822_date("Fri, 31 Dec 9999 23:59:59 -0100"));
  EXPECT_TRUE(parse_date("1000-01-01T00:00:00Z"));
}

TEST(Date, ReadsTheMailForm) {
  EXPECT_EQ(parse_rfc2822_date("Mon, 2 Apr 2007 19:18:42 GMT")->iso(), "2007-04-02T19:18:42Z");
  EXPECT_EQ(parse_rfc2822_date("Sat, 31 Mar 2007 02:26:18 +0200")->iso(), "2007-03-31T00:26:18Z");
  EXPECT_EQ(parse_rfc2822_date("13 Dec 2008 17:26:00 UTC")->iso(), "2008-12-13T17:26:00Z");
  for (const std::string_view text :
       {"", "Mon, ", "Mon, 2 Apr 2007", "Mon, 2 Foo 2007 19:18:42 GMT", "Mon, 31 Feb 2007 19:18:42 GMT",
        "Mon, 2 Apr 2007 19:18:42 EST", "Mon, 2-Apr-2007 19:18:42 GMT", "Mon, 0 Apr 2007 19:18:42 GMT",
        "Mon, 2 Apr 2007 29:18:42 GMT", "2007-04-02T19:18:42Z"}) {
    EXPECT_FALSE(parse_rfc2822_date(text)) << text;
  }
}

TEST(Date, CoversUpToItsLastSecond) {
  EXPECT_EQ(date("2024").last_instant(), date("2024-12-31T23:59:59Z").instant);
  EXPECT_EQ(date("2024-02").last_instant(), date("2024-02-29T23:59:59Z").instant);
  EXPECT_EQ(date("2024-12").last_instant(), date("2024-12-31T23:59:59Z").instant);
  EXPECT_EQ(date("2024-02-03").last_instant(), date("2024-02-03T23:59:59Z").instant);
  EXPECT_EQ(date("2024-02-03T04:05:06Z").last_instant(), date("2024-02-03T04:05:06Z").instant);
}

TEST(Date, OrdersByFirstInstantThenPrecision) {
  std::vector<Date> dates{date("2025"), date("2024-12-31"), date("2025-01"), date("2025-01-01T00:00:00Z"),
                          date("2025-01-01")};
  std::sort(dates.begin(), dates.end());
  std::vector<std::string> order;
  for (const auto& d : dates) order.push_back(d.iso());
  EXPECT_EQ(order, (std::vector<std::string>{"2024-12-31", "2025-01-01T00:00:00Z", "2025-01-01", "2025-01",
                                             "2025"}));
}

TEST(Date, HasCalendarParts) {
  const Date d = date("1969-07-20T20:17:40Z");
  EXPECT_EQ(d.year(), 1969);
  EXPECT_EQ(d.month(), 7);
  EXPECT_EQ(d.day(), 20);
  EXPECT_EQ(date_of_instant(d.instant).iso(), "1969-07-20");
  EXPECT_EQ(date_of_year(1969).iso(), "1969");
}

TEST(Date, ReadsForPeople) {
  EXPECT_EQ(human_date(date("2024-02-05"), 2024), "Feb 5");
  EXPECT_EQ(human_date(date("2024-02-05"), 2025), "Feb 5, 2024");
  EXPECT_EQ(human_date(date("2024-02-05T01:02:03Z"), 0), "Feb 5, 2024");
  EXPECT_EQ(human_date(date("2024-03"), 2024), "Mar 2024");
  EXPECT_EQ(human_date(date("2024"), 2024), "2024");
}

TEST(Date, EveryDayOfACenturyComesBack) {
  for (std::int64_t day = -10'000; day < 30'000; ++day) {
    const Date d = date_of_instant(day * 86400 + 4711);
    ASSERT_EQ(d.instant, day * 86400);
    ASSERT_EQ(date(d.iso()), d);
  }
}

}  // namespace
}  // namespace incipit::schema
