// A query of more words than are searched, on real tables.
#include <gtest/gtest.h>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

TEST(PastedText, IsSearchedByItsRarestWords) {
  std::vector<schema::Paper> papers;
  std::string pasted;
  for (int word = 0; word < 90; ++word) pasted += "term" + std::to_string(word) + " ";
  for (int i = 0; i < 12; ++i) papers.push_back(paper_of({"common" + std::to_string(i), "T", pasted.substr(0, 300), {}, {}, "2020"}));
  papers.push_back(paper_of({"source", "T", pasted, {}, {}, "2020"}));
  Index index(papers, 4);
  schema::SearchRequest request;
  request.q = pasted;
  const auto result = index.search(request);
  ASSERT_FALSE(result.hits.empty());
  EXPECT_EQ(result.hits[0].paper.id, "source");
  ASSERT_FALSE(result.query.notes.empty());
  EXPECT_EQ(result.query.notes[0].code, "words_cut");
  EXPECT_NE(result.query.parsed.find("term89"), std::string::npos);
  EXPECT_EQ(result.query.parsed.find("term30 "), std::string::npos);
}

}  // namespace
}  // namespace incipit::testing
