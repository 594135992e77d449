// Corpora of several languages: what a search finds and in which order, notes, corrections, highlights, similar papers.
#include <gtest/gtest.h>

#include <algorithm>

#include "query/synonym_file.h"
#include "storage/generation.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

// Sixty papers in English, some of them about the same as the four in French, in one segment or in several.
class Languages : public ::testing::TestWithParam<std::int64_t> {
 protected:
  static std::vector<schema::Paper> papers() {
    std::vector<schema::Paper> all;
    for (int i = 0; i < 60; ++i) {
      const std::string title = i % 3 == 0 ? "Classification of galaxies " : "Simulation of the " + std::string(i % 2 == 0 ? "motion " : "heat ");
      all.push_back(paper_of({"en" + std::to_string(i), title + std::to_string(i), "We study what the information in the data of this simulation is.", {}, {}, "2020"}));
    }
    all.push_back(paper_of({"fr0", "Une classification g\u00e9n\u00e9rale", "Nous montrons que la simulation et l'information sont dans les donn\u00e9es.", {}, {}, "2020"}));
    all.push_back(paper_of({"fr1", "R\u00e9solution num\u00e9rique", "Nous \u00e9tudions les \u00e9quations aux d\u00e9riv\u00e9es partielles pour le mouvement dans un milieu.", {}, {}, "2020"}));
    all.push_back(paper_of({"fr2", "La cuisine des communes", "Nous parlons avec les cuisiniers dans une cuisine qui est sans fen\u00eatres.", {}, {}, "2020"}));
    all.push_back(paper_of({"fr3", "Le mouvement num\u00e9rique", "Nous \u00e9tudions le mouvement et les \u00e9quations pour un milieu dans une cuisine.", {}, {}, "2020"}));
    return all;
  }

  schema::SearchResult any_of(const std::string& q) { return index_.search(q, schema::MatchMode::any); }

  Index index_{papers(), GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Segments, Languages, ::testing::Values(0, 10));

TEST_P(Languages, AFewTextsInAnotherOneDoNotStandBeforeAllOthers) {
  for (const char* q : {"information", "simulation", "classification"}) {
    schema::SearchRequest request;
    request.q = q;
    request.explain = true;
    request.limit = 100;
    const auto result = index_.search(request);
    const auto ids = ids_of(result);
    ASSERT_TRUE(std::find(ids.begin(), ids.end(), "fr0") != ids.end()) << q;
    std::int64_t english = 0, french = 0;
    for (const auto& hit : result.hits) {
      for (const auto& term : hit.explain) (hit.paper.id == "fr0" && term.term == q ? french : english) = term.weight;
    }
    EXPECT_GT(french, 0) << q;
    EXPECT_LE(french, english) << q << ": a word is not rarer for being French";
  }
}

TEST_P(Languages, AWordCountsOnceInAPaperOfTwoLanguages) {
  auto papers = Languages::papers();
  papers.push_back(paper_of({"both", "The classification of the data", "Nous montrons que la classification est dans les donn\u00e9es.", {}, {}, "2020"}));
  Index index(papers, GetParam());
  schema::SearchRequest request;
  request.q = "classification";
  request.explain = true;
  request.limit = 100;
  for (const auto& hit : index.search(request).hits) {
    if (hit.paper.id != "both") continue;
    const auto adds = std::count_if(hit.explain.begin(), hit.explain.end(), [](const auto& term) { return term.impact > 0; });
    EXPECT_EQ(adds, 1);
    return;
  }
  FAIL() << "not found";
}

TEST_P(Languages, AWordOfTwoTermsIsOneWord) {
  const auto asks = [&](const std::string& q) {
    const auto notes = any_of(q).query.notes;
    return std::any_of(notes.begin(), notes.end(), [](const auto& note) { return note.code == "asking_words"; });
  };
  EXPECT_FALSE(asks("finding simulation classification")) << "two other words, which French texts have as well";
  EXPECT_TRUE(asks("finding simulation classification galaxies"));
}

TEST_P(Languages, SynonymsOfAFileAreFoundInAnyLanguage) {
  auto file = query::SynonymFile::parse("PDE, \u00e9quations aux d\u00e9riv\u00e9es partielles\nmotion, mouvement\n", "words.txt");
  ASSERT_TRUE(file);
  auto generation = storage::Generation::open_current(index_.path());
  auto searcher = query::Searcher::open(*generation, nullptr, *file);
  ASSERT_TRUE(searcher);
  schema::SearchRequest request;
  request.q = "pde";
  auto found = (*searcher)->search(request);
  ASSERT_TRUE(found);
  EXPECT_EQ(ids_of(*found), (std::vector<std::string>{"fr1"}));
  EXPECT_GT(found->hits.front().score.value_or(0), 0);
  request.q = "motion";
  request.limit = 100;
  found = (*searcher)->search(request);
  const auto ids = ids_of(*found);
  EXPECT_TRUE(std::find(ids.begin(), ids.end(), "fr3") != ids.end());
}

TEST_P(Languages, CorrectionsKnowTheirWordsInEveryField) {
  const auto offered = [&](const std::string& q) {
    const auto corrections = index_.search(q).query.corrections;
    return corrections.empty() ? "" : corrections.front().query;
  };
  EXPECT_EQ(offered("comunes"), "communes");
  EXPECT_EQ(offered("title:comunes"), "title:communes");
  EXPECT_EQ(offered("communes"), "");
}

TEST_P(Languages, WhatMatchedIsMarked) {
  schema::SearchRequest request;
  request.q = "information OR classification";
  request.highlight = schema::HighlightMode::html;
  request.limit = 100;
  for (const auto& hit : index_.search(request).hits) {
    if (hit.paper.id != "fr0") continue;
    ASSERT_EQ(hit.highlights.size(), 3u) << "title, abstract, snippet";
    EXPECT_EQ(hit.highlights[0].html, "Une <mark>classification</mark> g\u00e9n\u00e9rale");
    EXPECT_NE(hit.highlights[1].html.find("<mark>l&#39;information</mark>"), std::string::npos) << hit.highlights[1].html;
    return;
  }
  FAIL() << "not found";
}

TEST_P(Languages, FunctionWordsAreNoContent) {
  schema::SimilarRequest request;
  request.identifier = "fr1";
  const auto similar = index_.searcher().similar(request);
  ASSERT_TRUE(similar) << similar.error().message;
  ASSERT_FALSE(similar->hits.empty());
  EXPECT_EQ(similar->hits.front().paper.id, "fr3");
  EXPECT_TRUE(std::none_of(similar->hits.begin(), similar->hits.end(), [](const auto& hit) { return hit.paper.id == "fr2"; }))
      << "only \"dans\", \"une\" and the like are the same";
}

}  // namespace
}  // namespace incipit::testing
