// Suggestions while a text is typed.
#include <gtest/gtest.h>

#include "indexer/change.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::SuggestionKind;
using Texts = std::vector<std::string>;

std::vector<schema::Paper> library() {
  auto cited = paper_of({"p1", "The Theory of Graph Kernels", "Kernels on graphs and kernel machines.", {"Ada Bell", "José García"}, {"cs.LG"}, "2019"});
  cited.citations = {{12, "", std::nullopt}};
  return {cited, paper_of({"p2", "Graph walks for chemistry", "Random walks.", {"Ada Bell"}, {"cs.LG", "physics.chem-ph"}, "2020"}),
          paper_of({"p3", "A survey of neural machine translation", "Translation models.", {"Yoshua Lind"}, {"cs.CL"}, "2018"}),
          paper_of({"p4", "Neural networks in chemistry", "A neural network.", {"Yoshua Berg"}, {"cs.LG"}, "2021"}),
          paper_of({"p5", "On $\\alpha$-decay of Schr\\\"odinger operators", "Operators.", {"Bo Müller"}, {"math-ph"}, "2017"}),
          paper_of({"p6", "GPT-2 against GPT-3", "Language models GPT-2.", {"Bo Chen"}, {"cs.CL"}, "2022"})};
}

class Suggestions : public ::testing::Test {
 protected:
  std::vector<schema::Suggestion> all(const std::string& q, SuggestionKind kind, std::int64_t limit = 5) {
    const auto result = index_.searcher().suggest({q, kind, limit});
    EXPECT_TRUE(result) << q;
    for (const auto& one : result->suggestions) EXPECT_EQ(one.kind, kind);
    EXPECT_LE(static_cast<std::int64_t>(result->suggestions.size()), limit);
    return result->suggestions;
  }
  Texts words(const std::string& q, std::int64_t limit = 5) { return texts(all(q, SuggestionKind::words, limit)); }
  Texts authors(const std::string& q) { return texts(all(q, SuggestionKind::authors)); }
  Texts categories(const std::string& q) { return ids(all(q, SuggestionKind::categories)); }
  Texts papers(const std::string& q, std::int64_t limit = 5) { return ids(all(q, SuggestionKind::papers, limit)); }

  static Texts texts(const std::vector<schema::Suggestion>& list) {
    Texts found;
    for (const auto& one : list) found.push_back(one.text);
    return found;
  }
  static Texts ids(const std::vector<schema::Suggestion>& list) {
    Texts found;
    for (const auto& one : list) found.push_back(one.id);
    return found;
  }

  Index index_{library()};
};

TEST_F(Suggestions, WordsByHowManyPapersHaveThem) {
  EXPECT_EQ(words("gra"), (Texts{"graph"})) << "graphs finds the same papers";
  const auto found = all("deep NEUR", SuggestionKind::words);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].text, "neural");
  EXPECT_EQ(found[0].query, "deep neural");
  EXPECT_EQ(found[0].papers, 2);
  EXPECT_FALSE(found[0].corrected);
  EXPECT_EQ(words("schrö"), (Texts{"schrodinger"}));
  EXPECT_EQ(words("neural "), Texts{}) << "no word has been begun";
  EXPECT_EQ(words("neural ("), Texts{});
  EXPECT_EQ(words("trans"), (Texts{"translation"}));
  EXPECT_EQ(words("trnas"), (Texts{"translation"}));
  EXPECT_TRUE(all("trnas", SuggestionKind::words).at(0).corrected);
  EXPECT_EQ(words("n", 1), (Texts{"neural"}));
  EXPECT_EQ(words("gpt4"), Texts{}) << "a digit is no error";
}

TEST_F(Suggestions, AuthorsByName) {
  EXPECT_EQ(authors("ad"), (Texts{"Ada Bell"}));
  EXPECT_EQ(all("bell", SuggestionKind::authors).at(0).papers, 2);
  EXPECT_EQ(authors("yoshua"), (Texts{"Yoshua Berg", "Yoshua Lind"}));
  EXPECT_EQ(authors("yoshua l"), (Texts{"Yoshua Lind"}));
  EXPECT_EQ(authors("garc"), (Texts{"José García"}));
  EXPECT_EQ(authors("yohsua l"), (Texts{"Yoshua Lind"}));
  EXPECT_EQ(authors("yoshua lnid"), (Texts{"Yoshua Lind"}));
  EXPECT_EQ(authors("Mueler"), (Texts{"Bo Müller"})) << "also of the spelled-out name";
  EXPECT_TRUE(all("yoshau", SuggestionKind::authors).at(0).corrected);
  EXPECT_FALSE(all("yosh", SuggestionKind::authors).at(0).corrected);
  EXPECT_EQ(authors("koshua"), Texts{}) << "the first letter is taken as it is";
  EXPECT_EQ(authors("yohsua lnid"), Texts{}) << "one error, not two";
  EXPECT_EQ(all("ada", SuggestionKind::authors).at(0).id, index_.author_named("Ada Bell"));
}

TEST_F(Suggestions, CategoriesByCodeOrName) {
  EXPECT_EQ(categories("cs"), (Texts{"cs.LG", "cs.CL"})) << "most papers first";
  EXPECT_EQ(categories("CS.cl"), (Texts{"cs.CL"}));
  EXPECT_EQ(categories("lg"), (Texts{"cs.LG"}));
  EXPECT_EQ(categories("machine learn"), (Texts{"cs.LG"}));
  EXPECT_EQ(categories("mahcine"), (Texts{"cs.LG"}));
  EXPECT_EQ(categories("computation and lan"), (Texts{"cs.CL"}));
  EXPECT_EQ(all("machine", SuggestionKind::categories).at(0).papers, 3);
  EXPECT_EQ(categories("cs.X"), Texts{});
  EXPECT_EQ(categories("hep-th"), Texts{}) << "no paper has it";
}

TEST_F(Suggestions, PapersByTheirTitles) {
  EXPECT_EQ(papers("graph"), (Texts{"p2", "p1"})) << "a title that begins so, then one that has the word";
  EXPECT_EQ(papers("theory of gra"), (Texts{"p1"})) << "without its article";
  EXPECT_EQ(papers("The theory"), (Texts{"p1"}));
  EXPECT_EQ(papers("chem"), (Texts{"p4", "p2"})) << "newest first";
  EXPECT_EQ(papers("machine neural tr"), (Texts{"p3"})) << "words in any order";
  EXPECT_EQ(papers("walks kern"), Texts{}) << "not of one title";
  EXPECT_EQ(papers("α decay"), Texts{}) << "a sign that no title has";
  EXPECT_EQ(papers("on alpha-dec"), (Texts{"p5"}));
  EXPECT_EQ(papers("schrodinger op"), (Texts{"p5"}));
  EXPECT_EQ(papers("nueral machine"), (Texts{"p3"}));
  EXPECT_EQ(papers("neural mahcin"), (Texts{"p3"}));
  EXPECT_TRUE(all("neural mahcin", SuggestionKind::papers).at(0).corrected);
  EXPECT_EQ(papers("neural mahc trnas"), Texts{}) << "one error, not two";
  EXPECT_EQ(papers("gpt-4"), Texts{}) << "a digit is no error";
  EXPECT_EQ(papers("neural", 1).size(), 1U);
  const auto paper = all("theory", SuggestionKind::papers).at(0);
  EXPECT_EQ(paper.text, "The Theory of Graph Kernels");
  EXPECT_EQ(paper.year, 2019);
}

TEST_F(Suggestions, MostCitedFirst) {
  EXPECT_EQ(papers("kernels", 1), (Texts{"p1"}));
  EXPECT_EQ(papers("of graph"), (Texts{"p1", "p2"})) << "the one that is cited before the newer one";
}

TEST_F(Suggestions, SomeOfEachWithoutAKind) {
  const auto result = index_.searcher().suggest({"ne", std::nullopt, 1});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->q, "ne");
  EXPECT_EQ(result->index.revision, index_.searcher().identity().revision);
  ASSERT_EQ(result->suggestions.size(), 2U);
  EXPECT_EQ(result->suggestions[0].kind, SuggestionKind::words);
  EXPECT_EQ(result->suggestions[1].kind, SuggestionKind::papers);
  for (const char* q : {"", " ", "...", "\"", "\\", "\xE2\x82\xAC"}) {
    const auto nothing = index_.searcher().suggest({q, std::nullopt, 5});
    ASSERT_TRUE(nothing) << q;
    EXPECT_TRUE(nothing->suggestions.empty()) << q;
  }
  EXPECT_TRUE(index_.searcher().suggest({"ne", std::nullopt, 0})->suggestions.empty());
}

TEST(SuggestedWords, OneThatManyMorePapersHaveIsMeant) {
  std::vector<schema::Paper> papers{paper_of({"x", "A feild", "feild", {}, {}, "2020"})};
  for (int i = 0; i < 9; ++i) papers.push_back(paper_of({"f" + std::to_string(i), "A field", "field", {}, {}, "2020"}));
  const auto suggested = [](Index& index) {
    Texts found;
    const auto result = index.searcher().suggest({"feild", SuggestionKind::words, 5});
    EXPECT_TRUE(result);
    for (const auto& one : result->suggestions) found.push_back(one.text + (one.corrected ? " corrected" : ""));
    return found;
  };
  Index few(papers);
  EXPECT_EQ(suggested(few), (Texts{"feild"}));
  for (int i = 0; i < 2; ++i) papers.push_back(paper_of({"g" + std::to_string(i), "A field", "field", {}, {}, "2020"}));
  Index many(papers);
  EXPECT_EQ(suggested(many), (Texts{"feild", "field corrected"}));
}

TEST(SuggestionsAfterAChange, NothingIsSuggestedThatIsGone) {
  Index index(library(), 2);
  TempDir inputs;
  indexer::ChangeOptions change;
  change.index = index.path();
  change.inputs = {inputs.write("new.jsonl", jsonl({paper_of({"p4", "Neural fields of chemistry", "A field.", {"Zoe Bergson"}, {"stat.ML"}, "2021"})}))};
  change.deletes = {"p3"};
  ASSERT_TRUE(indexer::change_index(change, {}));
  const auto searcher = open_searcher(index.path());
  const auto suggested = [&](const std::string& q, SuggestionKind kind) {
    Texts found;
    const auto result = searcher->suggest({q, kind, 5});
    EXPECT_TRUE(result) << q;
    for (const auto& one : result->suggestions) found.push_back(one.text);
    return found;
  };
  EXPECT_EQ(suggested("neu", SuggestionKind::papers), (Texts{"Neural fields of chemistry"}));
  EXPECT_EQ(suggested("survey", SuggestionKind::papers), Texts{});
  EXPECT_EQ(suggested("translat", SuggestionKind::words), Texts{});
  EXPECT_EQ(suggested("network", SuggestionKind::words), Texts{});
  EXPECT_EQ(searcher->suggest({"neura", SuggestionKind::words, 5})->suggestions.at(0).papers, 1);
  EXPECT_EQ(suggested("yoshua", SuggestionKind::authors), Texts{});
  EXPECT_EQ(suggested("ber", SuggestionKind::authors), (Texts{"Zoe Bergson"}));
  EXPECT_EQ(suggested("cs", SuggestionKind::categories), (Texts{"Machine Learning", "Computation and Language"}));
  EXPECT_EQ(searcher->suggest({"cs.LG", SuggestionKind::categories, 5})->suggestions.at(0).papers, 2);
  EXPECT_EQ(suggested("stat", SuggestionKind::categories), (Texts{"Machine Learning"}));
}

}  // namespace
}  // namespace incipit::testing
