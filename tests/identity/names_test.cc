#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analysis/person_name.h"
#include "identity/name.h"

namespace incipit::identity {
namespace {

using ::testing::Contains;

std::string home(const char* name) { return block_keys(read_name(name)).front(); }

// Whether two names meet in a block in which they are compatible, and how they differ there.
std::optional<Difference> meeting(const char* one, const char* other) {
  const Name a = read_name(one), b = read_name(other);
  std::optional<Difference> nearest;
  const auto theirs = block_keys(b);
  for (const auto& key : block_keys(a)) {
    if (std::find(theirs.begin(), theirs.end(), key) == theirs.end()) continue;
    const auto match = match_names(a, b, key);
    const auto turned = match_names(b, a, key);
    EXPECT_EQ(match.has_value(), turned.has_value()) << one << " / " << other;
    if (match && turned) {
      EXPECT_EQ(match->difference, turned->difference) << one << " / " << other;
    }
    if (match && (!nearest || match->difference < *nearest)) nearest = match->difference;
  }
  return nearest;
}

TEST(PersonName, PartsOfNames) {
  const auto words = [](const char* name) {
    std::string text;
    for (const auto& word : analysis::person_name(name).words) text += (text.empty() ? "" : word.joined ? "-" : " ") + word.form;
    return text;
  };
  EXPECT_EQ(words("Xiaoyan Bai"), "xiaoyan bai");
  EXPECT_EQ(words("Bai, Xiaoyan"), "xiaoyan bai");
  EXPECT_EQ(words("Ludwig van Beethoven"), "ludwig beethoven");
  EXPECT_EQ(words("Van Gool, Luc"), "luc gool");
  EXPECT_EQ(words("JK Rowling"), "j k rowling");
  EXPECT_EQ(words("Martin Luther King, Jr."), "martin luther king");
  EXPECT_EQ(words("King, Martin Luther, Jr."), "martin luther king");
  EXPECT_EQ(words("Bin Wang"), "bin wang");
  EXPECT_EQ(words("William (Bill) Smith"), "william smith");
  EXPECT_EQ(words("Jean-Pierre Müller"), "jean-pierre muller");
  EXPECT_EQ(analysis::person_name("Martin King Jr.").suffix, "jr");
  EXPECT_EQ(analysis::person_name("Ludwig van Beethoven").particles, "van");
  EXPECT_EQ(analysis::person_name("王小明 (Xiaoming Wang)").native, "王小明");
  EXPECT_EQ(words("王小明 (Xiaoming Wang)"), "xiaoming wang");
  EXPECT_EQ(words("Xiaoming Wang (王小明)"), "xiaoming wang");
  EXPECT_EQ(words(""), "");
}

TEST(BlockKeys, OneHomeForSpellingsOfOneName) {
  EXPECT_EQ(home("Yang Wang"), "wang|y");
  for (const char* name : {"Hans Müller", "Hans Mueller", "Hans Muller", "H. Müller", "Müller, Hans", "MUELLER, HANS"}) {
    EXPECT_EQ(home(name), home("Hans Müller")) << name;
  }
  for (const char* name : {"Luc Van Gool", "L. van Gool", "van Gool, Luc", "Luc Gool"}) EXPECT_EQ(home(name), "gool|l") << name;
  EXPECT_EQ(home("Wang Y."), "wang|y");
  EXPECT_EQ(home("Madonna"), "madonna|");
  EXPECT_EQ(home("王小明"), "王小明");
  EXPECT_NE(home("Wei Xue"), home("Wei Xu"));
}

TEST(BlockKeys, GuestsOfOtherSpellings) {
  EXPECT_THAT(block_keys(read_name("Maria García López")), Contains("garcia|m"));
  EXPECT_THAT(block_keys(read_name("C. Raymond Perrault")), Contains("perrault|r"));
  EXPECT_THAT(block_keys(read_name("王小明 (Xiaoming Wang)")), Contains("王小明"));
  EXPECT_EQ(block_keys(read_name("")).size(), 1U);
  EXPECT_EQ(block_keys(read_name(" - . ")).size(), 1U);
}

TEST(MatchNames, WhatMayBeOnePerson) {
  EXPECT_EQ(meeting("Yang Wang", "Wang, Yang"), Difference::none);
  EXPECT_EQ(meeting("Ming-Hsuan Yang", "Minghsuan Yang"), Difference::spacing);
  EXPECT_EQ(meeting("Ming-Hsuan Yang", "Ming Hsuan Yang"), Difference::spacing);
  EXPECT_EQ(meeting("Ziyu Zhuang", "Zhuang Ziyu"), Difference::spacing);
  EXPECT_EQ(meeting("Steven Abney", "Steven P. Abney"), Difference::middle);
  EXPECT_EQ(meeting("S. Abney", "Steven Abney"), Difference::initials);
  EXPECT_EQ(meeting("M.-H. Yang", "Ming-Hsuan Yang"), Difference::initials);
  EXPECT_EQ(meeting("Steve Abney", "Steven Abney"), Difference::short_form);
  EXPECT_EQ(meeting("Mike Jordan", "Michael Jordan"), Difference::short_form);
  EXPECT_EQ(meeting("Elisabeth Klein", "Elizabeth Klein"), Difference::spelling);
  EXPECT_EQ(meeting("Nikolay Arefyev", "Nikolay Arefiev"), Difference::spelling);
  EXPECT_EQ(meeting("Raymond Perrault", "C. Raymond Perrault"), Difference::first_left_out);
  EXPECT_EQ(meeting("Maria García", "Maria García López"), Difference::part_of_surname);
  EXPECT_EQ(meeting("Hans Müller", "H. Mueller"), Difference::initials);
  EXPECT_EQ(meeting("王小明", "王小明 (Xiaoming Wang)"), Difference::spacing);
}

TEST(MatchNames, WhatMayNot) {
  EXPECT_EQ(meeting("Yang Wang", "Ying Wang"), std::nullopt);
  EXPECT_EQ(meeting("John A. Smith", "John B. Smith"), std::nullopt);
  EXPECT_EQ(meeting("John Smith Jr.", "John Smith III"), std::nullopt);
  EXPECT_EQ(meeting("Maria García López", "Maria García Sánchez"), std::nullopt);
  EXPECT_EQ(meeting("王小明 (Xiaoming Wang)", "王晓明 (Xiaoming Wang)"), std::nullopt);
  EXPECT_EQ(meeting("Yan Li", "Lin Ya"), std::nullopt);  // the same letters
  EXPECT_EQ(meeting("Wang", "Yang Wang"), std::nullopt);
}

}  // namespace
}  // namespace incipit::identity
