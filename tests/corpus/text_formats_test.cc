// RIS, CSV and TSV.
#include <gmock/gmock.h>

#include "corpus/delimited.h"
#include "corpus/ris.h"
#include "schema/ids.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Ris, ALibrary) {
  const Reading reading = read_whole_fixture("ris/library.ris", Format::ris, 5);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, "doi:10.9999/quince.1");
  EXPECT_EQ(paper.title, "Ripening of Quinces");
  EXPECT_EQ(paper.abstract, "We ripen quinces. They ripen late.");
  EXPECT_THAT(author_names(paper), ElementsAre("Ada Quince Jr.", "B. Medlar"));
  EXPECT_EQ(paper.venue, "Journal of Orchards");
  EXPECT_EQ(paper.journal_ref, "Journal of Orchards 3(2), 1-4");
  EXPECT_EQ(paper.published->iso(), "2031-04-30");
  EXPECT_TRUE(paper.categories.empty());
  EXPECT_THAT(schema::alias_keys(paper), ElementsAre("doi:10.9999/quince.1", "arxiv:3104.00007"));
  EXPECT_THAT(reading.records[0].ignored_keys, ElementsAre("C1", "KW"));
  EXPECT_EQ(reading.records[1].paper->id, "bib:42");
  EXPECT_EQ(reading.records[1].paper->published->iso(), "1987-06");
  EXPECT_THAT(warned_fields(reading.records[1]), ElementsAre("ER"));
  EXPECT_EQ(reading.records[1].line, 24u);
  EXPECT_EQ(reading.records[2].rejection->code, "no_id");
  EXPECT_EQ(reading.records[3].rejection->code, "malformed_ris");
  EXPECT_EQ(reading.records[4].rejection->code, "no_text");
}

TEST(Ris, WhatIsNotReadIsCounted) {
  const auto read = [](const std::string& lines) {
    Reading reading = read_bytes("TY  - JOUR\nID  - a\nTI  - T\n" + lines + "ER  - \n");
    EXPECT_EQ(reading.papers(), 1u) << reading.error.message;
    return reading.papers() == 1 ? std::move(reading.records[0]) : Record{};
  };
  // An address belongs to an author only where there is one.
  const Record one = read("AU  - Quince, Ada\nAD  - Orchard Institute,\nPear\nAD  - Pear Lab\n");
  EXPECT_THAT(one.paper->authors.at(0).affiliations, ElementsAre("Orchard Institute, Pear", "Pear Lab"));
  EXPECT_TRUE(one.ignored_keys.empty());
  const Record two = read("AU  - Quince, Ada\nAU  - Medlar, B.\nAD  - Orchard Institute\n");
  EXPECT_TRUE(two.paper->authors[0].affiliations.empty());
  EXPECT_THAT(two.ignored_keys, ElementsAre("AD"));
  EXPECT_THAT(read("AD  - Orchard Institute\n").ignored_keys, ElementsAre("AD"));
  // Some exporters write the DOI as the type of the work.
  const Record doi = read("M3  - doi: 10.9999/Q.1\n");
  EXPECT_EQ(doi.paper->id, "doi:10.9999/q.1");
  EXPECT_TRUE(doi.ignored_keys.empty());
  EXPECT_TRUE(read("DO  - 10.9999/Q.1\nM3  - 10.9999/q.1\n").ignored_keys.empty());
  const Record kind = read("DO  - 10.9999/Q.1\nM3  - 10.9999/other\nM3  - Article\n");
  EXPECT_EQ(kind.paper->doi, "10.9999/Q.1");
  EXPECT_TRUE(kind.paper->links.empty());
  EXPECT_THAT(kind.ignored_keys, ElementsAre("M3"));
  EXPECT_EQ(read("N1  - First\nN1  - Second\n").paper->comments, "First Second");
}

TEST(Ris, HostileFiles) {
  const Reading large =
      read_bytes("TY  - JOUR\nTI  - " + std::string(3 << 20, 'x') + "\nER  - \nTY  - JOUR\nID  - a\nTI  - T",
                 Format::ris);
  ASSERT_EQ(large.records.size(), 2u);
  EXPECT_EQ(large.records[0].rejection->code, "too_large");
  EXPECT_EQ(large.records[1].paper->id, "bib:a");
  const Reading odd =
      read_bytes("TY  - X\nID  - a\nTI  - T\nPY  - soon\nDO  - x\nUR  - javascript:1\nER  - ");
  EXPECT_THAT(warned_fields(odd.records.at(0)), ElementsAre("DO", "PY", "UR"));
  EXPECT_FALSE(looks_like_ris("TI  - T\n"));
  EXPECT_FALSE(looks_like_ris("TYPE - T\n"));
}

TEST(Delimited, Csv) {
  const Reading reading = read_whole_fixture("delimited/papers.csv", Format::csv, 6);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, "q1");
  EXPECT_EQ(paper.title, "Ripening, of \"Quinces\"");
  EXPECT_EQ(paper.abstract, "We ripen quinces.");
  EXPECT_THAT(author_names(paper), ElementsAre("Ada Quince", "B. Medlar"));
  EXPECT_THAT(paper.categories, ElementsAre("cs.DS", "math.CO"));
  EXPECT_EQ(paper.published->iso(), "2031-04-30");
  EXPECT_THAT(schema::alias_keys(paper),
              ElementsAre("doi:10.9999/quince.1", "arxiv:3104.00007", "pmid:90000001"));
  EXPECT_EQ(paper.venue, "Journal of Orchards");
  EXPECT_EQ(paper.license, "CC BY");
  EXPECT_EQ(paper.citations.at(0).count, 17);
  EXPECT_THAT(reading.records[0].ignored_keys, ElementsAre("Shelf"));
  const schema::Paper& pears = *reading.records[1].paper;
  EXPECT_EQ(reading.records[1].line, 5u);
  EXPECT_EQ(pears.id, "doi:10.9999/pear.1");
  EXPECT_THAT(author_names(pears), ElementsAre("Cy Pear", "Dee Plum"));
  EXPECT_THAT(pears.categories, ElementsAre("Plant biology", "Late fruit"));
  EXPECT_EQ(pears.published->iso(), "1987");
  EXPECT_EQ(reading.records[2].paper->id, "3104.00009");
  EXPECT_EQ(reading.records[2].paper->version, 3);
  EXPECT_THAT(warned_fields(reading.records[2]), ElementsAre("citations", "published"));
  EXPECT_EQ(reading.records[3].rejection->code, "no_id");
  EXPECT_EQ(reading.records[4].rejection->code, "malformed_row");
  EXPECT_EQ(reading.records[5].rejection->code, "malformed_row");
}

TEST(Delimited, SemicolonsAndTabs) {
  const Reading semicolons = read_fixture("delimited/semicolons.csv");
  ASSERT_EQ(semicolons.papers(), 1u) << semicolons.error.message;
  EXPECT_EQ(semicolons.records[0].paper->title, "Ripening, slowly");
  EXPECT_THAT(author_names(*semicolons.records[0].paper), ElementsAre("Ada Quince"));
  const Reading tabs = read_fixture("delimited/papers.tsv");
  EXPECT_EQ(tabs.format, Format::tsv);
  ASSERT_EQ(tabs.records.size(), 2u) << tabs.error.message;
  EXPECT_EQ(tabs.records[0].paper->title, "Ripening \"slowly");
  EXPECT_EQ(tabs.records[1].rejection->code, "no_text");
}

TEST(Delimited, ColumnsThatAreMissingAreARefusal) {
  for (const std::string header : {"id,authors\n1,A\n", "title,year\nT,2001\n"}) {
    const Reading reading = read_bytes(header, Format::csv);
    ASSERT_TRUE(reading.failed);
    EXPECT_EQ(reading.error.code, schema::ErrorCode::input_invalid);
    EXPECT_THAT(reading.error.message, HasSubstr("no column is named"));
  }
  EXPECT_TRUE(read_bytes("\"id,title\n", Format::csv).failed);
  EXPECT_TRUE(read_bytes("id,title" + std::string(2000, ','), Format::csv).failed);
  EXPECT_TRUE(read_bytes("", Format::csv).records.empty());
}

TEST(Delimited, OtherTablesAreNotClaimed) {
  EXPECT_FALSE(looks_like_tsv("paper\tmetric\tvalue\tsource\tas_of\n"));
  EXPECT_FALSE(looks_like_tsv("author\tmetric\tvalue\tsource\tas_of\n"));
  EXPECT_FALSE(looks_like_tsv("paper\tcount\tsource\n"));
  EXPECT_FALSE(looks_like_csv("{\"id\":1,\"title\":2}"));
  EXPECT_FALSE(looks_like_csv("id\ttitle"));
  EXPECT_FALSE(looks_like_csv("title"));
  EXPECT_TRUE(looks_like_csv("doi;title\n"));
  EXPECT_FALSE(looks_like_tsv(""));
}

TEST(Delimited, AQuoteThatNeverClosesHoldsNothing) {
  const Reading reading = read_bytes("id,title\n1,T\n2,\"" + std::string(3 << 20, 'x'), Format::csv);
  ASSERT_EQ(reading.records.size(), 2u);
  EXPECT_EQ(reading.records[0].paper->id, "1");
  EXPECT_EQ(reading.records[1].rejection->code, "too_large");
}

}  // namespace
}  // namespace incipit::corpus
