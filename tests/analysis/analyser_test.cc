// What the analysis makes of texts: the golden table of tokens and terms.
#include "analysis/analyser.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace incipit::analysis {
namespace {

// Forms in order, a joined one with a plus sign before it.
std::string shown(const std::vector<Token>& tokens) {
  std::string text;
  for (const Token& token : tokens) {
    if (!text.empty()) text += ' ';
    if (token.joined) text += '+';
    text += token.form;
  }
  return text;
}

std::string shown(const std::vector<std::string>& terms) {
  std::string text;
  for (const std::string& term : terms) {
    if (!text.empty()) text += ' ';
    text += term;
  }
  return text;
}

struct Row {
  const char* text;
  const char* tokens;
  const char* terms;
};

const Row kRows[] = {
    // plain words
    {"", "", ""},
    {" ... !? ", "", ""},
    {"Large Language Models", "large language models", "larg languag model"},
    {"MODELS models Model", "models models model", "model model model"},
    {"the cat", "the cat", "the cat"},
    {"x", "x", "x"},
    {"universities", "universities", "univers"},
    // signs behind short words
    {"C++ and C#", "c++ and c#", "c++ and c#"},
    {"F#, Na+.", "f# na+", "f# na+"},
    {"C++11", "c 11", "c 11"},
    {"C++++", "c", "c"},
    {"a+b", "a b", "a b"},
    {"k-means++", "k +means", "k mean kmean"},
    {"C++-like", "c++ +like", "c++ like c++like"},
    {"model#", "model", "model"},
    // a dot before a word
    {".NET", ".net", ".net"},
    {"the .NET (.json) files", "the .net .json files", "the .net .json file"},
    {"done .However", "done however", "done howev"},
    {"...and", "and", "and"},
    // compounds
    {"GPT-2", "gpt +2", "gpt 2 gpt2"},
    {"GPT2", "gpt2", "gpt2"},
    {"covid-19", "covid +19", "covid 19 covid19"},
    {"gpt-4o", "gpt +4o", "gpt 4o gpt4o"},
    {"pre-training", "pre +training", "pre train pretrain"},
    {"pretraining", "pretraining", "pretrain"},
    {"pre training", "pre training", "pre pretrain train"},
    {"pre  training", "pre training", "pre train"},
    {"pre the", "pre the", "pre the"},
    {"re 12", "re 12", "re 12"},
    {"self-supervised", "self +supervised", "self supervis selfsupervis"},
    {"a-b-c", "a +b +c", "a b c abc ab bc"},
    {"state-of-the-art", "state +of +the +art", "state of the art stateoftheart stateof ofth theart"},
    {"a-b-c-d-e", "a +b +c +d +e", "a b c d e abcd ab bc cd de"},
    {"a-b-c-d-e-f", "a +b +c +d +e +f", "a b c d e f ab bc cd de ef"},
    {"Kolmogorov–Smirnov", "kolmogorov +smirnov", "kolmogorov smirnov kolmogorovsmirnov"},
    {"x‐y x‑y x−y", "x +y x +y x +y", "x y xy x y xy x y xy"},
    {"word—word", "word word", "word word"},
    {"word – word, pre – training", "word word pre training", "word word pre train"},
    {"and/or snake_case x^2", "and +or snake +case x +2", "and or andor snake case snakecas x 2 x2"},
    {"x.y a:b", "x +y a +b", "x y xy a b ab"},
    {"model.The", "model +the", "model the modelth"},
    {"16:9", "16 9", "16 9"},
    {"a@b a--b a -b", "a b a b a b", "a b a b a b"},
    {"2019-2021", "2019 +2021", "2019 2021"},
    {"a\\b", "a b", "a b"},
    // numbers
    {"3.14 1,000 1,000,000", "3.14 1,000 1,000,000", "3.14 1,000 1,000,000"},
    {"2301.12345v2", "2301.12345v2", "2301.12345v2"},
    {"arXiv:2301.1", "arxiv 2301.1", "arxiv 2301.1"},
    {"2019. In", "2019 in", "2019 in"},
    // ampersands and acronyms
    {"AT&T R&D Q&A", "at&t r&d q&a", "at&t r&d q&a"},
    {"cats&dogs", "cats dogs", "cat dog"},
    {"U.S.A. P.T.O.", "usa pto", "usa pto"},
    {"u.s.a", "usa", "usa"},
    {"e.g. this", "eg this", "eg this"},
    // apostrophes
    {"d'Angelo O’Brien", "d'angelo o'brien", "dangelo obrien"},
    {"user's users' don't", "user's users don't", "user user dont"},
    {"'quoted'", "quoted", "quot"},
    // plurals of acronyms
    {"LLMs CNNs SVMs", "llms cnns svms", "llm cnn svm"},
    {"GPUs CPUs GANs", "gpus cpus gans", "gpu cpu gan"},
    {"GPS DNS corpus thus https", "gps dns corpus thus https", "gps dns corpus thus https"},
    // Unicode
    {"naïve Schrödinger", "naive schrodinger", "naiv schroding"},
    {"nai\u0308ve", "naive", "naiv"},
    {"Straße Ørsted Łukasz Æther Œuvre", "strasse orsted lukasz aether oeuvre",
     "strass orst lukasz aether oeuvr"},
    {"İstanbul ısı", "istanbul isi", "istanbul isi"},
    {"eﬃcient ＧＰＴ", "efficient gpt", "effici gpt"},
    {"x² H₂O", "x2 h2o", "x2 h2o"},
    {"co\u00ADoperate zero\u200Bwidth", "cooperate zerowidth", "cooper zerowidth"},
    {"Привет Ёлка Йога", "привет елка йога", "привет елка йога"},
    {"Ἀθήνα", "αθηνα", "αθηνα"},
    {"٣٫١٤ ½", "3 14 1/2", "3 14 1/2"},
    {"2½ ¾cup x⅓ ↉ ⅟3", "2 1/2 3/4 cup x 1/3 0/3 1/ 3", "2 1/2 3/4 cup x 1/3 0/3 1/ 3"},
    {"می\u200Cخواهم می\u200C\u200Dخواهم", "میخواهم میخواهم", "میخواهم میخواهم"},
    {"深度学习", "深 +度 +学 +习", "深 度 学 习"},
    {"深度learning 模", "深 +度 learning 模", "深 度 learn 模"},
    {"カタカナ ひら", "カ +タ +カ +ナ ひ +ら", "カ タ カ ナ ひ ら"},
    {"한국", "한 +국", "한 국"},
    {"ไทย", "ไ +ท +ย", "ไ ท ย"},
    // formulas
    {"$L_{1}$", "l +1", "l 1 l1"},
    {"$\\alpha$ and $\\infty$", "alpha and infty", "alpha and infti"},
    {"$\\mathcal{O}(n^2)$", "o n +2", "o n 2 n2"},
    {"$k$-means $n$th", "k +means n +th", "k mean kmean n th nth"},
    {"$\\mathbb{R}^{n}$", "r +n", "r n rn"},
    {"$10\\times 5$", "10 5", "10 5"},
    {"$x_\\alpha$", "x +alpha", "x alpha xalpha"},
    {"${\\rm SU}(2)$", "su 2", "su 2"},
    {"O(n)", "o n", "o n"},
};

TEST(Analyser, GoldenTable) {
  Analyser analyser;
  for (const Row& row : kRows) {
    const AnalysedText analysed = analyser.analyse(row.text);
    EXPECT_EQ(shown(analysed.tokens), row.tokens) << row.text;
    EXPECT_EQ(shown(analysed.terms), row.terms) << row.text;
    EXPECT_EQ(analyser.tokens(row.text), analysed.tokens) << row.text;
  }
  EXPECT_GE(std::size(kRows), 60U);
}

TEST(Analyser, OffsetsPointIntoTheText) {
  Analyser analyser;
  const std::string text = "Schrödinger's .NET, U.S.A. C++ $\\alpha_{1}$";
  std::vector<std::string> pieces;
  for (const Token& token : analyser.tokens(text))
    pieces.push_back(text.substr(token.begin, token.end - token.begin));
  EXPECT_EQ(pieces, (std::vector<std::string>{"Schrödinger's", ".NET", "U.S.A", "C++", "alpha", "1"}));
}

TEST(Analyser, OffsetsHoldAcrossJoiners) {
  Analyser analyser;
  const std::string text = "a می\u200Cخواهم👩\u200D🔬 ½ word";
  std::vector<std::string> pieces;
  for (const Token& token : analyser.tokens(display_text(text)))
    pieces.push_back(text.substr(token.begin, token.end - token.begin));
  EXPECT_EQ(pieces, (std::vector<std::string>{"a", "می\u200Cخواهم", "½", "word"}));
}

TEST(Analyser, LongFormsStayDistinctAndBounded) {
  Analyser analyser;
  const std::string word(300, 'x');
  const std::vector<Token> tokens = analyser.tokens(word + "a " + word + "b " + word + "A");
  ASSERT_EQ(tokens.size(), 3U);
  EXPECT_EQ(tokens[0].form.size(), 64U);
  EXPECT_NE(tokens[0].form, tokens[1].form);
  EXPECT_EQ(tokens[0].form, tokens[2].form);
  EXPECT_EQ(analyser.stem(tokens[0].form), tokens[0].form);
  const std::string wide = "ж";
  std::string cyrillic;
  for (int i = 0; i < 100; ++i) cyrillic += wide;
  EXPECT_LE(analyser.tokens(cyrillic).at(0).form.size(), 64U);
}

TEST(Analyser, StemOfOddForms) {
  Analyser analyser;
  EXPECT_EQ(analyser.stem(""), "");
  EXPECT_EQ(analyser.stem("'"), "'");
  EXPECT_EQ(analyser.stem("'s"), "s");
  EXPECT_EQ(analyser.stem("at&t's"), "at&t");
  EXPECT_EQ(analyser.stem("is"), "is");
  EXPECT_EQ(analyser.stem("training"), "train");
}

// A stem handed back in as a form, while the table grows under it.
TEST(Analyser, StemOfAStemWhileTheTableGrows) {
  Analyser analyser;
  for (int i = 0; i < 20'000; ++i) {
    const std::string& first = analyser.stem("word" + std::to_string(i) + std::string(30, 'x'));
    const std::string copy = first;
    ASSERT_EQ(analyser.stem(first), copy);
  }
}

TEST(Analyser, StopWordsAreLucenes) {
  for (const char* word : {"a", "an", "and", "the", "their", "was", "with", "these"})
    EXPECT_TRUE(is_stop_word(word));
  for (const char* word : {"", "The", "from", "we", "which", "thesis"}) EXPECT_FALSE(is_stop_word(word));
}

TEST(Analyser, FingerprintIsStable) {
  EXPECT_EQ(Analyser::fingerprint(), Analyser::fingerprint());
  EXPECT_NE(Analyser::fingerprint().find("icu-"), std::string::npos);
}

TEST(Fold, KeepsPunctuation) {
  EXPECT_EQ(fold("Schrödinger-GLEICHUNG, (Straße)!"), "schrodinger-gleichung, (strasse)!");
  EXPECT_EQ(fold("PLAIN text."), "plain text.");
  EXPECT_EQ(fold(""), "");
  EXPECT_EQ(fold("ﬁ Å ø"), "fi a o");
}

TEST(TitleSortKey, LeavesOutArticlesAndPunctuation) {
  EXPECT_EQ(title_sort_key("The Story is Not the Science"), "story is not the science");
  EXPECT_EQ(title_sort_key("\"A 'Quoted' Title!\""), "quoted title");
  EXPECT_EQ(title_sort_key("An"), "an");
  EXPECT_EQ(title_sort_key("A-Theorem"), "a theorem");
  EXPECT_EQ(title_sort_key("$\\alpha$-Étude"), "alpha etude");
  EXPECT_EQ(title_sort_key("深度 Net"), "深度 net");
  EXPECT_EQ(title_sort_key("!!!"), "!!!");
  EXPECT_EQ(title_sort_key(""), "");
  EXPECT_LE(title_sort_key(std::string(100'000, 'x') + " é").size(), 120U);
  std::string wide;
  for (int i = 0; i < 500; ++i) wide += "ж ";
  EXPECT_EQ(title_sort_key(wide).size(), 120U);
}

}  // namespace
}  // namespace incipit::analysis
