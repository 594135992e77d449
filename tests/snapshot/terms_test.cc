// Which words of a text are terms of novelty.
#include "snapshot/terms.h"

#include <gmock/gmock.h>

namespace incipit::snapshot {
namespace {

using ::testing::ElementsAre;

std::string words_of(std::string_view title, std::string_view abstract = "") { return WordReader().words(title, abstract); }

std::vector<std::string> terms_of(std::string_view words) {
  std::vector<std::string> terms;
  each_term(words, [&](std::string_view term) { terms.emplace_back(term); });
  return terms;
}

TEST(Words, AreFoldedAndOfThreeLetters) {
  EXPECT_EQ(words_of("Schrödinger AI Equation"), "schrodinger\nequation");
  EXPECT_EQ(words_of("Moore's law"), "moore law");
  EXPECT_EQ(words_of("GPT2 beats model4"), "beats");
}

TEST(Words, AreNoFunctionWords) {
  EXPECT_EQ(words_of("We show that their parser can parse"), "parser\nparse");
  EXPECT_TRUE(is_function_word("our"));
  EXPECT_FALSE(is_function_word("parser"));
}

TEST(Words, ArePairsWhereNothingStandsBetweenThem) {
  EXPECT_EQ(words_of("deep learning, graph networks (graphs) models. End-to-end training"), "deep learning\ngraph networks\ngraphs\nmodels\nend\nend\ntraining");
  EXPECT_EQ(words_of("reach state-of-the-art results pre-trained"), "reach\nstate\nart\nresults pre trained");
  EXPECT_EQ(words_of("state of the art"), "state\nart");
  EXPECT_EQ(words_of("title words", "abstract words"), "title words\nabstract words");
}

TEST(Words, AreNotThoseOfFormulasAndAddresses) {
  EXPECT_EQ(words_of("mass $m_{proton} \\alpha$ measured"), "mass\nmeasured");
  EXPECT_EQ(words_of("code: https://github.com/some/parser here github.com/other/thing end"), "code\nend");
  EXPECT_EQ(words_of("released https : //github.com/some under an MIT license"), "released\nmit");
}

TEST(Terms, AreWordsAndPairs) {
  EXPECT_THAT(terms_of("deep learning models\ndeep"), ElementsAre("deep", "learning", "deep learning", "models", "learning models", "deep"));
  EXPECT_THAT(terms_of(""), ElementsAre());
}

TEST(Terms, AreCounted) {
  const auto counted = counted_terms("deep nets\ndeep nets deep");
  std::uint32_t deep = 0, pair = 0, all = 0;
  for (const auto& term : counted) {
    all += term.count;
    if (term.hash == hash_of_term("deep")) deep = term.count;
    if (term.hash == hash_of_term("deep nets")) pair = term.count;
  }
  EXPECT_EQ(deep, 3u);
  EXPECT_EQ(pair, 2u);
  EXPECT_EQ(counted.size(), 4u);  // and "nets", "nets deep"
  EXPECT_EQ(all, 8u);
}

}  // namespace
}  // namespace incipit::snapshot
