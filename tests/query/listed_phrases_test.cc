// Phrases in an index of so many papers that frequent ones are listed (storage/pair_lists.h), against plain loops over the texts.
#include <gtest/gtest.h>

#include <algorithm>

#include "indexer/change.h"
#include "storage/pair_lists.h"
#include "tests/support/random.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

const std::vector<std::string> kWords = {"red", "green", "blue", "black", "white", "brown", "pink"};

std::string text_of(Random& random, std::size_t words) {
  std::string text;
  for (std::size_t i = 0; i < words; ++i) text += (i == 0 ? "" : random.chance(10) ? "-" : " ") + kWords[random.below(kWords.size())];
  return text;
}

// Word by word, a hyphen as a space unless the phrase has one.
bool stands_in(std::string text, const std::string& phrase) {
  if (phrase.find('-') == std::string::npos) std::replace(text.begin(), text.end(), '-', ' ');
  return (" " + text + " ").find(" " + phrase + " ") != std::string::npos ||
         (" " + text + " ").find(" " + phrase + "-") != std::string::npos || (" " + text + " ").find("-" + phrase + " ") != std::string::npos ||
         (" " + text + " ").find("-" + phrase + "-") != std::string::npos;
}

TEST(ListedPhrases, AreFoundWhereTheyStand) {
  Random random(5);
  std::vector<schema::Paper> papers;
  for (std::size_t i = 0; i < storage::PairListsWriter::kLeastPapers + 100; ++i) {
    papers.push_back(paper_of({"p" + std::to_string(i), text_of(random, 3), text_of(random, 4), {}, {i % 10 == 0 ? "cs.IR" : "cs.CL"}}));
  }
  Index index(papers);
  const std::vector<std::string> phrases = {"red green", "green red", "black black", "red-green", "red green blue", "pink brown white"};
  for (const std::string& phrase : phrases) {
    struct Field {
      std::string prefix;
      bool title, abstract, few;
    };
    for (const Field& field : {Field{"", true, true, false}, {"title:", true, false, false}, {"abstract:", false, true, false}, {"cat:cs.IR ", true, true, true}}) {
      const auto expected = std::count_if(papers.begin(), papers.end(), [&](const schema::Paper& paper) {
        return (!field.few || paper.categories.front() == "cs.IR") &&
               ((field.title && stands_in(paper.title, phrase)) || (field.abstract && stands_in(paper.abstract, phrase)));
      });
      const std::string q = field.prefix + '"' + phrase + '"';
      EXPECT_EQ(index.search(q).total.value, expected) << q;
      EXPECT_GT(expected, 0) << q;
    }
  }
}

TEST(ListedPhrases, OfDeletedPapersAreNotFound) {
  std::vector<schema::Paper> papers;
  for (std::size_t i = 0; i < storage::PairListsWriter::kLeastPapers; ++i) papers.push_back(paper_of({"p" + std::to_string(i), "red green", "blue"}));
  Index index(papers);
  indexer::ChangeOptions change;
  change.index = index.path();
  change.deletes = {"p0", "p7", "p16383"};
  ASSERT_TRUE(indexer::change_index(change, {}));
  const auto changed = open_searcher(index.path());
  schema::SearchRequest request;
  for (const char* q : {"\"red green\"", "title:\"red green\""}) {
    request.q = q;
    EXPECT_EQ(changed->search(request)->total.value, std::ssize(papers) - 3) << q;
  }
}

}  // namespace
}  // namespace incipit::testing
