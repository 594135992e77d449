// Facets whose values are seldom seen; that counts are right is shown beside plain loops (reference_test).
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::FacetField;
using schema::SearchRequest;

TEST(YearFacet, counts_years_of_long_ago_too) {
  std::vector<schema::Paper> papers;
  for (const char* year : {"1687", "1849", "1850", "2105", "2106", "1687", ""}) {
    papers.push_back(paper_of({"p" + std::to_string(papers.size()), "Principia", "", {}, {}, year}));
  }
  Index index(papers);
  SearchRequest request;
  request.facets = {FacetField::year};
  const auto result = index.search(request);
  std::vector<std::pair<std::string, std::int64_t>> counts;
  for (const auto& value : result.facets.at(0).values) counts.emplace_back(value.value, value.count);
  const std::vector<std::pair<std::string, std::int64_t>> expected = {{"2106", 1}, {"2105", 1}, {"1850", 1}, {"1849", 1}, {"1687", 2}};
  EXPECT_EQ(counts, expected);
}

}  // namespace
}  // namespace incipit::testing
