// Corrections: offered for words that no paper has, applied to none.
#include <gtest/gtest.h>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

std::vector<schema::Paper> papers() {
  return {paper_of({"p1", "Black holes and whole numbers", "A black hole is not a whole. Black holes radiate.", {"Stephen Hawking"}, {}, "2019"}),
          paper_of({"p2", "Transformers for translation", "Transformers translate. Gap-2 and GPT-3 models; transformer networks.", {"Ada Bell"}, {}, "2020"}),
          paper_of({"p3", "Schrödinger operators", "Pre-training helps; the pretraining of networks.", {"Jürgen Krüger"}, {}, "2021"})};
}

class Corrections : public ::testing::Test {
 protected:
  std::vector<schema::Correction> of(const std::string& q, schema::QuerySyntax syntax = schema::QuerySyntax::operators) {
    schema::SearchRequest request;
    request.q = q;
    request.syntax = syntax;
    const auto result = index_.search(request);
    EXPECT_EQ(result.query.text, q) << "what was typed is answered";
    return result.query.corrections;
  }
  // The query that is offered; "" for none.
  std::string offered(const std::string& q) {
    const auto corrections = of(q);
    return corrections.empty() ? "" : corrections.front().query;
  }

  Index index_{papers()};
};

TEST_F(Corrections, AreOfferedForWordsThatNoPaperHas) {
  EXPECT_EQ(offered("blakc hole"), "black hole");
  EXPECT_EQ(offered("transfomer"), "transformer");
  EXPECT_EQ(offered("Transformrs TRANSLATON"), "transformers translation");
  EXPECT_EQ(offered("trasnlaton"), "translation") << "two errors in a long word";
  EXPECT_EQ(offered("ransformers"), "transformers") << "a first letter that is missing";
  EXPECT_EQ(offered("schroedinger"), "schrodinger");
  EXPECT_EQ(offered("pre-trainign"), "pre-training");
  EXPECT_EQ(offered("\"blakc hole\" AND NOT transformer"), "\"black hole\" AND NOT transformer");
  EXPECT_EQ(offered("title:(operatros OR hole)"), "title:(operators OR hole)");
  EXPECT_EQ(offered("author:hawkin"), "author:hawking");
  EXPECT_EQ(offered("krügre operators"), "kruger operators");
}

TEST_F(Corrections, SayWhatWasTypedWhereAndHowManyPapersHaveTheOther) {
  const auto corrections = of("a blakc  transfomer");
  ASSERT_EQ(corrections.size(), 1U);
  EXPECT_EQ(corrections[0].query, "a black  transformer");
  ASSERT_EQ(corrections[0].words.size(), 2U);
  const auto& first = corrections[0].words[0];
  const auto& second = corrections[0].words[1];
  EXPECT_EQ(first.offset, 2U);
  EXPECT_EQ(first.typed, "blakc");
  EXPECT_EQ(first.suggested, "black");
  EXPECT_EQ(first.papers, 1);
  EXPECT_EQ(second.offset, 9U);
  EXPECT_EQ(index_.search(corrections[0].query, schema::MatchMode::any).total.value, 2);
}

TEST_F(Corrections, AreNotOfferedForWordsThatExistNorForDigitsSignsAndOtherScripts) {
  for (const char* q : {"", "black hole", "whole", "gap-2", "GPT-4", "GTP-2", "F17", "c++", "blac*", "id:blakc", "category:blakc", "hol", "xyzzyq",
                        "\xD1\x87\xD1\x91\xD1\x80\xD0\xBD\xD1\x8B\xD0\xB5", "\\alhpa", "...", "hawking", "networks"}) {
    EXPECT_EQ(offered(q), "") << q;
  }
}

TEST_F(Corrections, TextWithoutOperators) {
  const auto corrections = of("blakc -hole", schema::QuerySyntax::text);
  ASSERT_EQ(corrections.size(), 1U);
  EXPECT_EQ(corrections[0].query, "black -hole");
}

TEST_F(Corrections, FiltersDoNotMakeAWordUnknown) {
  schema::SearchRequest request;
  request.q = "black";
  request.filters.years = {{2021, 2021}};
  const auto result = index_.search(request);
  EXPECT_EQ(result.total.value, 0);
  EXPECT_TRUE(result.query.corrections.empty());
}

}  // namespace
}  // namespace incipit::testing
