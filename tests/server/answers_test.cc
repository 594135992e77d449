#include "server/api/answers.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "schema/limits.h"
#include "server/api/api.h"
#include "tests/server/reply_validator.h"

namespace incipit::server::api {
namespace {

TEST(Answers, tags_depend_on_revision_and_target) {
  const std::string tag = entity_tag("0123456789abcdef0123456789abcdef", "/v1/papers?q=a");
  EXPECT_TRUE(tag.starts_with("W/\"0123456789abcdef-")) << tag;
  EXPECT_EQ(tag, entity_tag("0123456789abcdef0123456789abcdef", "/v1/papers?q=a"));
  EXPECT_NE(tag, entity_tag("0123456789abcdef0123456789abcdef", "/v1/papers?q=b"));
  EXPECT_NE(tag, entity_tag("1123456789abcdef0123456789abcdef", "/v1/papers?q=a"));
}

TEST(Answers, tags_depend_on_what_else_the_reply_does) {
  const std::string revision = "0123456789abcdef0123456789abcdef";
  EXPECT_NE(entity_tag(revision, "/", "page 2026"), entity_tag(revision, "/", "page 2027"));
  EXPECT_NE(entity_tag(revision, "/v1/index", "1 2026"), entity_tag(revision, "/v1/index", "2 2026"));
}

TEST(Answers, replies_are_bounded) {
  const auto limit = static_cast<std::size_t>(schema::limits::kReplyBytes.value);
  EXPECT_TRUE(within_reply_limit(HttpResponse{200, "text/plain", {}, std::string(limit, 'x')}));
  const auto larger = within_reply_limit(HttpResponse{200, "text/plain", {}, std::string(limit + 1, 'x')});
  ASSERT_FALSE(larger);
  EXPECT_EQ(larger.error().code, schema::ErrorCode::limit_exceeded);
  EXPECT_NE(larger.error().message.find("reply_bytes"), std::string::npos);
}

TEST(Answers, if_none_match_is_a_list_compared_weakly) {
  EXPECT_TRUE(names_tag("W/\"a\"", "W/\"a\""));
  EXPECT_TRUE(names_tag("\"a\"", "W/\"a\""));
  EXPECT_TRUE(names_tag("\"x\" , W/\"a\"", "W/\"a\""));
  EXPECT_FALSE(names_tag("*", "W/\"a\""));
  EXPECT_FALSE(names_tag("", "W/\"a\""));
  EXPECT_FALSE(names_tag("\"b\",,", "W/\"a\""));
}

TEST(Answers, members_keep_their_order_and_the_id) {
  nlohmann::ordered_json object{{"id", 1}, {"b", 2}, {"a", 3}, {"index", 4}};
  keep_members(object, {"a"});
  EXPECT_EQ(object.dump(), R"({"id":1,"a":3,"index":4})");
}

TEST(Answers, every_refusal_is_a_problem_document) {
  for (int i = 0; i < net::kRefusals; ++i) {
    const HttpResponse reply = refusal_reply(static_cast<net::Refusal>(i));
    EXPECT_EQ(reply.content_type, "application/problem+json");
    EXPECT_EQ(testing::schema_faults("Problem", reply.body), "") << reply.body;
    EXPECT_EQ(nlohmann::json::parse(reply.body)["status"], reply.status);
  }
}

}  // namespace
}  // namespace incipit::server::api
