// Incipit JSONL (D4): every key, every alias, every warning.
#include <gmock/gmock.h>

#include "schema/limits.h"
#include "schema/paper_json.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Jsonl, ReadsEveryKey) {
  const Record record = read_line(
      R"({"id":"x/1","title":" A  $x$\n title ","abstract":"  An\tabstract. ","authors":["Ann  Smith",)"
      R"({"given":"Bo","family":"Zhang","suffix":"Jr.","id":["openreview:~Bo1","ORCID:https://orcid.org/0000-0002-1825-009x"],)"
      R"("orcid":"0000-0002-1825-0097","affiliation":["MIT","MIT"]},{"name":"C D","id":"s2:7","affiliation":"CERN"}],)"
      R"("categories":["cs.CL","cs.AI","cs.CL"],"primary_category":"cs.AI","published":"2024-01-03","announced":"2024-01",)"
      R"("updated":"2025","version":4,"comments":" 5 pages ","doi":"https://doi.org/10.1103/X","journal_ref":"J 1",)"
      R"("report_no":"R1","venue":"ACL","license":"CC0","links":["https://a.org/",{"rel":"code","url":"ftp://b.org/x"}],)"
      R"("citations":{"count":7,"source":"s2","as_of":"2026-01-01"},"references":["0704.0001","doi:10.1/x"],)"
      R"("cited_by":["p9",{"id":"p2","date":"2021-05","source":"A"},{"id":"p2","date":"2020","source":"A"}],)"
      R"("status":"withdrawn","metrics":[{"metric":"ai_score","value":58,"source":"p","model":"m","as_of":"2026"}],"year":2020})");
  ASSERT_TRUE(record.paper);
  EXPECT_THAT(record.warnings, IsEmpty());
  EXPECT_THAT(record.ignored_keys, IsEmpty());
  schema::Paper expected;
  expected.id = "x/1";
  expected.version = 4;
  expected.title = "A $x$ title";
  expected.abstract = "An abstract.";
  expected.authors = {{"Ann Smith", "", "", "", {}, {}},
                      {"Bo Zhang Jr.",
                       "Bo",
                       "Zhang",
                       "Jr.",
                       {"openreview:~Bo1", "orcid:0000-0002-1825-009X", "orcid:0000-0002-1825-0097"},
                       {"MIT"}},
                      {"C D", "", "", "", {"s2:7"}, {"CERN"}}};
  expected.categories = {"cs.CL", "cs.AI"};
  expected.primary_category = "cs.AI";
  expected.published = *schema::parse_date("2024-01-03");
  expected.announced = *schema::parse_date("2024-01");
  expected.updated = *schema::parse_date("2025");
  expected.comments = "5 pages";
  expected.doi = "10.1103/X";
  expected.journal_ref = "J 1";
  expected.report_no = "R1";
  expected.venue = "ACL";
  expected.license = "CC0";
  expected.links = {{"", "https://a.org/"}, {"code", "ftp://b.org/x"}};
  expected.citations = {{7, "s2", *schema::parse_date("2026-01-01")}};
  expected.references = {"0704.0001", "doi:10.1/x"};
  expected.cited_by = {{"p2", *schema::parse_date("2020"), "A"}, {"p9", std::nullopt, ""}};
  expected.status = "withdrawn";
  expected.metrics = {{"ai_score", 58, "p", "m", *schema::parse_date("2026")}};
  EXPECT_EQ(*record.paper, expected);
  // What is exported is an input again.
  EXPECT_EQ(read_line(schema::canonical_json(expected)).paper, expected);
}

TEST(Jsonl, DropsWhatNamesNoCitingPaper) {
  const Record record = read_line(R"({"id":"1","title":"T","cited_by":["a","",7,{"date":"2020"},{"id":"b","date":"soon"}]})");
  ASSERT_TRUE(record.paper);
  EXPECT_EQ(record.paper->cited_by, (std::vector<schema::CitingPaper>{{"a", {}, ""}, {"b", {}, ""}}));
  EXPECT_THAT(warned_fields(record), ElementsAre("cited_by", "cited_by.date"));
  std::string many = R"({"id":"1","title":"T","cited_by":[)";
  for (int i = 0; i <= 10'000; ++i) many += (i > 0 ? ",\"p" : "\"p") + std::to_string(i) + '"';
  const Record beyond = read_line(many + "]}");
  ASSERT_TRUE(beyond.paper);
  EXPECT_TRUE(beyond.paper->cited_by.empty()) << "edges_per_paper";
  EXPECT_THAT(warned_fields(beyond), ElementsAre("cited_by"));
}

TEST(Jsonl, ReadsAliases) {
  const Record record = read_line(R"({"_id":"4983","title":"T","text":"Body"})");
  EXPECT_EQ(record.paper->id, "4983");
  EXPECT_EQ(record.paper->abstract, "Body");
  EXPECT_THAT(record.ignored_keys, IsEmpty());
  const Record both = read_line(R"({"_id":"a","id":"b","text":"no","abstract":"yes"})");
  EXPECT_EQ(both.paper->id, "b");
  EXPECT_EQ(both.paper->abstract, "yes");
  EXPECT_THAT(both.ignored_keys, ElementsAre("_id", "text"));
}

TEST(Jsonl, TakesTheTextWhereTheAbstractCannotBeUsed) {
  const Record empty = read_line(R"({"id":"1","title":"","abstract":"","text":"body"})");
  ASSERT_TRUE(empty.paper);
  EXPECT_EQ(empty.paper->abstract, "body");
  EXPECT_THAT(empty.ignored_keys, IsEmpty());
  const Record wrong = read_line(R"({"id":"1","abstract":5,"text":"body"})");
  ASSERT_TRUE(wrong.paper);
  EXPECT_EQ(wrong.paper->abstract, "body");
  EXPECT_THAT(warned_fields(wrong), ElementsAre("abstract"));
}

TEST(Jsonl, TakesTheOtherIdOnlyWhereTheFirstIsAbsent) {
  EXPECT_EQ(read_line(R"({"id":null,"_id":"a","title":"T"})").paper->id, "a");
  EXPECT_EQ(read_line(R"({"id":"","_id":"a","title":"T"})").rejection->code, "bad_id");
  EXPECT_EQ(read_line(R"({"id":5,"_id":"a","title":"T"})").rejection->code, "bad_id");
  EXPECT_EQ(read_line(R"({"id":"..","title":"T"})").rejection->code, "bad_id");
}

TEST(Jsonl, DropsControlCharactersOutsideOfText) {
  const Record record = read_members(
      R"("categories":["cs.CL","cs\u0001.AI"],"primary_category":"cs\u0085","venue":"A\u0007CL\u009f é","doi":"10.1/a\u0001",)"
      R"("authors":[{"name":"A","id":["s2:a\u0085b","s2:é"]}],"references":["a\u0002","b"])");
  ASSERT_TRUE(record.paper);
  EXPECT_THAT(record.paper->categories, ElementsAre("cs.CL"));
  EXPECT_EQ(record.paper->primary_category, "");
  EXPECT_EQ(record.paper->venue, "A CL é");
  EXPECT_EQ(record.paper->doi, "");
  EXPECT_THAT(record.paper->authors.at(0).ids, ElementsAre("s2:é"));
  EXPECT_THAT(record.paper->references, ElementsAre("b"));
  EXPECT_THAT(warned_fields(record),
              ElementsAre("authors.id", "categories", "doi", "primary_category", "references", "venue"));
  EXPECT_THAT(read_members(R"("categories":"cs.CL cs\u0001")").paper->categories, ElementsAre("cs.CL"));
}

TEST(Jsonl, ControlCharactersOfTextAreSpaces) {
  const Record record = read_line(
      R"({"id":"1","title":"A\u0000B\u0085","abstract":"\u0007","text":"C\u009f é","comments":"D\u007fE",)"
      R"("authors":["F\u0001 G",{"given":"H\u0002","family":"I","affiliation":"J\u0003K"}],)"
      R"("links":["https://a.org/\u0085","https://a.org/é"]})");
  ASSERT_TRUE(record.paper);
  EXPECT_EQ(record.paper->title, "A B");
  EXPECT_EQ(record.paper->abstract, "C é");
  EXPECT_EQ(record.paper->comments, "D E");
  ASSERT_EQ(record.paper->authors.size(), 2u);
  EXPECT_EQ(record.paper->authors[0].name, "F G");
  EXPECT_EQ(record.paper->authors[1].name, "H I");
  EXPECT_THAT(record.paper->authors[1].affiliations, ElementsAre("J K"));
  ASSERT_EQ(record.paper->links.size(), 1u);
  EXPECT_EQ(record.paper->links[0].url, "https://a.org/é");
  EXPECT_THAT(warned_fields(record), ElementsAre("links"));
}

TEST(Jsonl, SplitsVersionsOffArxivIdsOnly) {
  const auto id_and_version = [](const std::string& id) {
    const Record record = read_line(R"({"title":"T","id":")" + id + "\"}");
    return std::pair(record.paper->id, record.paper->version);
  };
  EXPECT_EQ(id_and_version("2401.01967v2"), std::pair(std::string("2401.01967"), 2));
  EXPECT_EQ(id_and_version("hep-th/9901001v12"), std::pair(std::string("hep-th/9901001"), 12));
  EXPECT_EQ(id_and_version("math.GT/0309136v1"), std::pair(std::string("math.GT/0309136"), 1));
  for (const std::string id :
       {"2401.01967", "abc-v2", "2401.01967v0", "arXiv:2401.01967v2", "10.48550/arXiv.2401.01967v2",
        "https://arxiv.org/abs/2401.01967v2", "arxiv.org/abs/2401.01967v2", " 2401.01967v2", "x:v1"}) {
    EXPECT_EQ(id_and_version(id), std::pair(id, 0));
  }
  const Record record = read_line(R"({"id":"2401.01967v2","title":"T","version":3})");
  EXPECT_EQ(record.paper->version, 2);
  EXPECT_THAT(warned_fields(record), ElementsAre("version"));
}

// Both normal forms of é are ids of their own.
TEST(Jsonl, TakesIdsVerbatim) {
  EXPECT_EQ(read_line("{\"id\":\"caf\xC3\xA9\",\"title\":\"T\"}").paper->id, "caf\xC3\xA9");
  EXPECT_EQ(read_line("{\"id\":\"cafe\xCC\x81\",\"title\":\"T\"}").paper->id, "cafe\xCC\x81");
}

TEST(Jsonl, ReadsCategoriesInOneString) {
  EXPECT_THAT(read_members(R"("categories":" cs.CL  cs.AI cs.CL")").paper->categories,
              ElementsAre("cs.CL", "cs.AI"));
  const Record record = read_members(R"("categories":["cs.CL",5,""])");
  EXPECT_THAT(record.paper->categories, ElementsAre("cs.CL"));
  EXPECT_THAT(warned_fields(record), ElementsAre("categories"));
}

TEST(Jsonl, UsesTheYearOnlyWithoutADate) {
  EXPECT_EQ(read_members(R"("year":2019)").paper->published->iso(), "2019");
  EXPECT_EQ(read_members(R"("year":"2019")").paper->published->iso(), "2019");
  EXPECT_EQ(read_members(R"("year":2019,"published":"2020-05")").paper->published->iso(), "2020-05");
  const Record record = read_members(R"("year":2019,"published":"soon")");
  EXPECT_EQ(record.paper->published->iso(), "2019");
  EXPECT_THAT(warned_fields(record), ElementsAre("published"));
  for (const std::string year : {"999", "10000", "2019.5", "\"19\"", "\"2019-05\"", "[]", "true"}) {
    const Record bad = read_members("\"year\":" + year);
    EXPECT_FALSE(bad.paper->published) << year;
    EXPECT_THAT(warned_fields(bad), ElementsAre("year")) << year;
  }
}

TEST(Jsonl, ReadsCitationsInThreeForms) {
  EXPECT_EQ(read_members(R"("citations":0)").paper->citations.at(0).count, 0);
  EXPECT_EQ(read_members(R"("citations":{"count":3})").paper->citations.at(0).count, 3);
  const Record list =
      read_members(R"("citations":[{"count":3,"source":"a"},{"count":4,"source":"b","as_of":"2025"}])");
  ASSERT_EQ(list.paper->citations.size(), 2u);
  EXPECT_EQ(list.paper->citations[1].as_of->iso(), "2025");
  for (const std::string bad :
       {"-1", "1.5", "\"7\"", "18446744073709551615", "9223372036854775807", "1000000000001", "true"}) {
    const Record record = read_members("\"citations\":" + bad);
    EXPECT_THAT(record.paper->citations, IsEmpty()) << bad;
    EXPECT_THAT(warned_fields(record), ElementsAre("citations")) << bad;
  }
  const Record mixed = read_members(R"("citations":[{"count":3},4,{"count":-1},{}])");
  EXPECT_EQ(mixed.paper->citations.size(), 1u);
  EXPECT_THAT(warned_fields(mixed), ElementsAre("citations", "citations.count"));
  EXPECT_THAT(warned_fields(read_members(R"("citations":{})")), ElementsAre("citations"));
}

TEST(Jsonl, KeepsOnlyWebLinks) {
  const Record record = read_members(
      R"x("links":["javascript:alert(1)","http://","http:///x","data:x","HTTPS://OK.org","http://a b","http://a\"b","ftp://ok",7,)x"
      R"({"rel":"x"},{"url":"mailto:x"}])");
  ASSERT_EQ(record.paper->links.size(), 2u);
  EXPECT_EQ(record.paper->links[0].url, "HTTPS://OK.org");
  EXPECT_EQ(record.paper->links[1].url, "ftp://ok");
  EXPECT_THAT(warned_fields(record), ElementsAre("links"));
  EXPECT_EQ(record.warnings[0].reason,
            "entry 1 is not an http, https or ftp address; 9 entries are left out");
}

TEST(Jsonl, KnowsTwoStatuses) {
  EXPECT_EQ(read_members(R"("status":"retracted")").paper->status, "retracted");
  const Record record = read_members(R"("status":"fine")");
  EXPECT_EQ(record.paper->status, "");
  EXPECT_THAT(warned_fields(record), ElementsAre("status"));
}

TEST(Jsonl, DropsWrongTypesWithAWarning) {
  for (const std::string key :
       {"abstract", "authors", "categories", "primary_category", "published", "announced", "updated",
        "version", "comments", "doi", "journal_ref", "report_no", "venue", "license", "links", "references",
        "status", "metrics", "citations"}) {
    const Record record = read_members('"' + key + "\":false");
    ASSERT_TRUE(record.paper) << key;
    EXPECT_THAT(warned_fields(record), ElementsAre(key));
    schema::Paper bare;
    bare.id = "1";
    bare.title = "T";
    EXPECT_EQ(*record.paper, bare) << key;
  }
  EXPECT_THAT(warned_fields(read_members(R"("version":0)")), ElementsAre("version"));
  EXPECT_THAT(warned_fields(read_members(R"("doi":"1721.1/107045")")), ElementsAre("doi"));
  EXPECT_THAT(warned_fields(read_members(R"("published":"2024-13")")), ElementsAre("published"));
  EXPECT_THAT(warned_fields(read_members(R"("references":["a",1])")), ElementsAre("references"));
  EXPECT_THAT(warned_fields(read_members(R"("metrics":[{"metric":"x","value":"1"}])")),
              ElementsAre("metrics"));
  EXPECT_THAT(warned_fields(read_line(R"({"id":"1","title":7,"abstract":"A"})")), ElementsAre("title"));
}

TEST(Jsonl, DropsWhatIsWrongOfAnAuthor) {
  const Record record = read_members(
      R"("authors":[{"name":"A","orcid":"0000","id":["nocolon","a b:c",":x","x:","orcid:1"],"affiliation":[1],"email":"x"},"",7,{}])");
  ASSERT_EQ(record.paper->authors.size(), 1u);
  EXPECT_THAT(record.paper->authors[0].ids, IsEmpty());
  EXPECT_THAT(warned_fields(record),
              ElementsAre("authors", "authors.affiliation", "authors.id", "authors.orcid"));
  EXPECT_THAT(record.ignored_keys, ElementsAre("authors.email"));
  EXPECT_THAT(read_members(R"("authors":"A, B and C")").paper->authors, IsEmpty());
}

TEST(Jsonl, NullIsNotGiven) {
  const Record record = read_members(
      R"("doi":null,"authors":null,"published":null,"year":null,"citations":null,"version":null)");
  EXPECT_THAT(record.warnings, IsEmpty());
  EXPECT_FALSE(record.paper->published);
}

TEST(Jsonl, TheFirstOfTwoEqualKeysIsUsed) {
  const Record record = read_members(R"("venue":"first","venue":"second","venue":"third")");
  EXPECT_EQ(record.paper->venue, "first");
  EXPECT_THAT(warned_fields(record), ElementsAre("venue"));
}

TEST(Jsonl, CountsUnknownKeysOnce) {
  const Record record = read_members(R"("zeta":1,"alpha":{"id":"2"},"zeta":2,"submitter":"X")");
  EXPECT_THAT(record.ignored_keys, ElementsAre("alpha", "submitter", "zeta"));
  EXPECT_THAT(record.warnings, IsEmpty());
}

TEST(Jsonl, AMillionFaultsAreFewWarnings) {
  std::string list = "\"references\":[1";
  for (int i = 0; i < 100'000; ++i) list += ",1";
  const Record record = read_members(list + "]");
  ASSERT_EQ(record.warnings.size(), 1u);
  EXPECT_EQ(record.warnings[0].reason, "entry 1 is not an id; 100001 entries are left out");
  std::string codes = "\"categories\":\"";
  for (int i = 0; i < 1000; ++i) codes += " c" + std::to_string(i);
  const Record many = read_members(codes + "\"");
  EXPECT_EQ(many.paper->categories.size(), 256u);
  EXPECT_THAT(warned_fields(many), ElementsAre("categories"));
}

}  // namespace
}  // namespace incipit::corpus
