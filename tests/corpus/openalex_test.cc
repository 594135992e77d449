// OpenAlex works.
#include "corpus/openalex.h"

#include <gmock/gmock.h>

#include "corpus/inverted_abstract.h"
#include "schema/ids.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Record read_work(const std::string& members) {
  Reading reading =
      read_bytes("{\"id\":\"https://openalex.org/W1\",\"title\":\"T\"," + members + "}", Format::openalex);
  EXPECT_EQ(reading.records.size(), 1u) << reading.error.message;
  return reading.records.empty() ? Record{} : std::move(reading.records.front());
}

TEST(OpenAlex, APageOfWorks) {
  const Reading reading = read_whole_fixture("openalex/page.json", Format::openalex, 2);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(reading.records[0].line, 4u);
  EXPECT_EQ(paper.id, "openalex:W900000001");
  EXPECT_EQ(paper.title, "Ripening of Cydonia & friends");
  EXPECT_EQ(paper.abstract, "We ripen quinces; they ripen late.");
  EXPECT_EQ(paper.doi, "10.9999/Quince.1");
  EXPECT_THAT(schema::alias_keys(paper),
              ElementsAre("openalex:W900000001", "doi:10.9999/quince.1", "pmid:90000001", "pmcid:PMC9000001",
                          "mag:900000001", "arxiv:3104.00007"));
  EXPECT_THAT(author_names(paper), ElementsAre("Ada Quince", "B. Medlar"));
  EXPECT_THAT(paper.authors[0].ids, ElementsAre("openalex:A5000000001", "orcid:0000-0001-2345-678X"));
  EXPECT_THAT(paper.authors[0].affiliations, ElementsAre("Orchard Institute", "Pear Lab"));
  EXPECT_THAT(paper.authors[1].affiliations, ElementsAre("Medlar & Sons"));
  EXPECT_EQ(paper.venue, "Journal of Orchards");
  EXPECT_EQ(paper.license, "cc-by");
  EXPECT_EQ(paper.published->iso(), "2031-04-30");
  EXPECT_THAT(paper.categories, ElementsAre("Agricultural and Biological Sciences", "Horticulture",
                                            "Chemistry", "Food Science"));
  EXPECT_EQ(paper.primary_category, "Agricultural and Biological Sciences");
  ASSERT_EQ(paper.citations.size(), 1u);
  EXPECT_EQ(paper.citations[0].count, 17);
  EXPECT_EQ(paper.citations[0].source, "OpenAlex");
  EXPECT_EQ(paper.citations[0].as_of->iso(), "2032-01-02T03:04:05Z");
  EXPECT_THAT(paper.references, ElementsAre("openalex:W900000002", "openalex:W900000003"));
  EXPECT_EQ(paper.status, "retracted");
  EXPECT_THAT(warned_fields(reading.records[0]), ElementsAre("referenced_works"));
  const auto has_link = [&](const std::string& rel, const std::string& url) {
    return std::find(paper.links.begin(), paper.links.end(), schema::Link{rel, url}) != paper.links.end();
  };
  EXPECT_TRUE(has_link("pdf", "https://orchard.example.org/article/1.pdf"));
  EXPECT_TRUE(has_link("page", "https://orchard.example.org/article/1"));

  const schema::Paper& old = *reading.records[1].paper;
  EXPECT_EQ(old.title, "An older record");
  EXPECT_EQ(old.published->iso(), "1987");
  EXPECT_EQ(old.venue, "Annals of Pears");
  EXPECT_THAT(old.categories, ElementsAre("Biology", "Pomology"));
  EXPECT_EQ(old.status, "");
}

TEST(OpenAlex, OtherEntitiesAreRefused) {
  const Reading mixed = read_whole_fixture("openalex/mixed.jsonl", Format::openalex, 4);
  EXPECT_EQ(mixed.papers(), 2u);
  EXPECT_EQ(mixed.records[1].rejection->code, "not_a_paper");
  EXPECT_THAT(mixed.records[1].rejection->reason, HasSubstr("an author"));
  EXPECT_THAT(mixed.records[2].rejection->reason, HasSubstr("an institution"));
  for (const std::string text : {R"({"id":"https://openalex.org/A1","display_name":"N","works_count":1})",
                                 R"({"results":[{"id":"https://openalex.org/I1","display_name":"N"}]})"}) {
    const Reading refused = read_bytes(text);
    ASSERT_TRUE(refused.failed);
    EXPECT_EQ(refused.error.code, schema::ErrorCode::input_invalid);
    EXPECT_THAT(refused.error.message, HasSubstr("OpenAlex"));
  }
}

TEST(OpenAlex, WhatOtherLocationsSayIsCounted) {
  const Record record = read_work(
      R"("ids":{"openalex":"https://openalex.org/W1"},)"
      R"("primary_location":{"source":{"display_name":"J"},"license":"cc0"},)"
      R"("best_oa_location":{"source":{"display_name":"B"},"license":"cc-by"},)"
      R"("locations":[{"source":{"display_name":"L"},"license":"cc-by"}])");
  ASSERT_TRUE(record.paper);
  EXPECT_EQ(record.paper->venue, "J");
  EXPECT_EQ(record.paper->license, "cc0");
  EXPECT_THAT(record.ignored_keys, ElementsAre("best_oa_location.source", "locations.license", "locations.source"));
}

TEST(OpenAlex, OnePerLineIsNoIncipitJsonl) {
  EXPECT_EQ(read_bytes("{\"id\":\"https://openalex.org/W1\",\"title\":\"T\"}\n").format, Format::openalex);
  EXPECT_EQ(read_bytes("{\"id\":\"W1\",\"title\":\"T\"}\n").format, Format::incipit_jsonl);
}

TEST(OpenAlex, AbstractsAreBoundedByWhatIsGiven) {
  const auto abstract = [](const std::string& index) {
    return read_work("\"abstract_inverted_index\":" + index);
  };
  EXPECT_EQ(abstract(R"({"b":[1000000],"a":[0]})").paper->abstract, "a b");
  for (const std::string bad : {R"({"a":[0],"b":[9000000000000000000]})", R"({"a":[-1]})", R"({"a":[1.5]})",
                                R"({"a":3})", R"({"a":[1000001]})", "\"text\""}) {
    const Record record = abstract(bad);
    ASSERT_TRUE(record.paper) << bad;
    EXPECT_EQ(record.paper->abstract, "");
    EXPECT_THAT(warned_fields(record), ElementsAre("abstract_inverted_index")) << bad;
  }
  // A long word at many positions.
  std::string positions;
  for (int i = 0; i < 1000; ++i) positions += (i == 0 ? "" : ",") + std::to_string(i);
  const Record large = abstract("{\"" + std::string(100'000, 'w') + "\":[" + positions + "]}");
  EXPECT_EQ(large.paper->abstract, "");
  EXPECT_THAT(large.warnings.at(0).reason, HasSubstr("bytes"));
}

TEST(OpenAlex, HostileRecords) {
  std::string authors;
  for (int i = 0; i < 20'001; ++i) authors += i == 0 ? "{}" : ",{}";
  EXPECT_EQ(read_work("\"authorships\":[" + authors + "]").rejection->code, "too_many_authors");
  EXPECT_EQ(read_work("\"x\":" + std::string(200, '[') + std::string(200, ']')).rejection->code, "too_deep");
  const Record wrong = read_work(
      R"("doi":"no","ids":7,"authorships":{},"primary_location":[],"publication_date":"soon","publication_year":1,)"
      R"("cited_by_count":-1,"is_retracted":"yes","topics":3,"primary_topic":4,"concepts":"x","referenced_works":{})");
  ASSERT_TRUE(wrong.paper);
  EXPECT_THAT(warned_fields(wrong), ElementsAre("authorships", "cited_by_count", "concepts", "doi", "ids",
                                                "is_retracted", "primary_location", "publication_date",
                                                "publication_year", "referenced_works", "topics"));
  EXPECT_THAT(wrong.paper->authors, IsEmpty());
  const Reading ids = read_bytes(
      "[{\"title\":\"T\"},{\"id\":7,\"title\":\"T\"},{\"id\":\"https://openalex.org/W\"}]", Format::openalex);
  ASSERT_EQ(ids.records.size(), 3u);
  EXPECT_EQ(ids.records[0].rejection->code, "no_id");
  EXPECT_EQ(ids.records[1].rejection->code, "bad_id");
  EXPECT_EQ(ids.records[2].rejection->code, "bad_id");
}

}  // namespace
}  // namespace incipit::corpus
