#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analysis/analyser.h"

namespace incipit::analysis {
namespace {

std::string forms(Analyser& analyser, const char* name) {
  std::string text;
  for (const Token& token : analyser.name_tokens(name)) {
    if (!text.empty()) text += ' ';
    if (token.joined) text += '+';
    text += token.form;
  }
  return text;
}

TEST(NameTokens, WordsAndInitialsThenVariants) {
  Analyser analyser;
  EXPECT_EQ(forms(analyser, "Xiaoyan Bai"), "xiaoyan bai");
  EXPECT_EQ(forms(analyser, "J.-P. O'Brien"), "j +p obrien");
  EXPECT_EQ(forms(analyser, "J.K. Rowling"), "j k rowling");
  EXPECT_EQ(forms(analyser, "Jean-Pierre Müller"), "jean +pierre muller mueller");
  EXPECT_EQ(forms(analyser, "Schr\\\"odinger"), "schrodinger schroedinger");
  EXPECT_EQ(forms(analyser, "Søren Ångström"), "soren angstrom soeren aangstroem");
  EXPECT_EQ(forms(analyser, "José"), "jose");
  EXPECT_EQ(forms(analyser, "王小明"), "王 +小 +明");
  EXPECT_EQ(forms(analyser, "Running Wolves"), "running wolves");
  EXPECT_EQ(forms(analyser, " - . , "), "");
}

TEST(NameTokens, OffsetsPointIntoTheDisplayedName) {
  Analyser analyser;
  const std::string name = "Jean-Pierre Müller";
  std::vector<std::string> pieces;
  for (const Token& token : analyser.name_tokens(name)) {
    pieces.push_back(name.substr(token.begin, token.end - token.begin));
  }
  EXPECT_EQ(pieces, (std::vector<std::string>{"Jean", "Pierre", "Müller", "Müller"}));
}

TEST(NameKey, TwoSpellingsOfOneName) {
  const std::vector<std::vector<const char*>> same = {
      {"xiaoyan bai", "Bai, Xiaoyan", "Xiaoyan  BAI", "xiaoyan bai"},
      {"jean pierre dupont", "Jean-Pierre Dupont", "Dupont, Jean Pierre", "JEAN‐PIERRE DUPONT"},
      {"j k rowling", "J.K. Rowling", "J. K. Rowling", "Rowling, J K"},
      {"erwin schrodinger", "Erwin Schr\\\"{o}dinger", "Schrödinger, Erwin", "Erwin Schrodinger"},
      {"dangelo conor obrien", "D'Angelo Conor O’Brien", "dangelo conor obrien"},
      {"martin king jr", "Martin King, Jr.", "Martin King Jr"},
      {"henry ford iii", "Henry Ford, III"},
  };
  for (const auto& names : same) {
    for (std::size_t i = 1; i < names.size(); ++i) EXPECT_EQ(name_key(names[i]), names[0]);
  }
}

TEST(NameKey, CommasThatTurnNothingRound) {
  EXPECT_EQ(name_key("Bai,"), "bai");
  EXPECT_EQ(name_key(", Bai"), "bai");
  EXPECT_EQ(name_key("A, B, C"), "a b c");
}

TEST(NameKey, EmptyWithoutLetters) {
  EXPECT_EQ(name_key(""), "");
  EXPECT_EQ(name_key(" , - ."), "");
  EXPECT_EQ(name_key("123"), "");
  EXPECT_EQ(name_key("\xFF\xFE"), "");
}

}  // namespace
}  // namespace incipit::analysis
