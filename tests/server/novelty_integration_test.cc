// Novelty and rank scores through the API: lists by them, their receipts, and what of them the index says.
#include <gtest/gtest.h>

#include "schema/ascii.h"
#include "tests/server/running_server.h"

namespace incipit::testing {
namespace {

using nlohmann::json;
using schema::percent_encode;

TEST(NoveltyOfTheApi, comes_with_its_receipt) {
  const json list = get_json("/v1/papers?sort=novelty&min_novelty=97.5&limit=50", "PaperList");
  ASSERT_GT(list["results"].size(), 5U);
  double before = 100;
  for (const auto& hit : list["results"]) {
    const double value = hit["novelty"]["value"].get<double>();
    EXPECT_LE(value, before);
    EXPECT_GE(value, 97.5);
    EXPECT_GE(hit["novelty"]["n"], 30);
    EXPECT_EQ(hit["rank_score"]["formula"], "rank-v1");
    before = value;
  }
  const std::string id = list["results"][0]["id"];
  const json receipt = get_json("/v1/papers/" + percent_encode(id) + "/novelty", "Novelty");
  EXPECT_EQ(receipt["novelty"], list["results"][0]["novelty"]);
  EXPECT_EQ(receipt["rank_score"], list["results"][0]["rank_score"]);
  EXPECT_FALSE(receipt["receipt"]["distance"]["nearest"].empty());
  for (const auto& paper : receipt["receipt"]["distance"]["nearest"]) EXPECT_TRUE(paper["title"].is_string());
  EXPECT_EQ(receipt["rank"]["parts"]["citations"]["weight"], 0.35);
  EXPECT_EQ(get_json("/v1/papers/x/novelty", "Problem", 404)["code"], "paper_not_found");
  const json info = get_json("/v1/index", "IndexInfo");
  EXPECT_EQ(info["snapshot"]["revision"], info["index"]["revision"]);
  EXPECT_EQ(info["snapshot"]["papers"], info["papers"]);
  const json sets = get_json("/v1/stats?q=language", "Statistics");
  EXPECT_EQ(sets["statistics"]["novelty"]["as_of"], info["snapshot"]["as_of"]);
}

}  // namespace
}  // namespace incipit::testing
