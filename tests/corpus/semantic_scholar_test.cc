// Semantic Scholar papers.
#include "corpus/semantic_scholar.h"

#include <gmock/gmock.h>

#include "schema/ids.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kSha = "00000000000000000000000000000000000000aa";

TEST(SemanticScholar, OnePaper) {
  const Reading reading = read_whole_fixture("semantic_scholar/paper.json", Format::semantic_scholar, 1);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, std::string("s2:") + kSha);
  EXPECT_EQ(paper.title, "Ripening of Quinces");
  EXPECT_EQ(paper.abstract, "We ripen quinces.");
  EXPECT_THAT(schema::alias_keys(paper),
              ElementsAre(std::string("s2:") + kSha, "doi:10.9999/quince.1", "s2:CorpusId:900001",
                          "arxiv:3104.00007", "pmid:90000001", "pmcid:PMC9000001", "acl:P31-0001",
                          "dblp:journals/fruit/Quince31", "mag:900000001"));
  EXPECT_THAT(author_names(paper), ElementsAre("Ada Quince", "B. Medlar"));
  EXPECT_THAT(paper.authors[0].ids, ElementsAre("s2:5001", "orcid:0000-0001-2345-678X"));
  EXPECT_THAT(paper.authors[0].affiliations, ElementsAre("Orchard Institute"));
  EXPECT_TRUE(paper.authors[1].ids.empty());
  EXPECT_EQ(paper.venue, "Journal of Orchards");
  EXPECT_EQ(paper.journal_ref, "J. Orch. 3 1-4");
  EXPECT_EQ(paper.license, "CCBY");
  EXPECT_EQ(paper.published->iso(), "2031-04-30");
  EXPECT_THAT(paper.categories, ElementsAre("Agricultural and Food Sciences", "Biology", "Chemistry"));
  ASSERT_EQ(paper.citations.size(), 1u);
  EXPECT_EQ(paper.citations[0].count, 17);
  EXPECT_EQ(paper.citations[0].source, "Semantic Scholar");
  EXPECT_THAT(paper.references,
              ElementsAre("s2:00000000000000000000000000000000000000cc", "doi:10.9999/plum.1"));
  EXPECT_THAT(warned_fields(reading.records[0]), ElementsAre("references"));
}

TEST(SemanticScholar, AReferenceIsTakenByAnyOfItsIds) {
  const auto references = [](const std::string& cited) {
    const Reading reading = read_bytes("{\"paperId\":\"" + std::string(kSha) +
                                       "\",\"title\":\"T\",\"references\":[" + cited + "]}");
    EXPECT_EQ(reading.papers(), 1u) << reading.error.message;
    auto found = reading.papers() == 1 ? reading.records[0].paper->references : std::vector<std::string>();
    if (found.empty()) {
      EXPECT_THAT(warned_fields(reading.records.at(0)), ElementsAre("references"));
    }
    return found;
  };
  EXPECT_THAT(references(R"({"paperId":"00000000000000000000000000000000000000CC"})"),
              ElementsAre("s2:00000000000000000000000000000000000000cc"));
  for (const auto& [ids, id] : std::vector<std::pair<std::string, std::string>>{
           {R"("DOI":"10.9999/Plum.1","ArXiv":"3104.00007")", "doi:10.9999/plum.1"},
           {R"("ArXiv":"3104.00007v2","PubMed":"90000001")", "arxiv:3104.00007"},
           {R"("PubMed":"90000001")", "pmid:90000001"},
           {R"("PubMedCentral":"9000001")", "pmcid:PMC9000001"},
           {R"("ACL":"P31-0001")", "acl:P31-0001"},
           {R"("DBLP":"journals/fruit/Quince31")", "dblp:journals/fruit/Quince31"},
           {R"("MAG":"900000001")", "mag:900000001"},
           {R"("CorpusId":900001)", "s2:CorpusId:900001"}}) {
    EXPECT_THAT(references(R"({"paperId":null,"externalIds":{)" + ids + "}}"), ElementsAre(id));
  }
  EXPECT_THAT(references(R"({"corpusId":900001})"), ElementsAre("s2:CorpusId:900001"));
  EXPECT_THAT(references(R"({"corpusId":"900001"})"), ElementsAre("s2:CorpusId:900001"));
  EXPECT_THAT(references(R"({"corpusId":"nine"})"), ::testing::IsEmpty());
  EXPECT_THAT(references(R"({"paperId":"00cc","externalIds":{"ArXiv":"none"}})"), ::testing::IsEmpty());
}

TEST(SemanticScholar, WhatACitationSaysBesideItsPaperIsCounted) {
  const Reading reading = read_bytes(
      std::string(R"({"data":[{"contexts":["x"],"intents":[],"isInfluential":true,"citingPaper":{"paperId":")") + kSha +
      R"(","title":"T","url":"https://www.semanticscholar.org/paper/00000000000000000000000000000000000000AA"}}]})");
  ASSERT_EQ(reading.papers(), 1u) << reading.error.message;
  EXPECT_THAT(reading.records[0].ignored_keys, ElementsAre("contexts", "intents", "isInfluential"));
  EXPECT_THAT(schema::alias_keys(*reading.records[0].paper), ElementsAre(std::string("s2:") + kSha));
}

TEST(SemanticScholar, PagesOfCitationsHoldPapers) {
  const Reading reading = read_fixture("semantic_scholar/citations.json");
  ASSERT_EQ(reading.records.size(), 2u) << reading.error.message;
  EXPECT_EQ(reading.format, Format::semantic_scholar);
  EXPECT_EQ(reading.records[0].paper->title, "A paper that cites");
  EXPECT_EQ(reading.records[0].paper->published->iso(), "2032");
  EXPECT_EQ(reading.records[1].rejection->code, "no_id");
}

TEST(SemanticScholar, BulkFiles) {
  const Reading reading = read_fixture("semantic_scholar/bulk.jsonl");
  ASSERT_EQ(reading.records.size(), 4u) << reading.error.message;
  EXPECT_EQ(reading.format, Format::semantic_scholar);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, "s2:CorpusId:900001");
  EXPECT_THAT(schema::alias_keys(paper),
              ElementsAre("s2:CorpusId:900001", "doi:10.9999/quince.1", "arxiv:3104.00007", "mag:900000001",
                          std::string("s2:") + kSha));
  EXPECT_EQ(paper.published->iso(), "2031-04-30");
  EXPECT_EQ(paper.citations.at(0).count, 17);
  EXPECT_THAT(paper.categories, ElementsAre("Biology"));
  EXPECT_EQ(reading.records[1].rejection->code, "no_text");
  EXPECT_EQ(reading.records[2].rejection->code, "malformed_json");
  EXPECT_EQ(reading.records[3].paper->abstract, "Pears are late.");
  EXPECT_EQ(reading.records[3].paper->doi, "10.9999/pear.1");
}

TEST(SemanticScholar, HolesAuthorsAndTheirPapers) {
  const std::string paper = std::string("{\"paperId\":\"") + kSha + "\",\"title\":\"T\"}";
  EXPECT_EQ(read_bytes("[null, " + paper + "]").papers(), 1u);
  EXPECT_EQ(read_bytes("{\"recommendedPapers\":[" + paper + "]}").papers(), 1u);
  EXPECT_EQ(read_bytes("{\"authorId\":\"1\",\"name\":\"N\",\"papers\":[" + paper + "]}").papers(), 1u);
}

TEST(SemanticScholar, WhatHoldsNoPapersIsRefused) {
  for (const std::string text :
       {R"({"authorId":"1","name":"N"})", R"([{"authorId":"1","name":"N"},null])",
        R"({"data":[{"authorId":"1"}]})", R"({"error":"Paper not found"})", R"({"message":"Forbidden"})",
        R"({"total":0,"offset":0})", R"(["2031-01-01"])",
        R"([{"paperId":"00000000000000000000000000000000000000aa","authors":[]}])",
        R"({"name":"papers","README":"\"paperId\": \"title\"","files":["https://example.org/1"]})"}) {
    const Reading reading = read_bytes(text);
    ASSERT_TRUE(reading.failed) << text;
    EXPECT_EQ(reading.error.code, schema::ErrorCode::input_invalid);
  }
  EXPECT_THAT(read_bytes(R"({"authorId":"1","name":"N"})").error.message, HasSubstr("authors"));
}

TEST(SemanticScholar, HostileRecords) {
  const Reading reading = read_bytes(
      R"([{"paperId":"xyz","title":"T"},{"authorId":"1"},{"paperId":"00000000000000000000000000000000000000aa",)"
      R"("title":"T","externalIds":{"DOI":"x","ArXiv":"y","PubMed":"z"},"authors":[1,{"name":7}],"year":"x",)"
      R"("citationCount":1e30,"openAccessPdf":{"url":"javascript:1"},"journal":[],"references":9}])",
      Format::semantic_scholar);
  ASSERT_EQ(reading.records.size(), 3u);
  EXPECT_EQ(reading.records[0].rejection->code, "bad_id");
  EXPECT_EQ(reading.records[1].rejection->code, "not_a_paper");
  ASSERT_TRUE(reading.records[2].paper);
  EXPECT_TRUE(reading.records[2].paper->links.empty());
  EXPECT_THAT(warned_fields(reading.records[2]),
              ElementsAre("authors", "authors.name", "citationCount", "externalIds.ArXiv", "externalIds.DOI",
                          "externalIds.PubMed", "journal", "openAccessPdf.url", "references", "year"));
}

}  // namespace
}  // namespace incipit::corpus
