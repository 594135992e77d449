// Which texts are of another language, and what their words are found by.
#include "analysis/language.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace incipit::analysis {
namespace {

bool is_other(const std::string& text) {
  Analyser analyser;
  return language_of(analyser.tokens(display_text(text))) == Language::other;
}

TEST(Language, TextsInOtherLanguages) {
  for (const char* text : {
           "Nous présentons une approche générale pour la traduction automatique des langues peu dotées.",
           "Étude de la stabilité des équations d'évolution dans les espaces de Hilbert",
           "Se presenta un método para el análisis de las redes neuronales en la clasificación de textos.",
           "Apresentamos um estudo sobre os modelos de linguagem para a classificação das notícias em português.",
           "Questo lavoro descrive un metodo per la stima dei parametri nelle equazioni differenziali.",
           "Wir untersuchen die Stabilität von Lösungen der Wärmeleitungsgleichung und zeigen, dass sie nicht eindeutig sind.",
           "In dieser Arbeit wird eine neue Methode zur Analyse von Texten vorgestellt.",
           "In dit artikel wordt een nieuwe methode voor het vertalen van teksten beschreven.",
           "Vi presenterar en metod för att översätta texter som inte är på engelska.",
           "W pracy przedstawiono nowe metody, które są stosowane przez autorów do analizy tekstów oraz mowy.",
           "Bu çalışmada metinler için yeni bir yöntem ve sonuçlar verilmiştir, olarak daha hızlı.",
           "Penelitian ini bertujuan untuk menganalisis data yang diperoleh dari media sosial dengan metode baru.",
       }) {
    EXPECT_TRUE(is_other(text)) << text;
  }
}

TEST(Language, WhatIsEnglishOrLeavesDoubt) {
  for (const char* text : {
           "",
           "Attention is all you need",
           "We study the stability of solutions of the heat equation in Hilbert spaces.",
           // A name, an abbreviation, symbols of elements, a quoted title.
           "On the de Rham cohomology of varieties",
           "La Vallée Poussin means",
           "Si, Se and La in Au-Au collisions",
           "Jin et al. and de la Cruz on the theory of the die is cast",
           "The translation of \"Le Rouge et le Noir\" and \"Les Fleurs du mal\" into English with large models is studied in this paper",
           "Théorie des nombres",  // two function words at most
           "Résumé",
           // Other scripts are not stemmed anyway.
           "Мы изучаем устойчивость решений уравнения теплопроводности",
           "我们研究热方程解的稳定性",
           // Both languages, as much English as French.
           "Nous étudions la stabilité des solutions. We study the stability of the solutions and show that they are unique.",
       }) {
    EXPECT_FALSE(is_other(text)) << text;
  }
}

TEST(Language, WordsStandAsTheyAreWithoutWhatIsElided) {
  for (const auto& [form, term] : std::vector<std::pair<const char*, const char*>>{
           {"generale", "generale"},
           {"l'equation", "equation"},
           {"qu'elle", "elle"},
           {"dell'analisi", "analisi"},
           {"aujourd'hui", "aujourdhui"},
           {"foto's", "fotos"},
           {"l'", "l"},
           {"'", "'"},
           {"", ""},
       }) {
    EXPECT_EQ(unstemmed_term(form), term);
  }
}

TEST(Language, TermsOfSuchATextAreItsWords) {
  Analyser analyser;
  const auto analysed = analyser.analyse(display_text("Une étude générale de l'équation des ondes dans les milieux non-linéaires"));
  const std::vector<std::string> terms = {"une",   "etude", "generale", "de",  "equation", "des",       "ondes",
                                          "dans",  "les",   "milieux",  "non", "lineaires", "nonlineaires"};
  EXPECT_EQ(analysed.terms, terms);
  EXPECT_EQ(analysed.language, Language::other);
  EXPECT_EQ(analyser.analyse("A general study of the wave equation in nonlinear media").language, Language::english);
}

TEST(Language, ATextThatDoesNotTellIsInTheLanguageGiven) {
  Analyser analyser;
  const auto terms = [&](const char* text, Language otherwise) { return analyser.analyse(text, otherwise).terms; };
  EXPECT_EQ(terms("Extraction automatique", Language::other), (std::vector<std::string>{"extraction", "automatique"}));
  EXPECT_EQ(terms("Extraction automatique", Language::english), (std::vector<std::string>{"extract", "automatiqu"}));
  EXPECT_EQ(terms("The extraction", Language::other), (std::vector<std::string>{"the", "extract"}));
  EXPECT_EQ(analyser.analyse("Extraction").language, Language::english);
}

TEST(Language, AFormHasASecondTermWhereATextHasIt) {
  Analyser analyser;
  EXPECT_EQ(analyser.unstemmed("generale"), "") << "nothing is known of the texts";
  analyser.know_unstemmed(std::make_shared<UnstemmedWords>(UnstemmedWords{"generale", "equation"}));
  EXPECT_EQ(analyser.unstemmed("generale"), "generale");
  EXPECT_EQ(analyser.unstemmed("l'equation"), "equation");
  EXPECT_EQ(analyser.unstemmed("general"), "");
  analyser.know_unstemmed(std::make_shared<UnstemmedWords>(UnstemmedWords{"journal", "generale", "equation"}));
  EXPECT_EQ(analyser.unstemmed("journal"), "") << "the stem is the same";
  EXPECT_EQ(analyser.unstemmed("l'journal"), "journal");
  EXPECT_EQ(analyser.unstemmed("generales"), "") << "no text has it";
}

}  // namespace
}  // namespace incipit::analysis
