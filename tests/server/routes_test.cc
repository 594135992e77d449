#include "server/api/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "server/api/target.h"

namespace incipit::server::api {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

bool could_be_equal(std::string_view a, std::string_view b) {
  return is_variable(a) || is_variable(b) || a == b;
}

// Whether one path could fit both patterns.
bool overlap(const Route& a, const Route& b) {
  const auto left = pattern_segments(a.pattern);
  const auto right = pattern_segments(b.pattern);
  for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) {
    if (!could_be_equal(left[i], right[i])) return false;
    if (takes_rest(left[i]) || takes_rest(right[i])) return true;
  }
  return left.size() == right.size();
}

RouteMatch match(std::string_view method, std::string_view target) {
  return match_route(method, parse_target(target)->segments);
}

TEST(Routes, no_two_overlap) {
  const auto table = route_table();
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (std::size_t j = i + 1; j < table.size(); ++j) {
      if (table[i].method != table[j].method) continue;
      EXPECT_FALSE(overlap(table[i], table[j])) << table[i].pattern << " and " << table[j].pattern;
    }
  }
}

TEST(Routes, every_row_is_whole) {
  for (const Route& route : route_table()) {
    EXPECT_TRUE(route.method == "GET" || route.method == "POST" || route.method == "DELETE") << route.pattern;
    EXPECT_TRUE(route.pattern.starts_with('/')) << route.pattern;
    EXPECT_NE(route.answer, nullptr) << route.pattern;
    EXPECT_FALSE(route.summary.empty()) << route.pattern;
    const auto parts = pattern_segments(route.pattern);
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) EXPECT_FALSE(takes_rest(parts[i])) << route.pattern;
  }
}

TEST(Routes, variables_are_decoded_segments) {
  const RouteMatch paper = match("GET", "/v1/papers/hep-th%2F9901001");
  ASSERT_NE(paper.route, nullptr);
  EXPECT_EQ(paper.route->pattern, "/v1/papers/{id}");
  EXPECT_THAT(paper.values, ElementsAre("hep-th/9901001"));
  EXPECT_THAT(match("GET", "/paper/hep-th/9901001").values, ElementsAre("hep-th/9901001"));
  EXPECT_EQ(match("GET", "/v1/papers/a%2Fsimilar").route->pattern, "/v1/papers/{id}");
}

TEST(Routes, head_is_get) { EXPECT_EQ(match("HEAD", "/v1/papers").route, match("GET", "/v1/papers").route); }

TEST(Routes, other_methods_learn_what_is_allowed) {
  const RouteMatch post = match("POST", "/v1/papers");
  EXPECT_EQ(post.route, nullptr);
  EXPECT_THAT(post.allowed, ElementsAre("GET", "HEAD", "OPTIONS"));
  EXPECT_THAT(match("TRACE", "/").allowed, ElementsAre("GET", "HEAD", "OPTIONS"));
  EXPECT_THAT(match("POST", "/v1/papers/batch").route->pattern, "/v1/papers/batch");
}

TEST(Routes, other_paths_have_none) {
  for (const auto* target : {"/v1", "/v1/", "/v1/papers/", "//", "/search/", "/v2/papers", "/paper/",
                             "/assets/a/b", "/v1/papers/a/b", "/author/"}) {
    EXPECT_THAT(match("GET", target).allowed, IsEmpty()) << target;
  }
}

}  // namespace
}  // namespace incipit::server::api
