// The pages over real sockets: statuses, types, and that nothing hostile becomes markup.
#include <gtest/gtest.h>

#include "server/api/target.h"
#include "tests/server/running_server.h"

namespace incipit::testing {
namespace {

using server::api::percent_encode;

RawReply page(const std::string& target, int status = 200) {
  const RawReply reply = get(shared_port(), target, {{"Accept", "text/html"}});
  EXPECT_EQ(reply.status, status) << target << "\n" << reply.body.substr(0, 500);
  EXPECT_EQ(reply.header("content-type"), "text/html; charset=utf-8") << target;
  EXPECT_NE(reply.header("content-security-policy").find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
  return reply;
}

TEST(Pages, home_and_search) {
  EXPECT_NE(page("/").body.find("<form"), std::string::npos);
  EXPECT_NE(page("/search?q=language+models&utm_source=x&year=").body.find("language models"),
            std::string::npos);
  EXPECT_NE(page("/search?q=language&category=cs.CL&page_of=nothing").body.find("<html"), std::string::npos);
}

TEST(Pages, hostile_papers_stay_text) {
  for (const std::string& target :
       {std::string("/search?q=hostiletitleword"), std::string("/paper/") + percent_encode(kHostileId)}) {
    const std::string body = page(target).body;
    EXPECT_NE(body.find("hostiletitleword"), std::string::npos) << target;
    EXPECT_EQ(body.find("<script>alert"), std::string::npos) << target;
    EXPECT_EQ(body.find("<img src=x"), std::string::npos) << target;
    EXPECT_EQ(body.find("href=\"javascript:"), std::string::npos) << target;
    EXPECT_EQ(body.find("<b>Hostile</b>"), std::string::npos) << target;
  }
}

TEST(Pages, hostile_questions_stay_text) {
  const std::string attack = "\"><script>alert(1)</script>";
  for (const std::string& target :
       {"/search?q=" + percent_encode(attack), "/name/" + percent_encode(attack)}) {
    EXPECT_EQ(page(target).body.find("<script>alert"), std::string::npos) << target;
  }
  EXPECT_EQ(page("/paper/" + percent_encode(attack), 404).body.find("<script>alert"), std::string::npos);
  EXPECT_EQ(page("/search?sort=" + percent_encode(attack), 400).body.find("<script>alert"),
            std::string::npos);
}

TEST(Pages, papers_take_raw_slashes) {
  EXPECT_EQ(page("/paper/no/such/paper", 404).body.find("route_not_found"), std::string::npos);
}

TEST(Pages, authors_and_names) {
  const auto people = get_json("/v1/authors?limit=1", "AuthorList");
  const std::string id = people["results"][0]["id"];
  const std::string name = people["results"][0]["name"];
  EXPECT_NE(page("/author/" + id).body.find("<html"), std::string::npos);
  EXPECT_NE(page("/author/" + id + "?sort=-published&limit=5").body.find("<html"), std::string::npos);
  EXPECT_NE(page("/name/" + percent_encode(name)).body.find(id), std::string::npos);
  page("/author/a0000000000", 404);
}

TEST(Pages, wrong_addresses_are_pages_for_browsers_only) {
  page("/nothing", 404);
  page("/search?limit=1000", 400);
  EXPECT_EQ(get(shared_port(), "/nothing").header("content-type"), "application/problem+json");
  EXPECT_EQ(get(shared_port(), "/v1/nothing", {{"Accept", "text/html"}}).header("content-type"),
            "application/problem+json");
}

TEST(Pages, assets_are_cached_by_tag) {
  const RawReply style = get(shared_port(), "/assets/style.css");
  ASSERT_EQ(style.status, 200);
  EXPECT_TRUE(style.header("content-type").starts_with("text/css"));
  EXPECT_EQ(get(shared_port(), "/assets/style.css", {{"If-None-Match", style.header("etag")}}).status, 304);
  page("/assets/none.css", 404);
  page("/assets/..%2Fstyle.css", 404);
}

}  // namespace
}  // namespace incipit::testing
