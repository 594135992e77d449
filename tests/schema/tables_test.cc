// The tables that name things: every row is reachable by its name, and no name stands for two.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "schema/error.h"
#include "schema/fields.h"
#include "schema/limits.h"

namespace incipit::schema {
namespace {

int lines_with(const std::string& file, const std::string& text) {
  std::ifstream in(std::string(INCIPIT_SOURCE_DIR) + "/" + file);
  EXPECT_TRUE(in) << file;
  int count = 0;
  for (std::string line; std::getline(in, line);) count += line.find(text) != line.npos ? 1 : 0;
  return count;
}

bool is_snake_case(std::string_view name) {
  return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == name.npos;
}

TEST(ErrorTable, NamesEveryCodeOnce) {
  std::set<std::string_view> names;
  int expected = 0;
  for (const ErrorCode code : all_error_codes()) {
    EXPECT_EQ(static_cast<int>(code), expected++);
    EXPECT_TRUE(is_snake_case(public_name(code)));
    EXPECT_TRUE(names.insert(public_name(code)).second) << public_name(code);
  }
  EXPECT_EQ(all_error_codes().back(), ErrorCode::internal);
}

TEST(FieldTable, HasARowPerFieldInOrder) {
  std::set<std::string_view> names, prefixes;
  int position = 0;
  for (const auto& row : field_table()) {
    EXPECT_EQ(static_cast<int>(row.field), position++);
    EXPECT_EQ(&row_of(row.field), &row);
    EXPECT_TRUE(row.name.empty() || names.insert(row.name).second) << row.name;
    // The abstract has no postings of its own: it is the text without outside_abstract.
    if (row.field != Field::abstract) {
      EXPECT_TRUE(prefixes.insert(row.prefix).second) << row.prefix;
    }
    if (!row.name.empty()) {
      EXPECT_EQ(field_named(row.name), row.field);
    }
    EXPECT_GE(row.weight, 0);
    EXPECT_TRUE(row.length_normalisation >= 0 && row.length_normalisation <= 1);
    if (row.short_name.empty()) continue;
    EXPECT_TRUE(names.insert(row.short_name).second) << row.short_name;
    EXPECT_EQ(field_named(row.short_name), row.field);
  }
  EXPECT_EQ(field_named(""), std::nullopt);
  EXPECT_EQ(field_named("nothing"), std::nullopt);
}

TEST(FieldTable, NoLongPrefixBeginsAnother) {
  for (const auto& a : field_table()) {
    for (const auto& b : field_table()) {
      if (a.field == b.field || a.prefix.size() < 2) continue;
      EXPECT_NE(b.prefix.substr(0, a.prefix.size()), a.prefix) << a.name << ' ' << b.name;
    }
  }
}

TEST(FactTable, NamesGoRound) {
  int position = 0;
  for (const auto& row : fact_table()) {
    EXPECT_EQ(static_cast<int>(row.fact), position++);
    EXPECT_EQ(fact_named(row.name), row.fact);
    EXPECT_EQ(name_of(row.fact), row.name);
  }
  EXPECT_EQ(fact_named("nothing"), std::nullopt);
}

TEST(FacetTable, NamesGoRound) {
  std::set<std::string_view> names;
  for (const FacetField field : all_facet_fields()) {
    EXPECT_TRUE(names.insert(name_of(field)).second);
    EXPECT_EQ(facet_named(name_of(field)), field);
  }
  EXPECT_EQ(facet_named("nothing"), std::nullopt);
}

TEST(LimitTable, HoldsEveryLimit) {
  std::set<std::string_view> names;
  for (const auto& limit : limit_table()) {
    EXPECT_TRUE(is_snake_case(limit.name)) << limit.name;
    EXPECT_TRUE(names.insert(limit.name).second) << limit.name;
    EXPECT_GT(limit.value, 0) << limit.name;
    EXPECT_FALSE(limit.unit.empty());
    EXPECT_FALSE(limit.reason.empty());
  }
  EXPECT_EQ(static_cast<int>(names.size()), lines_with("schema/limits.h", "inline constexpr Limit k"));
}

}  // namespace
}  // namespace incipit::schema
