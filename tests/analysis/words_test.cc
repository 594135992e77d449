// The words of queries.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analysis/analyser.h"

namespace incipit::analysis {
namespace {

struct Row {
  const char* query;
  const char* words;  // stems by spaces; =joined stem; ! precise; % stop word; words parted by |
};

std::string shown(const std::vector<QueryWord>& words) {
  std::string text;
  for (const QueryWord& word : words) {
    if (!text.empty()) text += '|';
    for (std::size_t i = 0; i < word.stems.size(); ++i) text += (i == 0 ? "" : " ") + word.stems[i];
    if (!word.joined_stem.empty()) text += "=" + word.joined_stem;
    if (word.precise) text += '!';
    if (word.stop_word) text += '%';
  }
  return text;
}

const Row kRows[] = {
    {"", ""},
    {"graph neural networks", "graph|neural|network"},
    {"the cat", "the%|cat"},
    {"GPT-2", "gpt 2=gpt2!"},
    {"k-means", "k mean=kmean!"},
    {"pre-training", "pre train=pretrain"},
    {"pre training", "pre train=pretrain"},
    {"pre training-free", "pre|train free=trainingfre"},
    {"pre the", "pre|the%"},
    {"state-of-the-art methods", "state of the art=stateoftheart|method"},
    {"a-b-c-d-e-f", "a b c d e f!"},
    {"to-be", "to be=tobe%"},
    {"C++", "c++"},
    {"AT&T", "at&t"},
    {"2019-2021", "2019 2021!"},
    {"深度学习 net", "深 度 学 习!|net"},
    {"O'Brien's", "obrien"},
    {"user's guide", "user|guid"},
    {"multi-agent self play", "multi agent=multiag|self play=selfplay"},
    {"$k$-means", "k mean=kmean!"},
    {"7", "7"},
};

TEST(Words, Table) {
  Analyser analyser;
  for (const Row& row : kRows) EXPECT_EQ(shown(analyser.words(row.query)), row.words) << row.query;
}

TEST(Words, PlacesAndParts) {
  Analyser analyser;
  const std::string query = "on pre training of GPT-2";
  const std::vector<QueryWord> words = analyser.words(query);
  ASSERT_EQ(words.size(), 4U);
  EXPECT_EQ(query.substr(words[1].begin, words[1].end - words[1].begin), "pre training");
  EXPECT_EQ(query.substr(words[3].begin, words[3].end - words[3].begin), "GPT-2");
  EXPECT_EQ(words[3].parts.size(), words[3].stems.size());
  EXPECT_TRUE(words[3].parts[1].joined);
  EXPECT_FALSE(words[1].parts[1].joined);
}

}  // namespace
}  // namespace incipit::analysis
