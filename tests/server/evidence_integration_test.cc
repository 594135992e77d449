// Why authors are one person or two, through the API.
#include <gtest/gtest.h>

#include "schema/ascii.h"
#include "tests/server/running_server.h"

namespace incipit::testing {
namespace {

using nlohmann::json;
using schema::percent_encode;

TEST(EvidenceOfTheApi, comes_with_what_decides) {
  const json paper = get_json("/v1/papers/2401.01967", "PaperRecord");
  const std::string id = paper["authors"][1]["id"];
  const json answer = get_json("/v1/authors/" + id + "/evidence", "AuthorEvidence");
  EXPECT_EQ(answer["id"], id);
  EXPECT_EQ(answer["total"], 7) << "the reference author is one person";
  EXPECT_TRUE(answer["compared"].is_null());
  bool listed = false;
  for (const auto& authorship : answer["authorships"]) {
    listed = listed || (authorship["paper"] == "2401.01967" && authorship["position"] == 1);
    EXPECT_EQ(authorship["evidence"]["one_person"], true);
  }
  EXPECT_TRUE(listed);
  const json pair = get_json("/v1/authors/" + id + "/evidence?with=" + percent_encode("2401.01967:0"), "AuthorEvidence")["compared"];
  EXPECT_EQ(pair["same_author"], false);
  EXPECT_EQ(pair["other"]["authorship"], "2401.01967:0");
  EXPECT_EQ(pair["evidence"]["rule"], "names");
  EXPECT_EQ(get_json("/v1/authors/" + percent_encode("2401.01967:1") + "/evidence", "AuthorEvidence")["id"], id);
  EXPECT_EQ(get_json("/v1/authors/nobody/evidence", "Problem", 404)["code"], "author_not_found");
  EXPECT_EQ(get_json("/v1/authors/" + id + "/evidence?with=", "Problem", 400)["code"], "invalid_parameter");
  EXPECT_EQ(get_json("/v1/authors/" + id + "/evidence?and=x", "Problem", 400)["code"], "unknown_parameter");
}

}  // namespace
}  // namespace incipit::testing
