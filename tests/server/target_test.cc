#include "server/api/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema/ascii.h"

namespace incipit::server::api {
namespace {

using schema::ErrorCode;
using ::testing::ElementsAre;
using ::testing::Pair;

ErrorCode code_of(std::string_view target) {
  const auto parsed = parse_target(target);
  EXPECT_FALSE(parsed) << target;
  return parsed ? ErrorCode::internal : parsed.error().code;
}

TEST(Target, splits_before_it_decodes) {
  const auto target = parse_target("/v1/papers/hep-th%2F9901001?q=a+b%2Bc&x&=y&&q=%C3%BC");
  ASSERT_TRUE(target);
  EXPECT_THAT(target->segments, ElementsAre("v1", "papers", "hep-th/9901001"));
  EXPECT_EQ(target->path, "/v1/papers/hep-th%2F9901001");
  EXPECT_THAT(target->parameters,
              ElementsAre(Pair("q", "a b+c"), Pair("x", ""), Pair("", "y"), Pair("q", "ü")));
}

TEST(Target, decodes_once_and_keeps_plus_in_paths) {
  EXPECT_THAT(parse_target("/a%2525+b")->segments, ElementsAre("a%25+b"));
}

TEST(Target, keeps_empty_segments) {
  EXPECT_THAT(parse_target("/")->segments, ElementsAre(""));
  EXPECT_THAT(parse_target("/search/")->segments, ElementsAre("search", ""));
  EXPECT_THAT(parse_target("//a")->segments, ElementsAre("", "a"));
}

TEST(Target, dots_lead_nowhere) {
  for (const auto* target : {"/.", "/..", "/a/../b", "/%2e%2e/etc", "/a/%2E", "/assets/.%2e/x"}) {
    EXPECT_EQ(code_of(target), ErrorCode::route_not_found) << target;
  }
  EXPECT_THAT(parse_target("/a..b/...")->segments, ElementsAre("a..b", "..."));
  EXPECT_THAT(parse_target("/..%2f..")->segments, ElementsAre("../.."));
}

TEST(Target, broken_text_is_malformed) {
  for (const auto* target : {"/%", "/%4", "/%zz", "/%00", "/%c0%af", "/%ff", "/%0d%0a", "/?q=%", "/?q=%00",
                             "/?q=%ff", "/?%zz=1", "no-slash", ""}) {
    EXPECT_EQ(code_of(target), ErrorCode::malformed_request) << target;
  }
}

TEST(Target, names_the_place_of_a_fault) {
  const auto parsed = parse_target("/search?a=1&q=x%zz");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().parameter, "q");
  EXPECT_EQ(parsed.error().offset, 15U);
}

TEST(Target, counts_parameters) {
  std::string target = "/?a=1";
  for (int i = 1; i < 300; ++i) target += "&a=1";
  EXPECT_TRUE(parse_target(target));
  EXPECT_EQ(code_of(target + "&a=1"), ErrorCode::limit_exceeded);
}

TEST(Target, encoding_comes_back) {
  const std::string id = "doi:10.1/a b?c#d%+/ü";
  EXPECT_THAT(parse_target("/" + schema::percent_encode(id))->segments, ElementsAre(id));
}

}  // namespace
}  // namespace incipit::server::api
