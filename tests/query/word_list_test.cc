// Words with one or two errors, against the plain definition of an error over many random words.
#include "query/word_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <random>
#include <set>

#include "tests/support/temp_dir.h"

namespace incipit::testing {
namespace {

using Words = std::set<std::string>;

// Letters added, left out, changed, or neighbours exchanged (none of which is changed again).
int errors_between(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> table(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      int& least = table[i][j];
      if (i == 0 || j == 0) {
        least = static_cast<int>(i + j);
        continue;
      }
      least = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) least = std::min(least, table[i - 2][j - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

bool is_plain(const std::string& word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

class NearWords : public ::testing::Test {
 protected:
  NearWords() {
    std::printf("seed %u\n", kSeed);
    const auto letter = [&] { return "aabbcde1"[random_() % 8]; };
    while (all_.size() < 4000) {
      std::string word;
      for (std::size_t size = 1 + random_() % 9; word.size() < size;) word += letter();
      all_.insert(word);
    }
    storage::NameWordsWriter writer;
    std::uint32_t row = 0;
    for (const auto& word : all_) writer.add(word, row++);
    EXPECT_TRUE(writer.write(dir_.path()));
    names_ = std::move(*storage::NameWords::open(dir_.path(), row));
  }
  [[nodiscard]] std::string a_word() {
    std::string word;
    for (std::size_t size = 4 + random_() % 5; word.size() < size;) word += "aabbcde"[random_() % 7];
    return word;
  }

  static constexpr unsigned kSeed = 20261126;
  std::mt19937 random_{kSeed};
  TempDir dir_;
  Words all_;
  storage::NameWords names_;
};

TEST_F(NearWords, AreThoseWithFewEnoughErrors) {
  const query::WordList list(names_);
  std::size_t found = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string typed = a_word();
    for (const int most : {1, 2}) {
      std::map<std::string, int> expected, got;
      for (const auto& word : all_) {
        const int errors = errors_between(typed, word);
        const bool first_letter = word[0] != typed[0];
        // A wrong first letter is the only error that is looked for.
        const bool lone = word.substr(1) == typed.substr(1) || word == typed.substr(1) || word.substr(1) == typed ||
                          (word.size() == typed.size() && word[0] == typed[1] && word[1] == typed[0] && word.substr(2) == typed.substr(2));
        if (errors > 0 && errors <= most && word.size() >= 3 && is_plain(word) && (!first_letter || lone)) expected[word] = errors;
      }
      for (const auto& near : list.words_near(typed, most)) {
        EXPECT_TRUE(got.emplace(std::string(list[near.place]), near.errors).second) << "twice";
      }
      EXPECT_EQ(got, expected) << typed << " " << most;
      found += got.size();
    }
  }
  EXPECT_GT(found, 1000U);
}

TEST_F(NearWords, BeginAsTypedWithAnError) {
  const query::WordList list(names_);
  std::size_t found = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string typed = a_word();
    Words expected, got;
    for (const auto& word : all_) {
      bool begins = word.starts_with(typed.substr(0, typed.size() - 1));
      for (std::size_t size = 1; size <= word.size() && word[0] == typed[0]; ++size) {
        begins = begins || (is_plain(word.substr(0, size)) && errors_between(typed, word.substr(0, size)) <= 1);
      }
      if (begins) expected.insert(word);
      if (!is_plain(word)) continue;
      EXPECT_EQ(query::begins_nearly(word, typed), begins || word.starts_with(typed)) << word << " " << typed;
    }
    for (const auto& range : list.beginnings_near(typed)) {
      for (std::size_t place = range.first; place < range.last; ++place) got.emplace(list[place]);
    }
    // Words that begin as typed, without an error, may be among them.
    std::erase_if(expected, [&](const std::string& word) { return word.starts_with(typed); });
    std::erase_if(got, [&](const std::string& word) { return word.starts_with(typed); });
    EXPECT_EQ(got, expected) << typed;
    found += got.size();
  }
  EXPECT_GT(found, 1000U);
}

TEST_F(NearWords, LeaveDigitsSignsAndShortWordsAlone) {
  const query::WordList list(names_);
  for (const char* typed : {"abc", "abc1", "ab-c", "\xC3\xA4" "bcd", ""}) {
    EXPECT_TRUE(list.words_near(typed, 1).empty()) << typed;
    EXPECT_TRUE(list.beginnings_near(typed).empty()) << typed;
  }
  EXPECT_EQ(list.beginning_with("").size(), all_.size());
  EXPECT_TRUE(list.beginning_with("zz").empty());
}

}  // namespace
}  // namespace incipit::testing
