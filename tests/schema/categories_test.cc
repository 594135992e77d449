#include "schema/categories.h"

#include <gtest/gtest.h>

namespace incipit::schema {
namespace {

TEST(Categories, AreSortedAndNamed) {
  const auto table = category_table();
  EXPECT_GE(table.size(), 176u);
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (i > 0) {
      EXPECT_LT(table[i - 1].code, table[i].code);
    }
    EXPECT_FALSE(table[i].name.empty());
    EXPECT_EQ(category_name(table[i].code), table[i].name);
  }
}

TEST(Categories, UnknownCodesStandForThemselves) {
  EXPECT_EQ(category_name("cs.CL"), "Computation and Language");
  EXPECT_EQ(category_name("cs.cl"), "cs.cl");
  EXPECT_EQ(category_name("supr-con"), "Superconductivity");
  EXPECT_EQ(category_name(""), "");
  EXPECT_EQ(category_name("zzz"), "zzz");
}

TEST(Categories, HaveArchiveAndShortCode) {
  EXPECT_EQ(archive_of("cs.CL"), "cs");
  EXPECT_EQ(archive_of("cs"), "cs");
  EXPECT_EQ(archive_of("cond-mat.supr-con"), "cond-mat");
  EXPECT_EQ(short_code("cs.CL"), "CL");
  EXPECT_EQ(short_code("hep-th"), "hep-th");
  EXPECT_EQ(short_code("cs."), "cs.");
}

}  // namespace
}  // namespace incipit::schema
