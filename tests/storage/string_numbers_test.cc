// Numbers of strings against a map.
#include "storage/string_numbers.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace incipit::storage {
namespace {

TEST(StringNumbers, AsAMapWouldNumberThem) {
  std::mt19937 random(11);
  StringNumbers numbers;
  std::map<std::string, std::uint32_t> expected;
  for (int i = 0; i < 300000; ++i) {
    std::string text(random() % 7, '\0');
    for (char& c : text) c = static_cast<char>(random() % (i % 3 == 0 ? 256 : 12));
    const auto number = expected.emplace(text, static_cast<std::uint32_t>(expected.size())).first->second;
    ASSERT_EQ(numbers.number(text), number);
  }
  EXPECT_EQ(numbers.size(), expected.size());
  for (const auto& [text, number] : expected) ASSERT_EQ(numbers.text(number), text);
}

TEST(StringNumbers, EmptyAndLongStrings) {
  StringNumbers numbers;
  EXPECT_EQ(numbers.number(""), 0u);
  const std::string long_one(200000, 'a');
  EXPECT_EQ(numbers.number(long_one), 1u);
  EXPECT_EQ(numbers.number(long_one + "b"), 2u);
  EXPECT_EQ(numbers.number(""), 0u);
  EXPECT_EQ(numbers.number(long_one), 1u);
  EXPECT_EQ(numbers.text(2), long_one + "b");
}

}  // namespace
}  // namespace incipit::storage
