#include <gmock/gmock.h>

#include "schema/limits.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Record snapshot(const std::string& members) {
  return read_line(R"({"id":"0704.0001","title":"T",)" + members + "}", Format::arxiv_snapshot);
}

std::vector<std::string> names(const Record& record) {
  std::vector<std::string> out;
  for (const auto& author : record.paper->authors) out.push_back(author.name);
  return out;
}

TEST(Snapshot, ReadsARecord) {
  const Record record = snapshot(
      R"("submitter":"Some One","authors":"x","abstract":"  Line\n  two.\n","comments":"5 pages","journal-ref":"Phys.\n  Rev.","doi":"10.1103/X",)"
      R"("report-no":"R","categories":"hep-ph math.CO hep-ph","license":"http://l/","update_date":"2008-11-26",)"
      R"("versions":[{"version":"v1","created":"Mon, 2 Apr 2007 19:18:42 GMT"},{"version":"v2","created":"Tue, 24 Jul 2007 20:10:27 GMT"}],)"
      R"("authors_parsed":[["Bal\u00e1zs","C.",""],["Zhang","Bo","Jr.","MIT","CERN"],["ATLAS","",""]])");
  ASSERT_TRUE(record.paper);
  const auto& paper = *record.paper;
  EXPECT_EQ(paper.id, "0704.0001");
  EXPECT_EQ(paper.version, 2);
  EXPECT_EQ(paper.abstract, "Line two.");
  EXPECT_EQ(paper.journal_ref, "Phys. Rev.");
  EXPECT_EQ(paper.doi, "10.1103/X");
  EXPECT_EQ(paper.report_no, "R");
  EXPECT_EQ(paper.license, "http://l/");
  EXPECT_THAT(paper.categories, ElementsAre("hep-ph", "math.CO"));
  EXPECT_EQ(paper.published->iso(), "2007-04-02T19:18:42Z");
  EXPECT_EQ(paper.updated->iso(), "2007-07-24T20:10:27Z");
  EXPECT_THAT(names(record), ElementsAre("C. Balázs", "Bo Zhang Jr.", "ATLAS"));
  EXPECT_EQ(paper.authors[1].family, "Zhang");
  EXPECT_EQ(paper.authors[1].suffix, "Jr.");
  EXPECT_THAT(paper.authors[1].affiliations, ElementsAre("MIT", "CERN"));
  EXPECT_THAT(record.warnings, IsEmpty());
  EXPECT_THAT(record.ignored_keys, IsEmpty());
}

TEST(Snapshot, SplitsTheAuthorLineWithoutParsedAuthors) {
  EXPECT_THAT(names(snapshot(R"("authors":"A. One, B. Two and C. Three")")),
              ElementsAre("A. One", "B. Two", "C. Three"));
  EXPECT_THAT(names(snapshot(R"("authors":"A. One, B. Two, and C. Three")")),
              ElementsAre("A. One", "B. Two", "C. Three"));
  EXPECT_THAT(names(snapshot(R"("authors":"Sandy Anderson")")), ElementsAre("Sandy Anderson"));
  const Record record =
      snapshot(R"("authors":"A. One (MIT, USA and (x) y), B. Two, Jr.","authors_parsed":[])");
  EXPECT_THAT(names(record), ElementsAre("A. One", "B. Two Jr."));
  EXPECT_THAT(record.paper->authors[0].affiliations, ElementsAre("MIT, USA and (x) y"));
  EXPECT_THAT(names(snapshot(R"("authors":" and , ,, and ")")), IsEmpty());
}

TEST(Snapshot, AnUnclosedParenthesisSwallowsNoAuthor) {
  const Record record = snapshot(R"("authors":"A. One (MIT), B. Two (CERN, C. Three and D. Four")");
  EXPECT_THAT(names(record), ElementsAre("A. One (MIT)", "B. Two (CERN", "C. Three", "D. Four"));
  EXPECT_THAT(warned_fields(record), ElementsAre("authors"));
  EXPECT_THAT(snapshot(R"x("authors":"A. One (MIT), B. Two)")x").warnings, IsEmpty());
}

TEST(Snapshot, ControlCharactersOfNamesAreSpaces) {
  EXPECT_THAT(names(snapshot(R"("authors":"A. One\u0085 and B.\u0000Two")")), ElementsAre("A. One", "B. Two"));
  const Record record = snapshot(R"("authors_parsed":[["One\u0001","A.","","M\u0002T"]])");
  EXPECT_THAT(names(record), ElementsAre("A. One"));
  EXPECT_THAT(record.paper->authors[0].affiliations, ElementsAre("M T"));
}

TEST(Snapshot, OneVersionIsNoUpdate) {
  const Record record = snapshot(
      R"("versions":[{"version":"v1","created":"Mon, 2 Apr 2007 19:18:42 GMT"}],"update_date":"2008-11-26")");
  EXPECT_EQ(record.paper->version, 1);
  EXPECT_FALSE(record.paper->updated);
  const Record none = snapshot(R"("versions":[],"update_date":"2008-11-26")");
  EXPECT_FALSE(none.paper->published);
  EXPECT_EQ(none.paper->updated->iso(), "2008-11-26");
}

TEST(Snapshot, WrongTypesAreWarnings) {
  EXPECT_THAT(warned_fields(snapshot(R"("versions":[{"version":"x","created":"then"}])")),
              ElementsAre("versions.created", "versions.version"));
  EXPECT_THAT(warned_fields(snapshot(R"("versions":[7])")), ElementsAre("versions"));
  EXPECT_THAT(warned_fields(snapshot(R"("versions":"v1")")), ElementsAre("versions"));
  EXPECT_THAT(
      warned_fields(snapshot(R"("authors_parsed":[["A","B",""],["","",""],7,[1]],"doi":"x","report-no":[])")),
      ElementsAre("authors_parsed", "doi", "report-no"));
  EXPECT_THAT(snapshot(R"("extra":1)").ignored_keys, ElementsAre("extra"));
}

TEST(Snapshot, RejectsAsTheOtherFormat) {
  const auto code = [](std::string_view line) {
    return read_line(line, Format::arxiv_snapshot).rejection->code;
  };
  EXPECT_EQ(code(R"({"title":"T"})"), "no_id");
  EXPECT_EQ(code(R"({"id":1,"title":"T"})"), "bad_id");
  EXPECT_EQ(code(R"({"id":"1"})"), "no_text");
  std::string authors = R"({"id":"1","title":"T","authors_parsed":[["A"])";
  for (std::int64_t i = 0; i < schema::limits::kAuthorsPerPaper.value; ++i) authors += R"(,["A"])";
  EXPECT_EQ(code(authors + "]}"), "too_many_authors");
}

TEST(Snapshot, KnowsWithdrawals) {
  const auto status = [](const std::string& comments, const std::string& abstract) {
    return snapshot(R"("comments":")" + comments + R"(","abstract":")" + abstract + "\"").paper->status;
  };
  EXPECT_EQ(status("This paper has been WITHDRAWN by the author", "x"), "withdrawn");
  EXPECT_EQ(status("Withdrawn", "x"), "withdrawn");
  EXPECT_EQ(status("", "Withdrawn by arXiv"), "withdrawn");
  EXPECT_EQ(status("", "This paper has been withdrawn due to an error"), "withdrawn");
  EXPECT_EQ(status("", "We study why an offer has been withdrawn"), "");
  EXPECT_EQ(status("", "We ask " + std::string(150, 'x') + " why a paper has been withdrawn"), "");
  EXPECT_EQ(status("5 pages", "We study withdrawn papers"), "");
}

}  // namespace
}  // namespace incipit::corpus
