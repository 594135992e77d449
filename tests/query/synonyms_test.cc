// Other forms of words: acronyms that the abstracts explain, and a file of synonyms.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>

#include "query/synonym_file.h"
#include "storage/generation.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::ErrorCode;
using schema::MatchMode;

schema::Paper paper(const std::string& id, const std::string& abstract) { return paper_of({id, "Title " + id, abstract, {}, {}, "2020"}); }

// Three papers explain LLM one way, one papers another way; some have only one of the forms.
std::vector<schema::Paper> papers() {
  std::vector<schema::Paper> all;
  all.push_back(paper("both1", "Large language models (LLMs) write."));
  all.push_back(paper("both2", "A large language model (LLM) reads."));
  all.push_back(paper("both3", "The LLM (large language model) counts."));
  all.push_back(paper("slip", "Lossless lazy machines (LLM) turn."));
  all.push_back(paper("short", "An LLM alone."));
  all.push_back(paper("long", "Large language models alone."));
  all.push_back(paper("apart", "A large model of language."));
  // Explained twice only.
  all.push_back(paper("rare1", "Support vector machines (SVM) divide."));
  all.push_back(paper("rare2", "Support vector machines (SVM) conquer."));
  all.push_back(paper("rare3", "Support vector machines alone."));
  // Mostly a word.
  for (int i = 0; i < 3; ++i) all.push_back(paper("map" + std::to_string(i), "Maximum a posteriori (MAP) estimates."));
  for (int i = 0; i < 80; ++i) all.push_back(paper("atlas" + std::to_string(i), "A map of town " + std::to_string(i) + "."));
  all.push_back(paper("posteriori", "Maximum a posteriori alone."));
  return all;
}

schema::SearchRequest asking(const std::string& q, MatchMode match = MatchMode::automatic) {
  schema::SearchRequest request;
  request.q = q;
  request.match = match;
  request.limit = 200;
  return request;
}

std::vector<std::string> synonyms_told(const schema::SearchResult& result) {
  std::vector<std::string> told;
  for (const auto& note : result.query.notes) {
    if (note.code == "synonym") told.push_back(note.message);
  }
  return told;
}

bool finds(const schema::SearchResult& result, const std::string& id) {
  const auto ids = ids_of(result);
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::size_t place_of(const schema::SearchResult& result, const std::string& id) {
  const auto ids = ids_of(result);
  return static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
}

// An index of `papers` in one segment and in many.
class LearnedAcronyms : public ::testing::TestWithParam<int> {
 protected:
  // Made once for all tests.
  static Index& index_of(int segment_papers) {
    static std::map<int, std::unique_ptr<Index>> made;
    auto& index = made[segment_papers];
    if (!index) index = std::make_unique<Index>(papers(), segment_papers);
    return *index;
  }
  Index& index_ = index_of(GetParam());
};

TEST_P(LearnedAcronyms, AnAcronymFindsWhatItStandsFor) {
  for (const char* q : {"LLM", "llms"}) {
    const auto result = index_.search(asking(q));
    expect_ids(ids_of(result), {"both1", "both2", "both3", "slip", "short", "long"}, q);
    ASSERT_EQ(synonyms_told(result).size(), 1u) << q;
    EXPECT_NE(synonyms_told(result)[0].find("large language model"), std::string::npos);
    EXPECT_NE(synonyms_told(result)[0].find("3 papers"), std::string::npos);
    EXPECT_EQ(result.query.notes[0].offset, 0u);
  }
}

TEST_P(LearnedAcronyms, AndTheOtherWayRound) {
  const auto result = index_.search(asking("read large language models"));
  EXPECT_EQ(synonyms_told(result).size(), 1u);
  EXPECT_EQ(result.query.notes[0].offset, 5u);
  for (const char* id : {"short", "apart", "long"}) EXPECT_TRUE(finds(index_.search(asking("large language models")), id)) << id;
  EXPECT_FALSE(finds(index_.search(asking("language model of large")), "short"));  // not side by side in this order
}

TEST_P(LearnedAcronyms, WhatWasTypedComesBeforeTheOtherForm) {
  const auto result = index_.search(asking("LLM"));
  EXPECT_LT(place_of(result, "short"), place_of(result, "long"));
  // And adds nothing to what has the typed word.
  auto without = asking("LLM");
  without.synonyms = false;
  const auto typed = index_.search(without);
  EXPECT_EQ(result.hits[place_of(result, "both1")].score, typed.hits[place_of(typed, "both1")].score);
  EXPECT_GT(result.hits[place_of(result, "long")].score, 0);
}

TEST_P(LearnedAcronyms, OnlyBareWordsAndOnlyWhereAsked) {
  for (const char* q : {"\"LLM\"", "=llm", "abstract:LLM", "LLM*", "-LLM", "LLM NEAR/3 alone", "\"large language models\"", "large \"language models\""}) {
    EXPECT_TRUE(synonyms_told(index_.search(asking(q))).empty()) << q;
  }
  EXPECT_TRUE(synonyms_told(index_.search(asking("LLM", MatchMode::all))).empty());
  auto without = asking("LLM");
  without.synonyms = false;
  expect_ids(ids_of(index_.search(without)), {"both1", "both2", "both3", "slip", "short"}, "synonyms=0");
  auto text = asking("LLM", MatchMode::any);
  text.syntax = schema::QuerySyntax::text;
  EXPECT_TRUE(finds(index_.search(text), "long"));
  EXPECT_TRUE(finds(index_.search(asking("LLM AND alone")), "long"));
}

TEST_P(LearnedAcronyms, NotWhatFewPapersSay) {
  EXPECT_FALSE(finds(index_.search(asking("SVM")), "rare3"));
  EXPECT_EQ(synonyms_told(index_.search(asking("lossless lazy machines"))).size(), 0u);
}

TEST_P(LearnedAcronyms, NotOfWhatIsMostlyAWord) {
  EXPECT_FALSE(finds(index_.search(asking("map")), "posteriori"));
  EXPECT_EQ(synonyms_told(index_.search(asking("maximum a posteriori"))).size(), 0u);
}

TEST_P(LearnedAcronyms, WhatHasNoRoomIsLeftOut) {
  std::string q = "LLM";
  for (int i = 0; i < 63; ++i) q += " w" + std::to_string(i);
  const auto result = index_.search(asking(q, MatchMode::any));
  EXPECT_TRUE(synonyms_told(result).empty());
  EXPECT_TRUE(finds(result, "short"));
}

INSTANTIATE_TEST_SUITE_P(Segments, LearnedAcronyms, ::testing::Values(0, 7));

// The file.

std::shared_ptr<const query::SynonymFile> file_of(const std::string& text) {
  auto file = query::SynonymFile::parse(text, "words.txt");
  EXPECT_TRUE(file) << file.error().message;
  return file ? *file : nullptr;
}

std::unique_ptr<query::Searcher> searcher_with(const Index& index, const std::string& text) {
  auto generation = storage::Generation::open_current(index.path());
  EXPECT_TRUE(generation);
  auto searcher = query::Searcher::open(*generation, nullptr, file_of(text));
  EXPECT_TRUE(searcher);
  return std::move(*searcher);
}

TEST(SynonymFile, BothWaysOneWayAndWordsSideBySide) {
  const Index index({paper("car", "A car drives."), paper("auto", "An automobile drives."), paper("motor", "A motor car stands."),
                     paper("apart", "A car of a motor."), paper("anova", "By ANOVA."), paper("analysis", "Analysis of variance."),
                     paper("cafe", "A caf\u00e9.")});
  const auto searcher = searcher_with(index, "\uFEFF# comment\r\n\n automobiles , motor car\r\nanova => analysis of variance\nCAF\u00c9, car\n");
  const auto ids = [&](const std::string& q, MatchMode match = MatchMode::automatic) { return ids_of(searcher->search(asking(q, match)).value()); };
  expect_ids(ids("automobile"), {"auto", "motor"}, "automobile");
  expect_ids(ids("motor cars"), {"motor", "apart", "auto", "car"}, "motor cars, relaxed");
  expect_ids(ids("anova"), {"anova", "analysis"}, "anova");
  expect_ids(ids("analysis of variance"), {"analysis"}, "one way");
  expect_ids(ids("cafe"), {"cafe", "car", "motor", "apart"}, "folded");
  expect_ids(ids("\"automobile\""), {"auto"}, "quoted");
  expect_ids(ids("automobile", MatchMode::all), {"auto"}, "all");
  const auto told = synonyms_told(searcher->search(asking("automobile")).value());
  ASSERT_EQ(told.size(), 1u);
  EXPECT_NE(told[0].find("motor car"), std::string::npos);
}

TEST(SynonymFile, ErrorsNameFileAndLine) {
  const auto code_of = [](const std::string& text, const std::string& place) {
    const auto file = query::SynonymFile::parse(text, "words.txt");
    EXPECT_FALSE(file) << text;
    if (file) return ErrorCode::internal;
    EXPECT_NE(file.error().message.find(place), std::string::npos) << file.error().message;
    return file.error().code;
  };
  EXPECT_EQ(code_of("alpha, beta\nalone\n", "words.txt, line 2"), ErrorCode::input_invalid);
  EXPECT_EQ(code_of("alpha, , beta", "words.txt, line 1"), ErrorCode::input_invalid);
  EXPECT_EQ(code_of("alpha => beta => gamma", "line 1"), ErrorCode::input_invalid);
  EXPECT_EQ(code_of("alpha =>", "line 1"), ErrorCode::input_invalid);
  EXPECT_EQ(code_of("=> alpha", "line 1"), ErrorCode::input_invalid);
  EXPECT_EQ(code_of("it, information technology", "line 1"), ErrorCode::input_invalid);
  EXPECT_EQ(code_of("alpha, \xff\xfe", "line 1"), ErrorCode::input_invalid);
  EXPECT_EQ(code_of("a1 a2 a3 a4 a5 a6 a7 a8 a9, b", "synonym_words"), ErrorCode::limit_exceeded);
  EXPECT_EQ(code_of("e1,e2,e3,e4,e5,e6,e7,e8,e9,e10,e11,e12,e13,e14,e15,e16,e17", "synonym_entries"), ErrorCode::limit_exceeded);
  EXPECT_EQ(code_of(std::string((4 << 20) + 1, '#'), "synonym_file_bytes"), ErrorCode::limit_exceeded);
  EXPECT_EQ(query::SynonymFile::open("no-such-file").error().code, ErrorCode::input_unreadable);
}

TEST(SynonymFile, AnotherTextIsAnotherDigest) {
  EXPECT_NE(file_of("car, automobile")->digest(), file_of("car, automobiles")->digest());
  EXPECT_EQ(file_of("")->digest(), file_of("")->digest());
}

TEST(SynonymFile, CursorsOfAnotherFileAreOfAnotherRequest) {
  const Index index({paper("a", "A car."), paper("b", "A car."), paper("c", "A car.")});
  auto request = asking("car");
  request.limit = 1;
  const auto page = searcher_with(index, "car, automobile")->search(request);
  ASSERT_TRUE(page);
  request.cursor = page->next_cursor;
  EXPECT_TRUE(searcher_with(index, "car, automobile")->search(request));
  EXPECT_EQ(searcher_with(index, "car, motor")->search(request).error().code, ErrorCode::cursor_mismatch);
}

TEST(SampleAcronyms, AreFoundAndTold) {
  TempDir dir;
  const auto index = dir.path() / "index";
  ASSERT_TRUE(indexer::build_index(build_options(index, {std::string(INCIPIT_SOURCE_DIR) + "/corpus/sample"}), {}));
  const auto searcher = open_searcher(index);
  const auto without = [&](const std::string& q) {
    auto request = asking(q);
    request.synonyms = false;
    return searcher->search(request)->total.value;
  };
  for (const char* q : {"LLM", "large language models"}) {
    const auto result = searcher->search(asking(q));
    ASSERT_TRUE(result);
    EXPECT_EQ(synonyms_told(*result).size(), 1u) << q;
    EXPECT_GT(result->total.value, without(q)) << q;
  }
  for (const char* q : {"\"LLM\"", "=llm"}) EXPECT_EQ(searcher->search(asking(q))->total.value, without(q)) << q;
}

}  // namespace
}  // namespace incipit::testing
