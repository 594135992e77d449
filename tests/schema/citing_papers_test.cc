#include "schema/citing_papers.h"

#include <gtest/gtest.h>

namespace incipit::schema {
namespace {

std::optional<Date> day(const char* text) { return parse_date(text).value(); }

TEST(CitingPapers, AreOneForEachIdAndSourceWithTheEarliestDate) {
  std::vector<CitingPaper> list{{"q", {}, "B"}, {"https://doi.org/10.1000/X", day("2021"), "A"}};
  join_citing(list, {{"doi:10.1000/x", day("2020-03"), "A"}, {"doi:10.1000/x", {}, "A"}, {"doi:10.1000/x", {}, ""}, {"q", day("2019"), "B"}});
  EXPECT_EQ(list, (std::vector<CitingPaper>{{"doi:10.1000/x", {}, ""}, {"doi:10.1000/x", day("2020-03"), "A"}, {"q", day("2019"), "B"}}));
}

TEST(CitingPapers, DoNotDependOnTheOrderTheyComeIn) {
  const std::vector<CitingPaper> some{{"b", day("2020"), "A"}, {"a", {}, ""}}, others{{"10.1000/x", {}, "A"}, {"DOI:10.1000/X", day("2018"), "A"}};
  auto one = some, two = others;
  join_citing(one, others);
  join_citing(two, some);
  EXPECT_EQ(one, two);
  join_citing(one, two);
  EXPECT_EQ(one, two) << "nothing is new";
}

TEST(CitingPapers, GiveWayToWhatTheirSourceSaysAnew) {
  std::vector<CitingPaper> list{{"a", day("2020"), "A"}, {"a", day("2020"), "B"}, {"10.1000/x", {}, "A"}};
  drop_citing(list, {{"a", day("2022"), "A"}, {"doi:10.1000/x", {}, "A"}});
  EXPECT_EQ(list, (std::vector<CitingPaper>{{"a", day("2020"), "B"}}));
}

}  // namespace
}  // namespace incipit::schema
