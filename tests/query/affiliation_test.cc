// Where authors are: words, phrases and filters on affiliations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using schema::SearchRequest;

class Affiliations : public ::testing::TestWithParam<std::int64_t> {
 protected:
  static std::vector<schema::Paper> papers() {
    const auto at = [](const std::string& id, std::vector<std::vector<std::string>> places) {
      schema::Paper paper = paper_of({id, "Stanford graphs", "Text of the MIT licence.", {"Ann Lee", "Bo Chen"}});
      for (std::size_t i = 0; i < places.size(); ++i) paper.authors[i].affiliations = places[i];
      return paper;
    };
    return {at("stanford", {{"Department of Physics, Stanford University, CA 94305"}, {"SLAC"}}),
            at("mit", {{"MIT", "Universität Zürich"}, {"MIT"}}),
            at("both", {{"University of Chicago"}, {"Stanford Linear Accelerator"}}),
            at("nowhere", {})};
  }
  Index index_{papers(), GetParam()};
};

TEST_P(Affiliations, WordsAndPhrases) {
  EXPECT_THAT(index_.ids("affiliation:mit"), ElementsAre("mit"));
  EXPECT_THAT(index_.ids("aff:MIT"), ElementsAre("mit"));
  EXPECT_THAT(index_.ids("affiliation:\"Stanford University\""), ElementsAre("stanford"));
  EXPECT_THAT(index_.ids("affiliation:(stanford university)"), UnorderedElementsAre("stanford", "both")) << "of one paper, perhaps of two authors";
  EXPECT_THAT(index_.ids("affiliation:\"university stanford\""), IsEmpty());
  EXPECT_THAT(index_.ids("affiliation:\"MIT Universität\""), IsEmpty()) << "side by side in one affiliation";
  EXPECT_THAT(index_.ids("affiliation:zurich"), ElementsAre("mit"));
  EXPECT_THAT(index_.ids("affiliation:univ*"), UnorderedElementsAre("stanford", "mit", "both"));
  EXPECT_THAT(index_.ids("affiliation:(stanford NEAR/2 accelerator)"), ElementsAre("both"));
  EXPECT_THAT(index_.ids("graphs -affiliation:stanford"), UnorderedElementsAre("mit", "nowhere"));
  EXPECT_THAT(index_.ids("chicago"), IsEmpty()) << "other words do not look there";
  EXPECT_THAT(index_.ids("\"MIT licence\" affiliation:chicago"), ElementsAre("both"));
}

TEST_P(Affiliations, AsAFilter) {
  const auto passing = [&](std::vector<std::string> any_of, std::vector<std::string> none_of) {
    SearchRequest request;
    request.filters.affiliation = {std::move(any_of), std::move(none_of)};
    return ids_of(index_.search(request));
  };
  EXPECT_THAT(passing({"stanford university"}, {}), ElementsAre("stanford"));
  EXPECT_THAT(passing({"Department of Physics, Stanford University, CA 94305"}, {}), ElementsAre("stanford"));
  EXPECT_THAT(passing({"MIT", "University of Chicago"}, {}), UnorderedElementsAre("mit", "both"));
  EXPECT_THAT(passing({"Stanford"}, {"SLAC"}), ElementsAre("both"));
  EXPECT_THAT(passing({}, {"Stanford"}), UnorderedElementsAre("mit", "nowhere"));
  EXPECT_THAT(passing({"..."}, {}), IsEmpty()) << "no word, no place";
}

TEST_P(Affiliations, AFilterOfTooManyWordsNamesItself) {
  SearchRequest request;
  std::string text;
  for (int i = 0; i < 200; ++i) text += "word" + std::to_string(i) + " ";
  request.filters.affiliation.any_of = {text};
  const auto result = index_.searcher().search(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, schema::ErrorCode::limit_exceeded);
  EXPECT_EQ(result.error().parameter, "affiliation");
}

INSTANTIATE_TEST_SUITE_P(Segments, Affiliations, ::testing::Values(0, 1));

}  // namespace
}  // namespace incipit::testing
