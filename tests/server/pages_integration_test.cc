// The pages over real sockets: statuses, types, and that nothing hostile becomes markup.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "schema/ascii.h"
#include "tests/server/running_server.h"

namespace incipit::testing {
namespace {

using schema::percent_encode;

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

// People wonder when a page and the API differ for the same words (arXiv/arxiv-search#292).
TEST(Pages, find_what_the_api_finds) {
  for (const std::string& question : {std::string("q=language+models"), std::string("q=learning&sort=-published&category=cs.CL"), std::string("q=neural+zzqxv")}) {
    const std::string body = page("/search?" + question).body;
    const auto reply = get_json("/v1/papers?" + question, "PaperList");
    ASSERT_FALSE(reply["results"].empty()) << question;
    std::size_t at = 0;
    for (const auto& hit : reply["results"]) {
      const auto next = body.find("/paper/" + percent_encode(hit["id"].get<std::string>()) + '"', at);
      ASSERT_NE(next, std::string::npos) << question << ": " << hit["id"];
      at = next;
    }
  }
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

TEST(Pages, the_path_alone_names_the_author) {
  const std::string id = get_json("/v1/authors?limit=1", "AuthorList")["results"][0]["id"];
  EXPECT_NE(page("/author/" + id + "?author=a0000000000", 400).body.find("invalid_parameter"),
            std::string::npos);
  page("/author/" + id + "?author=-a0000000000", 404);
}

TEST(Pages, names_keep_their_totals_beyond_the_end) {
  const std::string body = page("/name/wei?limit=2&offset=9000&year=1990..").body;
  const auto total =
      get_json("/v1/authors?q=wei&year=1990..&limit=0", "AuthorList")["total"]["value"].get<int>();
  ASSERT_GT(total, 0);
  ASSERT_LT(total, 1000) << "pages write larger figures with a comma";
  EXPECT_NE(body.find("data-total>" + std::to_string(total)), std::string::npos);
  EXPECT_EQ(body.find("Nobody found"), std::string::npos);
  EXPECT_NE(body.find("/v1/authors?q=wei&amp;year=1990..&amp;limit=2&amp;offset=9000"), std::string::npos);
}

TEST(Pages, errors_keep_what_was_typed) {
  EXPECT_NE(page("/search?q=graph+kernels&year=never", 400).body.find("value=\"graph kernels\""),
            std::string::npos);
}

TEST(Pages, a_category_leads_to_its_papers) {
  const RawReply reply = get(shared_port(), "/category/cs.CL", {{"Accept", "text/html"}});
  EXPECT_EQ(reply.status, 302);
  EXPECT_EQ(reply.header("location"), "/search?category=cs.CL");
  page("/category/-cs.CL", 400);
  page("/about", 404);
}

TEST(Pages, unchanged_pages_are_304) {
  for (const std::string target : {"/", "/search?q=learning"}) {
    const std::string tag = page(target).header("etag");
    ASSERT_TRUE(tag.starts_with("W/\"")) << target;
    const RawReply unchanged = get(shared_port(), target, {{"If-None-Match", tag}});
    EXPECT_EQ(unchanged.status, 304) << target;
    // A browser takes the headers of a 304 for those of the page it keeps.
    EXPECT_EQ(unchanged.header("content-security-policy"), "") << target;
  }
}

TEST(Pages, categories_are_short_where_the_index_has_no_other) {
  const std::string body = page("/search?facets=category&facet_limit=500").body;
  EXPECT_NE(body.find("<span class=\"tag\">LG</span>"), std::string::npos);
  EXPECT_NE(body.find("<span class=\"tag\">cs.CR</span>"), std::string::npos) << "bad.CR is there too";
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
