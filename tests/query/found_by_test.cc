// What finds a text, and what must not: each row is a paper of its own, all in one index.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

struct Row {
  const char* text;
  std::vector<const char*> found_by, not_by;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      // Words and their forms.
      {"Convolutional networks learn", {"network", "NETWORKS", "=networks", "\"networks learn\"", "networking", "conv*"},
       {"=network", "\"network learn\"", "\"learn networks\"", "net"}},
      {"On the objectivity of reviews", {"objectivity", "\"objectivity\"", "\"on the objectivity of\""}, {"=object", "\"object\"", "\"on objectivity\""}},
      {"The AT Protocol", {"\"AT Protocol\"", "AT Protocol", "=at"}, {"\"the protocol\""}},
      {"to be or not to be", {"\"to be or not to be\"", "\"not to\"", "=or"}, {"\"to or\""}},
      {"the user's guide", {"user guide", "user's", "users", "\"user's guide\""}, {"=user"}},
      // Hyphens and compounds.
      {"pre-training of encoders", {"pre-training", "pretraining", "pre training", "training", "\"pre-training\"", "\"pre training\""},
       {"=pretraining", "\"training of pre\""}},
      {"pretraining of decoders", {"pre-training", "pretraining", "pre training", "=pretraining"}, {"\"pre-training\"", "=training"}},
      {"nonlinear waves", {"non-linear", "nonlinear", "non linear"}, {"linear"}},
      {"state-of-the-art results", {"state-of-the-art", "\"state of the art\"", "\"state-of-the-art\"", "art"}, {"\"state art\""}},
      {"dust-dust plasma", {"dust-dust plasma", "dust plasma", "\"dust plasma\"", "\"dust-dust plasma\""}, {"\"plasma dust\""}},
      // Words with digits and signs.
      {"GPT-2 writes", {"GPT-2", "gpt2", "GPT2", "gpt", "\"GPT-2\"", "\"gpt 2\""}, {"GPT-3", "gpt3", "\"GPT2\"", "=gpt2", "gpt-20"}},
      {"GPT2 reads", {"GPT-2", "gpt2", "=GPT2"}, {"\"GPT-2\"", "=gpt", "GPT-3"}},
      {"COVID-19 spreads", {"COVID-19", "covid19", "covid", "\"covid-19\""}, {"COVID-18", "=covid19"}},
      {"The F1 score", {"F1", "f1 score", "\"F1 score\""}, {"F2", "F"}},
      {"An F1-score again", {"F1-score", "F1 score", "f1"}, {"\"F-1\""}},
      {"Written in C++ alone", {"C++", "c++", "\"C++\""}, {"C", "C#", "=c"}},
      {"Written in C# alone", {"C#", "=C#"}, {"C", "C++", "F#"}},
      {"Written in C alone", {"=C alone", "\"in C\""}, {"C++", "C#"}},
      {"On .NET services", {".NET", "=.net"}, {"internet"}},
      {"AT&T and R&D budgets", {"AT&T", "R&D", "\"R&D budgets\""}, {"RD"}},
      {"1,000,000 stars and 3.14", {"1,000,000", "3.14"}, {"1000", "3", "14"}},
      {"word2vec vectors", {"word2vec", "WORD2VEC"}, {"word", "vec", "word3vec"}},
      {"Water is H2O", {"H2O", "h2o", "H_2O"}, {"H3O", "h"}},
      {"Water is H$_2$O too", {"H2O", "H$_2$O"}, {"H3O"}},
      {"ORNL-1234 report", {"ORNL-1234", "\"ORNL-1234\""}, {"ORNL-1235", "XYZ-1234"}},
      // Acronyms.
      {"Large language models (LLMs)", {"LLM", "LLMs", "llm"}, {"=llm"}},
      {"An LLM alone", {"LLM", "LLMs"}, {"=llms"}},
      {"The U.S.A. and i.i.d. noise", {"USA", "U.S.A.", "iid", "i.i.d."}, {"us", "id"}},
      {"Many GPUs and CPUs", {"GPU", "cpus"}, {"GPS"}},
      // Accents and TeX.
      {"A naïve Schrödinger", {"naive", "naïve", "nai\u0308ve", "Schrodinger", "Schr\\\"odinger", "Schr{\\\"o}dinger", "\"na\u00EFve schr\u00F6dinger\""}, {"nave", "schr"}},
      {"Poincar\\'e maps of Erd\\H{o}s", {"Poincaré", "poincare", "Erdős", "erdos", "\"Poincaré maps\""}, {"=poincar", "poin"}},
      {"E\uFB03cient \uFB01nes", {"efficient", "fines"}, {"cient"}},
      {"The $\\alpha$-decay of $k$-means with $O(n \\log n)$", {"alpha", "α-decay OR alpha-decay", "k-means", "\"k-means\"", "decay"}, {"beta", "gamma"}},
      {"soft\u00ADhyphen text", {"softhyphen"}, {"soft", "hyphen"}},
      // Other scripts.
      {"深度学习模型", {"深度", "学习", "深度学习", "\"度学\"", "习模型"}, {"习学", "型模"}},
      {"Глубокое обучение", {"глубокое", "ОБУЧЕНИЕ", "обуч*"}, {"обучен", "глубок"}},
      {"Über die Größe", {"uber", "größe", "grosse", "GROSSE"}, {"grose"}},
      // Other languages: their words as they stand.
      {"Une étude générale de l'équation des ondes dans les communes",
       {"étude générale", "generale", "équation", "l'équation", "=générale", "\"étude générale\"", "\"équation\" OR \"l'équation\"",
        "équation NEAR/4 ondes", "génér*", "l'équ*", "equation ondes", "-general étude", "title:communes"},
       {"general", "generals", "commun", "etudes", "equations", "\"etudes generale\"", "general NEAR/4 ondes", "title:commun"}},
      {"Le journal de l'animal dans les bois", {"journal", "l'journal", "animal", "l'animal", "=l'animal"}, {"anim", "=animal"}},
      {"Wir zeigen, dass die Lösungen der Gleichungen nicht eindeutig sind",
       {"Lösungen", "losungen gleichungen", "\"Lösungen der Gleichungen\"", "Gleichung*"}, {"losung", "gleichung", "losunge"}},
      {"The general equations of communal waves", {"general", "generally", "equation", "wave", "générale"}, {"ondes", "communes"}},
  };
  return kRows;
}

TEST(FoundBy, EveryRow) {
  std::vector<schema::Paper> papers;
  for (std::size_t i = 0; i < rows().size(); ++i) papers.push_back(paper_of({"p" + std::to_string(i), rows()[i].text, "Nothing else here."}));
  Index index(papers);
  for (std::size_t i = 0; i < rows().size(); ++i) {
    const auto finds = [&](const char* query) {
      const auto ids = index.ids(query);
      return std::find(ids.begin(), ids.end(), "p" + std::to_string(i)) != ids.end();
    };
    for (const char* query : rows()[i].found_by) EXPECT_TRUE(finds(query)) << '[' << query << "] should find: " << rows()[i].text;
    for (const char* query : rows()[i].not_by) EXPECT_FALSE(finds(query)) << '[' << query << "] should not find: " << rows()[i].text;
  }
}

}  // namespace
}  // namespace incipit::testing
