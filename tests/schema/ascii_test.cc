#include "schema/ascii.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace incipit::schema {
namespace {

using ::testing::ElementsAre;

std::string all_bytes() {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  return bytes;
}

TEST(Ascii, OnlyItsOwnLettersAndDigitsCount) {
  std::string letters, digits;
  for (const char c : all_bytes()) {
    if (is_ascii_letter(c)) letters += c;
    if (is_ascii_digit(c)) digits += c;
    EXPECT_EQ(is_ascii_alnum(c), is_ascii_letter(c) || is_ascii_digit(c));
  }
  EXPECT_EQ(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
  EXPECT_EQ(digits, "0123456789");
  EXPECT_TRUE(is_all_digits("007"));
  EXPECT_FALSE(is_all_digits(""));
  EXPECT_FALSE(is_all_digits("1\xB2"));
}

TEST(Ascii, LowerCaseLeavesAllOtherBytes) {
  std::string changed;
  const std::string bytes = all_bytes(), lower = lower_ascii(bytes);
  ASSERT_EQ(lower.size(), bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (lower[i] != bytes[i]) changed += lower[i];
  }
  EXPECT_EQ(changed, "abcdefghijklmnopqrstuvwxyz");
  EXPECT_TRUE(equal_in_any_case("X-\xC3\x84", "x-\xC3\x84"));
  EXPECT_FALSE(equal_in_any_case("X-\xC3\x84", "x-\xC3\xA4"));
  EXPECT_FALSE(equal_in_any_case("ab", "abc"));
  EXPECT_FALSE(equal_in_any_case("[", "{"));
}

TEST(Ascii, PrefixesAreCutInAnyCase) {
  std::string_view text = "DOI:10.1/X";
  EXPECT_FALSE(cut_prefix(text, "http:"));
  EXPECT_TRUE(cut_prefix(text, "doi:"));
  EXPECT_EQ(text, "10.1/X");
  EXPECT_FALSE(cut_prefix(text, "10.1/x-and-more"));
  EXPECT_TRUE(cut_prefix(text, "10.1/x"));
  EXPECT_EQ(text, "");
}

TEST(Ascii, PartsAndEnds) {
  EXPECT_EQ(trimmed(" \t a b\t", " \t"), "a b");
  EXPECT_EQ(trimmed(" \t ", " \t"), "");
  EXPECT_EQ(trimmed("\na", " \t"), "\na");
  EXPECT_THAT(split("a,,b", ","), ElementsAre("a", "", "b"));
  EXPECT_THAT(split("", ","), ElementsAre(""));
  EXPECT_THAT(split(",", ","), ElementsAre("", ""));
  EXPECT_THAT(split("a =>b=>", "=>"), ElementsAre("a ", "b", ""));
  EXPECT_EQ(joined(split("a,,b", ","), ";"), "a;;b");
  EXPECT_EQ(joined(std::vector<std::string>{}, ";"), "");
}

TEST(Ascii, HexadecimalThereAndBack) {
  const std::string bytes = all_bytes();
  EXPECT_EQ(hex_of("\x01\xFF z"), "01ff207a");
  EXPECT_EQ(bytes_of_hex(hex_of(bytes)), bytes);
  EXPECT_EQ(bytes_of_hex("Ff"), "\xFF");
  EXPECT_EQ(bytes_of_hex(""), "");
  for (const char* none : {"f", "0g", "/0", ":0", "@0", "`0", "\xC3\xA4"}) EXPECT_FALSE(bytes_of_hex(none)) << none;
}

TEST(Ascii, PercentEncoding) {
  EXPECT_EQ(percent_encode("a/b c~-._"), "a%2Fb%20c~-._");
  EXPECT_EQ(percent_encode(std::string_view("\0%\xC3\xA4", 4)), "%00%25%C3%A4");
  EXPECT_EQ(percent_encode("10.1/a(b)", "./()"), "10.1/a(b)");
  EXPECT_EQ(percent_encode("10.1/a(b)", "./"), "10.1/a%28b%29");
}

}  // namespace
}  // namespace incipit::schema
