// Cursors through the API: lists walked to their end, and what becomes of a cursor that does not fit.
#include <gtest/gtest.h>

#include "tests/server/running_server.h"

namespace incipit::testing {
namespace {

using nlohmann::json;

std::vector<std::string> walk(const std::string& target, std::size_t page) {
  std::vector<std::string> ids;
  std::string cursor;
  for (int pages = 0; pages < 1000; ++pages) {
    const json list = get_json(target + "&limit=" + std::to_string(page) + cursor, target.starts_with("/v1/authors?") ? "AuthorList" : "PaperList");
    for (const auto& result : list["results"]) ids.push_back(result["id"]);
    if (list["next_cursor"].is_null()) {
      EXPECT_EQ(static_cast<std::size_t>(list["total"]["value"]), ids.size());
      return ids;
    }
    cursor = "&cursor=" + list["next_cursor"].get<std::string>();
  }
  ADD_FAILURE() << "a walk without end";
  return ids;
}

std::string code_of(const std::string& target, int status) { return get_json(target, "Problem", status).value("code", ""); }

TEST(CursorsOfTheApi, lists_are_walked_to_their_end) {
  for (const std::string target : {"/v1/papers?q=language+models&fields=id", "/v1/papers?sort=-title&year=2024&fields=id", "/v1/authors?q=li&fields=id",
                                   "/v1/papers/2401.01967/similar?fields=id"}) {
    const auto walked = walk(target, 7);
    EXPECT_GT(walked.size(), 14U) << target;
    EXPECT_EQ(walked, walk(target, 200)) << target;
  }
  const json author = get_json("/v1/authors?limit=1", "AuthorList")["results"][0];
  const auto papers = walk("/v1/authors/" + author["id"].get<std::string>() + "/papers?fields=id", 1);
  EXPECT_EQ(papers.size(), author["papers"].get<std::size_t>());
}

TEST(CursorsOfTheApi, wrong_ones_are_problems_with_a_code) {
  const json page = get_json("/v1/papers?q=learning&limit=2", "PaperList");
  const std::string cursor = page["next_cursor"];
  EXPECT_EQ(code_of("/v1/papers?q=networks&cursor=" + cursor, 400), "cursor_mismatch");
  EXPECT_EQ(code_of("/v1/authors?q=learning&cursor=" + cursor, 400), "cursor_mismatch");
  EXPECT_EQ(code_of("/v1/papers?q=learning&cursor=" + cursor + "A", 400), "cursor_invalid");
  EXPECT_EQ(code_of("/v1/papers?q=learning&cursor=", 400), "cursor_invalid");
  EXPECT_EQ(code_of("/v1/papers?q=learning&offset=2&cursor=" + cursor, 400), "invalid_parameter");
  const std::string similar = get_json("/v1/papers/2401.01967/similar?limit=2", "PaperList")["next_cursor"];
  EXPECT_EQ(get_json("/v1/papers/arXiv:2401.01967v1/similar?limit=2&cursor=" + similar, "PaperList")["results"].size(), 2U) << "the same paper";
  EXPECT_EQ(code_of("/v1/papers?q=learning&cursor=" + similar, 400), "cursor_mismatch");
  EXPECT_EQ(code_of("/v1/papers/2401.01967/similar?offset=2&cursor=" + similar, 400), "invalid_parameter");
  std::string older = cursor;
  older[5] = older[5] == 'A' ? 'B' : 'A';  // a byte of the revision
  EXPECT_EQ(code_of("/v1/papers?q=learning&cursor=" + older, 410), "cursor_gone");
  EXPECT_EQ(get(shared_port(), "/search?q=learning&cursor=" + cursor).status, 200) << "pages count from the first result";
}

}  // namespace
}  // namespace incipit::testing
