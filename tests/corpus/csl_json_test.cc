// CSL-JSON items.
#include "corpus/csl_json.h"

#include <gmock/gmock.h>

#include "schema/ids.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::ElementsAre;

TEST(CslJson, ALibrary) {
  const Reading reading = read_whole_fixture("csl_json/library.json", Format::csl_json, 6);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, "doi:10.9999/quince.1");
  EXPECT_EQ(paper.title, "Ripening of Cydonia");
  EXPECT_EQ(paper.abstract, "Abstract We ripen quinces at a < b & 103 K.");
  EXPECT_EQ(paper.venue, "Journal of Orchards");
  EXPECT_EQ(paper.journal_ref, "Journal of Orchards 3(2), 1-4");
  EXPECT_THAT(schema::alias_keys(paper),
              ElementsAre("doi:10.9999/quince.1", "pmid:90000001", "pmcid:PMC9000001", "arxiv:3104.00007"));
  EXPECT_THAT(author_names(paper),
              ElementsAre("Jan van der Berg Jr.", "The Medlar Collaboration", "Alexander von Humboldt"));
  EXPECT_EQ(paper.authors[0].family, "van der Berg");
  EXPECT_EQ(paper.authors[0].suffix, "Jr.");
  EXPECT_EQ(paper.authors[2].family, "Humboldt");
  EXPECT_THAT(paper.authors[2].ids, ElementsAre("orcid:0000-0001-2345-678X"));
  EXPECT_THAT(paper.authors[2].affiliations, ElementsAre("Orchard Institute"));
  EXPECT_EQ(paper.published->iso(), "2031-04-30");
  EXPECT_THAT(paper.categories, ElementsAre("cs.DS", "math.CO"));
  EXPECT_EQ(paper.citations.at(0).source, "Crossref");
  EXPECT_THAT(reading.records[0].ignored_keys, ElementsAre("keyword"));

  EXPECT_EQ(reading.records[1].paper->id, "bib:42");
  EXPECT_EQ(reading.records[1].paper->published->iso(), "1987-06");
  EXPECT_EQ(reading.records[2].paper->published->iso(), "1999");
  EXPECT_EQ(reading.records[2].paper->venue, "Harvest");
  EXPECT_EQ(reading.records[3].rejection->code, "no_id");
  EXPECT_EQ(reading.records[4].rejection->code, "no_text");
  EXPECT_EQ(reading.records[5].rejection->code, "not_an_object");
}

TEST(CslJson, NotesAreCommentsAndWhatIsNotReadIsCounted) {
  const auto read = [](const std::string& members) {
    Reading reading = read_bytes(R"([{"id":"a","type":"book","title":"T","author":[],)" + members + "}]");
    EXPECT_EQ(reading.papers(), 1u) << reading.error.message;
    return reading.papers() == 1 ? std::move(reading.records[0]) : Record{};
  };
  EXPECT_EQ(read(R"("note":"12 pages\narXiv: 3104.00007")").paper->comments, "12 pages arXiv: 3104.00007");
  EXPECT_THAT(read(R"("archive":"arXiv","archive_location":"Box 7","number":"7","issued":{"raw":"2001","circa":true})")
                  .ignored_keys,
              ElementsAre("archive", "archive_location", "issued.circa", "number"));
  EXPECT_THAT(read(R"("archive_location":"arXiv:3104.00007")").ignored_keys, ::testing::IsEmpty());
  const Record report = std::move(
      read_bytes(R"([{"id":"a","type":"report","title":"T","number":"ORCH-7","author":[]}])").records.at(0));
  EXPECT_EQ(report.paper->report_no, "ORCH-7");
  EXPECT_TRUE(report.ignored_keys.empty());
  EXPECT_THAT(warned_fields(read(R"("note":["x"])")), ElementsAre("note"));
}

TEST(CslJson, SingleItemsAndWhatIsNone) {
  EXPECT_EQ(read_bytes(R"({"id":"a","type":"book","title":"T","issued":{"raw":"2001-02"}})").format,
            Format::csl_json);
  EXPECT_EQ(read_bytes(R"({"references":[{"id":"a","type":"book","title":"T","author":[]}]})").papers(), 1u);
  EXPECT_EQ(read_bytes(R"({"id":"a","type":"book","title":"T","authors":["N"]})").format,
            Format::incipit_jsonl);
  EXPECT_TRUE(read_bytes(R"([{"id":"a","type":"shop","title":"T","author":[]}])").failed);
}

TEST(CslJson, HostileItems) {
  const Reading reading = read_bytes(
      R"([{"id":"a","title":"T","DOI":"x","author":[{},7],"issued":{"date-parts":[[2001,13]]},"URL":"javascript:1"},)"
      R"({"id":"b","title":"T","issued":{"date-parts":[[1,2,3,4]]}},{"id":"c","title":"T","issued":{"date-parts":"x"}},)"
      R"({"id":"d","title":"T","issued":"2001-02"},{"id":"\u0001","title":"T"}])",
      Format::csl_json);
  ASSERT_EQ(reading.records.size(), 5u);
  EXPECT_THAT(warned_fields(reading.records[0]), ElementsAre("DOI", "URL", "author", "issued"));
  EXPECT_THAT(warned_fields(reading.records[1]), ElementsAre("issued"));
  EXPECT_FALSE(reading.records[1].paper->published);
  EXPECT_THAT(warned_fields(reading.records[2]), ElementsAre("issued.date-parts"));
  EXPECT_EQ(reading.records[3].paper->published->iso(), "2001-02");
  EXPECT_EQ(reading.records[4].rejection->code, "bad_id");
}

}  // namespace
}  // namespace incipit::corpus
