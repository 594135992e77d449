#include "server/web/wording.h"

#include <gtest/gtest.h>

namespace incipit::server::web {
namespace {

TEST(Wording, Figures) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
  EXPECT_EQ(figure(7), "7");
  EXPECT_EQ(figure(3.5), "3.5");
  EXPECT_EQ(figure(1234.256), "1,234.26");
  EXPECT_EQ(figure(-0.25), "-0.25");
  EXPECT_EQ(figure(0.005), "0.01");
  EXPECT_EQ(figure(2.999), "3");
}

TEST(Wording, Ordinals) {
  EXPECT_EQ(ordinal(1), "1st");
  EXPECT_EQ(ordinal(2), "2nd");
  EXPECT_EQ(ordinal(3), "3rd");
  EXPECT_EQ(ordinal(4), "4th");
  EXPECT_EQ(ordinal(11), "11th");
  EXPECT_EQ(ordinal(112), "112th");
  EXPECT_EQ(ordinal(121), "121st");
}

TEST(Wording, BoundsInWords) {
  EXPECT_EQ(bound_in_words("h_index <= papers"), "h-index ≤ papers");
  EXPECT_EQ(bound_in_words("h_index^2 <= citations"), "h-index² ≤ citations");
  EXPECT_EQ(bound_in_words("g_index >= h_index"), "g-index ≥ h-index");
}

TEST(Wording, CategoryTagsAreShortOnlyWhereThatIsUnique) {
  const std::set<std::string> unique{"cs.CY", "made.UP", "hep-th"};  // cs.CL and foo.CL are both there
  PageContext context;
  EXPECT_EQ(category_tag(context, "cs.CY"), "cs.CY") << "nothing is known of the index";
  context.short_categories = &unique;
  EXPECT_EQ(category_tag(context, "cs.CL"), "cs.CL");
  EXPECT_EQ(category_tag(context, "cs.CY"), "CY");
  EXPECT_EQ(category_tag(context, "made.UP"), "UP");
  EXPECT_EQ(category_tag(context, "hep-th"), "hep-th");
}

TEST(Wording, Ranges) {
  EXPECT_EQ(range_in_words({2019, 2019}), "2019");
  EXPECT_EQ(range_in_words({2019, 2024}), "2019–2024");
  EXPECT_EQ(range_in_words({2019, std::nullopt}), "2019 and later");
  EXPECT_EQ(range_in_words({std::nullopt, 2019}), "2019 and earlier");
}

}  // namespace
}  // namespace incipit::server::web
