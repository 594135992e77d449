#include "schema/paper_json.h"

#include <gtest/gtest.h>

namespace incipit::schema {
namespace {

Paper full_paper() {
  Paper paper;
  paper.id = "hep-th/9901001";
  paper.version = 3;
  paper.title = "On $\\alpha$ \"quoted\" \\ text\ttab";
  paper.abstract = "Gödel, 日本語 and \xF0\x9D\x94\xB8";
  paper.authors = {{"Ann Smith", "", "", "", {}, {}},
                   {"Bo Zhang Jr.",
                    "Bo",
                    "Zhang",
                    "Jr.",
                    {"orcid:0000-0002-1825-0097", "openreview:~Bo1"},
                    {"MIT", "CERN"}}};
  paper.categories = {"hep-th", "math-ph"};
  paper.primary_category = "hep-th";
  paper.published = *parse_date("1999-01-04T10:00:00Z");
  paper.announced = *parse_date("1999-01");
  paper.updated = *parse_date("2001");
  paper.comments = "12 pages";
  paper.doi = "10.1103/X";
  paper.journal_ref = "J. 1";
  paper.report_no = "R-1";
  paper.venue = "ACL";
  paper.license = "CC0";
  paper.links = {{"code", "https://github.com/a/b"}, {"", "ftp://x/y"}};
  paper.citations = {{12, "", {}}, {INT64_MAX, "s2", *parse_date("2026-01-02")}};
  paper.references = {"0704.0001", "doi:10.1/x"};
  paper.cited_by = {{"p1", {}, ""}, {"p2", *parse_date("2021-05"), "s2"}, {"p3", {}, "s2"}};
  paper.status = "withdrawn";
  paper.metrics = {{"ai_score", 0.1, "page", "m1", *parse_date("2026-07-01")}, {"novelty", 64, "", "", {}}};
  return paper;
}

TEST(PaperJson, GoesRound) {
  const Paper paper = full_paper();
  const std::string json = canonical_json(paper);
  EXPECT_EQ(json.find('\n'), json.npos);
  const auto back = paper_from_canonical_json(json);
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(*back, paper);
  EXPECT_EQ(canonical_json(*back), json);
}

TEST(PaperJson, LeavesOutWhatIsNotGiven) {
  Paper paper;
  paper.id = "1";
  EXPECT_EQ(canonical_json(paper), R"({"id":"1"})");
  EXPECT_EQ(*paper_from_canonical_json(R"({"id":"1"})"), paper);
  paper.title = "é";
  paper.authors.resize(1);
  paper.authors[0].name = "A";
  EXPECT_EQ(canonical_json(paper), R"({"authors":["A"],"id":"1","title":"é"})");
}

TEST(PaperJson, HasSortedKeys) {
  const std::string json = canonical_json(full_paper());
  std::size_t last = 0;
  for (const std::string key : {"abstract",         "announced", "authors",    "categories",
                                "citations",        "cited_by",  "comments",   "doi", "id",
                                "journal_ref",      "license",   "links",      "metrics",
                                "primary_category", "published", "references", "report_no",
                                "status",           "title",     "updated",    "venue",
                                "version"}) {
    const auto at = json.find('"' + key + "\":", last);
    ASSERT_NE(at, json.npos) << key;
    last = at;
  }
}

TEST(PaperJson, EscapesInvalidBytesInsteadOfThrowing) {
  Paper paper;
  paper.id = "1";
  paper.title = "a\xFFz";
  EXPECT_EQ(paper_from_canonical_json(canonical_json(paper))->title, "a\xEF\xBF\xBDz");
}

TEST(PaperJson, AnythingElseIsDamage) {
  for (const std::string_view json :
       {"", "null", "[]", "{}", "{\"id\":1}", "{\"id\":\"1\"", "{\"id\":\"1\",\"colour\":\"red\"}",
        "{\"id\":\"1\",\"title\":[]}", "{\"id\":\"1\",\"version\":-1}",
        "{\"id\":\"1\",\"version\":99999999999}", "{\"id\":\"1\",\"published\":\"soon\"}",
        "{\"id\":\"1\",\"authors\":\"A\"}", "{\"id\":\"1\",\"authors\":[1]}",
        "{\"id\":\"1\",\"authors\":[{\"nom\":\"A\"}]}", "{\"id\":\"1\",\"categories\":[1]}",
        "{\"id\":\"1\",\"citations\":[{\"count\":1.5}]}",
        "{\"id\":\"1\",\"citations\":[{\"count\":18446744073709551615}]}",
        "{\"id\":\"1\",\"metrics\":[{\"value\":null}]}", "{\"id\":\"1\",\"links\":[\"x\"]}"}) {
    const auto paper = paper_from_canonical_json(json);
    ASSERT_FALSE(paper) << json;
    EXPECT_EQ(paper.error().code, ErrorCode::index_damaged);
  }
}

TEST(Paper, PrimaryIsDeclaredOrFirst) {
  Paper paper;
  EXPECT_EQ(paper.primary(), "");
  paper.categories = {"cs.CL", "cs.AI"};
  EXPECT_EQ(paper.primary(), "cs.CL");
  paper.primary_category = "cs.AI";
  EXPECT_EQ(paper.primary(), "cs.AI");
}

TEST(Paper, NewestCitationCountLeads) {
  Paper paper;
  EXPECT_EQ(paper.leading_citations(), nullptr);
  paper.citations = {{1, "", {}},
                     {2, "z", *parse_date("2025")},
                     {3, "b", *parse_date("2026")},
                     {4, "a", *parse_date("2026")}};
  EXPECT_EQ(paper.leading_citations()->count, 4);
}

}  // namespace
}  // namespace incipit::schema
