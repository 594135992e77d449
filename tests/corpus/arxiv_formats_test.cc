// arXiv's own formats besides the snapshot: OAI-PMH, Dublin Core, Atom and .abs files.
#include <gmock/gmock.h>

#include "corpus/author_line.h"
#include "corpus/oai_dc.h"
#include "schema/categories.h"
#include "schema/ids.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ArxivOai, AListOfRecords) {
  const Reading reading = read_whole_fixture("arxiv_oai/list.xml", Format::arxiv_oai, 3);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(reading.records[0].line, 7u);
  EXPECT_EQ(paper.id, "3105.00001");
  EXPECT_EQ(paper.title, "Ripening in $O(n \\log n)$ <fast>");
  EXPECT_EQ(paper.abstract, "We ripen quinces.");
  EXPECT_THAT(author_names(paper), ElementsAre("Ada B. Quince III", "Medlar Collaboration"));
  EXPECT_EQ(paper.authors[0].given, "Ada B.");
  EXPECT_EQ(paper.authors[0].family, "Quince");
  EXPECT_EQ(paper.authors[0].suffix, "III");
  EXPECT_THAT(paper.authors[0].affiliations, ElementsAre("Orchard Institute", "Pear & Plum Lab"));
  EXPECT_THAT(paper.categories, ElementsAre("cs.DS", "math.CO"));
  EXPECT_EQ(paper.published->iso(), "2031-04-30");
  EXPECT_EQ(paper.updated->iso(), "2031-05-05");
  EXPECT_EQ(paper.comments, "4 pages");
  EXPECT_EQ(paper.report_no, "ORCH-7");
  EXPECT_EQ(paper.journal_ref, "J. Fruit 3 (2031) 1-4");
  EXPECT_EQ(paper.doi, "10.9999/fruit.1 10.9999/fruit.1e");
  EXPECT_EQ(paper.license, "http://licences.example.org/by/4.0/");
  EXPECT_EQ(paper.status, "");
  EXPECT_THAT(reading.records[0].ignored_keys, ElementsAre("msc-class"));
  EXPECT_EQ(reading.records[1].deleted, "math/0001002");
}

TEST(ArxivOai, RawMetadata) {
  const Reading reading = read_fixture("arxiv_oai/list.xml");
  ASSERT_EQ(reading.records.size(), 3u);
  const schema::Paper& paper = *reading.records[2].paper;
  EXPECT_EQ(paper.id, "hep-th/9901003");
  EXPECT_EQ(paper.version, 2);
  EXPECT_EQ(paper.published->iso(), "1999-01-04T10:00:00Z");
  EXPECT_EQ(paper.updated->iso(), "1999-01-05T11:30:00Z");
  EXPECT_THAT(author_names(paper), ElementsAre("C. Sloe", "D. Rowan Jr.", "E. Elder"));
  EXPECT_THAT(paper.authors[0].affiliations, ElementsAre("Hedge College"));
  EXPECT_EQ(paper.abstract, "Branes & strings.");
  EXPECT_EQ(paper.status, "withdrawn");
  const std::string raw = content_of(fixture("arxiv_oai/list.xml"));
  const auto begin = raw.rfind("<record>");
  const Reading alone = read_bytes(raw.substr(begin, raw.find("</record>", begin) + 9 - begin));
  EXPECT_EQ(alone.format, Format::arxiv_oai_raw);
  ASSERT_EQ(alone.papers(), 1u);
  EXPECT_EQ(*alone.records[0].paper, paper);
}

TEST(ArxivOai, OneBadRecordCostsOnlyItself) {
  std::string xml = content_of(fixture("arxiv_oai/list.xml"));
  xml.replace(xml.find("</keyname>"), 10, "");
  const Reading reading = read_bytes(xml);
  ASSERT_FALSE(reading.failed) << reading.error.message;
  ASSERT_EQ(reading.records.size(), 3u);
  EXPECT_EQ(reading.records[0].rejection->code, "malformed_xml");
  EXPECT_THAT(reading.records[0].rejection->raw, HasSubstr("<record>"));
  EXPECT_TRUE(reading.records[1].deleted);
  EXPECT_TRUE(reading.records[2].paper);
}

TEST(ArxivOai, ATruncatedReplyGivesItsRecordsThenAnError) {
  const std::string xml = content_of(fixture("arxiv_oai/list.xml"));
  const Reading reading = read_bytes(xml.substr(0, xml.find("<submitter>")));
  ASSERT_TRUE(reading.failed);
  EXPECT_EQ(reading.error.code, schema::ErrorCode::input_unreadable);
  EXPECT_THAT(reading.error.message, HasSubstr("input: the XML is truncated"));
  EXPECT_EQ(reading.records.size(), 2u);
}

TEST(ArxivOai, RepliesBehindOneAnother) {
  const std::string xml = content_of(fixture("arxiv_oai/list.xml"));
  const Reading reading = read_bytes(xml + xml);
  ASSERT_FALSE(reading.failed) << reading.error.message;
  EXPECT_EQ(reading.papers(), 4u);
}

TEST(ArxivOai, ErrorsAndUnknownMetadataAreSaid) {
  const Reading error = read_bytes(
      "<OAI-PMH><request metadataPrefix=\"arXiv\">x</request><error "
      "code=\"noRecordsMatch\">None.</error></OAI-PMH>");
  ASSERT_EQ(error.records.size(), 1u);
  EXPECT_EQ(error.records[0].rejection->code, "oai_error");
  EXPECT_THAT(error.records[0].rejection->reason, HasSubstr("noRecordsMatch: None."));
  const Reading unknown = read_bytes(
      "<ListRecords><record><header><identifier>oai:x:1</identifier></header><metadata><marc/></metadata></"
      "record>"
      "<record><header/></record></ListRecords>",
      Format::arxiv_oai);
  ASSERT_EQ(unknown.records.size(), 2u);
  EXPECT_EQ(unknown.records[0].rejection->code, "unknown_metadata");
  EXPECT_EQ(unknown.records[1].rejection->code, "unknown_metadata");
  const Reading bad = read_bytes(
      "<record><metadata><arXiv><id>x</id><title>T</title></arXiv></metadata></record>"
      "<record><metadata><arXiv><id>3105.1</id></arXiv></metadata></record>"
      "<record><metadata><arXiv><id>3105.00001</id></arXiv></metadata></record>");
  ASSERT_EQ(bad.records.size(), 3u);
  EXPECT_EQ(bad.records[0].rejection->code, "bad_id");
  EXPECT_EQ(bad.records[1].rejection->code, "bad_id");
  EXPECT_EQ(bad.records[2].rejection->code, "no_text");
}

TEST(ArxivOai, RecordsOfHostileBytes) {
  const std::string open = "<record><metadata><arXiv><id>3105.00001</id><title>";
  const std::string close = "</title></arXiv></metadata></record>";
  const Reading reading =
      read_bytes(open + "\xFF" + close + open + std::string(2 << 20, 'x') + close + open + "fine" + close);
  ASSERT_EQ(reading.records.size(), 3u);
  EXPECT_EQ(reading.records[0].rejection->code, "invalid_utf8");
  EXPECT_EQ(reading.records[1].rejection->code, "too_large");
  EXPECT_LE(reading.records[1].rejection->raw.size(), 4096u);
  EXPECT_TRUE(reading.records[2].paper);
  const Reading bomb =
      read_bytes("<!DOCTYPE x [<!ENTITY a \"b\">]>" + open + "&a;" + close, Format::arxiv_oai);
  ASSERT_TRUE(bomb.failed);
  EXPECT_EQ(bomb.error.code, schema::ErrorCode::input_invalid);
}

TEST(OaiDc, RecordsOfArxivAndOfOthers) {
  const Reading reading = read_whole_fixture("oai_dc/records.xml", Format::oai_dc, 3);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, "3105.00004");
  EXPECT_EQ(paper.title, "Counting hedgerows");
  EXPECT_EQ(paper.abstract, "We count hedgerows.");
  EXPECT_EQ(paper.comments, "9 pages");
  EXPECT_THAT(author_names(paper), ElementsAre("Carl Slöe", "Dora Rowan Jr.", "Hedge Collaboration"));
  EXPECT_EQ(paper.authors[1].family, "Rowan");
  EXPECT_THAT(paper.categories, ElementsAre("math.CO", "hep-th"));
  EXPECT_EQ(paper.published->iso(), "2031-05-01");
  EXPECT_EQ(paper.updated->iso(), "2031-05-04");
  EXPECT_EQ(paper.journal_ref, "J. Hedges 2 (2031) 5-9");
  EXPECT_EQ(paper.doi, "10.9999/hedge.2");
  EXPECT_THAT(paper.other_ids, IsEmpty());  // the id is that of a deletion
  EXPECT_THAT(reading.records[0].ignored_keys, ElementsAre("dc:subject", "dc:type"));

  const schema::Paper& thesis = *reading.records[1].paper;
  EXPECT_EQ(thesis.id, "oai:repo.example.org:77");
  EXPECT_THAT(thesis.categories, IsEmpty());
  EXPECT_EQ(thesis.published->iso(), "1998");
  EXPECT_EQ(thesis.published->precision, schema::DatePrecision::year);
  EXPECT_EQ(thesis.venue, "Hedge Theses");
  EXPECT_EQ(thesis.license, "CC0");
  EXPECT_THAT(thesis.links, ElementsAre(schema::Link{"abstract", "https://repo.example.org/77"}));
  EXPECT_THAT(thesis.other_ids, IsEmpty());
  EXPECT_EQ(reading.records[2].paper->id, "doi:10.9999/thesis.78");
}

TEST(OaiDc, ADeletionFindsThePaperThatIsNamedByItsDoi) {
  const std::string header = "<header><identifier>oai:r:1</identifier></header>";
  const Reading reading = read_bytes(
      "<ListRecords><record>" + header +
      "<metadata><dc><title>T</title><identifier>doi:10.9999/Q.1</identifier></dc></metadata></record>" +
      "<record><header status=\"deleted\"><identifier>oai:r:1</identifier></header></record></ListRecords>");
  ASSERT_EQ(reading.records.size(), 2u) << reading.error.message;
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, "doi:10.9999/q.1");
  EXPECT_THAT(paper.other_ids, ElementsAre("oai:r:1"));
  ASSERT_TRUE(reading.records[1].deleted);
  EXPECT_THAT(schema::alias_keys(paper), Contains(schema::alias_key(*reading.records[1].deleted)));
  // A name that is none of OAI-PMH gets the scheme in both; one that can be no id is left out.
  const auto with_identifier = [](const std::string& identifier) {
    return read_bytes("<record><header><identifier>" + identifier +
                      "</identifier></header><metadata><dc><title>T</title><identifier>doi:10.9999/q</identifier>"
                      "</dc></metadata></record>");
  };
  EXPECT_THAT(with_identifier("r 1").records.at(0).paper->other_ids, ElementsAre("oai:r 1"));
  const Reading large = with_identifier("oai:" + std::string(300, 'x'));
  EXPECT_THAT(large.records.at(0).paper->other_ids, IsEmpty());
  EXPECT_THAT(warned_fields(large.records.at(0)), ElementsAre("identifier"));
}

TEST(OaiDc, EverySubjectOfArxivHasItsCode) {
  for (const auto& row : schema::category_table()) {
    const auto dot = row.code.find('.');
    const std::string subject =
        dot == row.code.npos
            ? std::string(row.name)
            : std::string(schema::category_name(row.code.substr(0, dot))) + " - " + std::string(row.name);
    const std::string code(arxiv_category_named(subject));
    EXPECT_EQ(schema::category_name(code), row.name)
        << row.code;  // retired archives share names with their heirs
  }
  EXPECT_EQ(arxiv_category_named("Computer Science - Machine Learning"), "cs.LG");
  EXPECT_EQ(arxiv_category_named("Statistics - Machine Learning"), "stat.ML");
  EXPECT_EQ(arxiv_category_named("Hedges"), "");
}

TEST(ArxivAtom, AFeed) {
  const Reading reading = read_whole_fixture("arxiv_atom/feed.xml", Format::arxiv_atom, 2);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, "3105.00005");
  EXPECT_EQ(paper.version, 3);
  EXPECT_EQ(paper.title, "Hedges & edges");
  EXPECT_EQ(paper.abstract, "An edge of a hedge.");
  EXPECT_THAT(author_names(paper), ElementsAre("Eve Elder", "Ada B. Quince"));
  EXPECT_THAT(paper.authors[0].affiliations, ElementsAre("Hedge College"));
  EXPECT_THAT(paper.categories, ElementsAre("math.CO", "cs.DM"));
  EXPECT_EQ(paper.primary(), "cs.DM");
  EXPECT_EQ(paper.published->iso(), "2031-05-01T04:05:06Z");
  EXPECT_EQ(paper.updated->iso(), "2031-05-09T01:02:03Z");
  EXPECT_EQ(paper.comments, "7 pages");
  EXPECT_EQ(paper.journal_ref, "J. Hedges 3");
  EXPECT_EQ(paper.doi, "10.9999/hedge.5");
  EXPECT_THAT(paper.links, ElementsAre(schema::Link{"abstract", "https://arxiv.org/abs/3105.00005v3"},
                                       schema::Link{"pdf", "https://arxiv.org/pdf/3105.00005v3"}));
  EXPECT_EQ(reading.records[1].rejection->code, "api_error");
  EXPECT_THAT(reading.records[1].rejection->reason, HasSubstr("incorrect id format for xyz"));
}

TEST(ArxivAtom, WhatIsNotReadIsCounted) {
  const Reading reading = read_bytes(
      "<entry><id>http://arxiv.org/abs/3105.00005</id><title>T</title><rights>R</rights><author><name>N</name></author>"
      "</entry>");
  ASSERT_EQ(reading.papers(), 1u) << reading.error.message;
  EXPECT_THAT(reading.records[0].ignored_keys, ElementsAre("rights"));
}

TEST(ArxivOai, ADateBesideTheVersionsIsCounted) {
  const Reading reading = read_bytes(
      "<record><metadata><arXiv><id>3105.00001</id><title>T</title><date>2031</date></arXiv></metadata></record>");
  ASSERT_EQ(reading.papers(), 1u) << reading.error.message;
  EXPECT_THAT(reading.records[0].ignored_keys, ElementsAre("date"));
}

TEST(ArxivAtom, OtherFeedsAreRefused) {
  const Reading reading =
      read_bytes("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>A blog</title></entry></feed>");
  ASSERT_TRUE(reading.failed);
  EXPECT_THAT(reading.error.message, HasSubstr("<feed>"));
}

TEST(ArxivAbs, TwoRecordsInOneFile) {
  const Reading reading = read_whole_fixture("arxiv_abs/two.abs", Format::arxiv_abs, 2);
  EXPECT_EQ(reading.records[0].line, 2u);
  EXPECT_EQ(reading.records[1].line, 28u);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, "math/0105006");
  EXPECT_EQ(paper.version, 3);
  EXPECT_EQ(paper.title, "A long title that goes on");
  EXPECT_THAT(author_names(paper), ElementsAre("C. Sloe", "D. Rowan", "E. Elder"));
  EXPECT_THAT(paper.authors[0].affiliations, ElementsAre("Hedge College"));
  EXPECT_THAT(paper.authors[1].affiliations, ElementsAre("Hedge College", "Pear Lab"));
  EXPECT_THAT(paper.authors[2].affiliations, ElementsAre("Pear Lab"));
  EXPECT_THAT(paper.categories, ElementsAre("math.CO", "cs.DM"));
  EXPECT_EQ(paper.comments, "3 pages");
  EXPECT_EQ(paper.report_no, "HEDGE-1");
  EXPECT_EQ(paper.journal_ref, "J. Hedges 1 (2001) 1-3");
  EXPECT_EQ(paper.doi, "10.9999/hedge.6");
  EXPECT_EQ(paper.license, "http://licences.example.org/by/4.0/");
  EXPECT_EQ(paper.published->iso(), "2001-05-01T10:20:30Z");
  EXPECT_EQ(paper.updated->iso(), "2001-05-03T12:22:32Z");
  EXPECT_EQ(paper.abstract,
            "An abstract with a Title: that is none, and a second line. more after a separator.");
  EXPECT_EQ(paper.status, "");
  EXPECT_THAT(reading.records[0].ignored_keys, ElementsAre("msc-class"));
  const schema::Paper& gone = *reading.records[1].paper;
  EXPECT_EQ(gone.id, "3105.00007");
  EXPECT_EQ(gone.status, "withdrawn");
  EXPECT_FALSE(gone.updated);
}

TEST(ArxivAbs, NothingOfTheSubmitterIsKept) {
  const Reading reading = read_fixture("arxiv_abs/two.abs");
  for (const auto& record : reading.records) {
    EXPECT_THAT(author_names(*record.paper), ::testing::Not(::testing::Contains(HasSubstr("Somebody"))));
  }
}

TEST(ArxivAbs, BrokenRecords) {
  const Reading cut = read_bytes("\\\\\narXiv:3105.00008\nTitle: T\n");
  ASSERT_EQ(cut.records.size(), 1u);
  EXPECT_EQ(cut.records[0].rejection->code, "malformed_abs");
  // The rejection tells the length of what it shows: the record in UTF-8.
  const Reading cut_latin = read_bytes("\\\\\narXiv:3105.00008\nTitle: \xE9\xE9\xE9\n");
  ASSERT_EQ(cut_latin.records.size(), 1u);
  ASSERT_TRUE(cut_latin.records[0].rejection);
  EXPECT_EQ(cut_latin.records[0].rejection->raw_bytes, cut_latin.records[0].rejection->raw.size());
  const Reading latin = read_bytes("\\\\\narXiv:3105.00008\nTitle: Caf\xE9\n\\\\\nA.\n\\\\\n");
  ASSERT_EQ(latin.papers(), 1u);
  EXPECT_EQ(latin.records[0].paper->title, "Café");
  EXPECT_THAT(warned_fields(latin.records[0]), ElementsAre("encoding"));
  const Reading large =
      read_bytes("\\\\\narXiv:3105.00008\nTitle: " + std::string(2 << 20, 'x') +
                 "\n\\\\\nA.\n\\\\\n\\\\\narXiv:3105.00009\nTitle: T\nDate: never\n\\\\\nA.\n\\\\\n");
  ASSERT_EQ(large.records.size(), 2u);
  EXPECT_EQ(large.records[0].rejection->code, "too_large");
  EXPECT_EQ(large.records[1].paper->id, "3105.00009");
  EXPECT_THAT(warned_fields(large.records[1]), ElementsAre("date"));
}

TEST(AuthorLine, NumbersAndThinSpaces) {
  Record record;
  const auto names = [&](std::string_view text) {
    schema::Paper paper;
    paper.authors = read_author_line(text, record);
    return author_names(paper);
  };
  EXPECT_THAT(names("M. Finch,\\, Jr., A. Wren"), ElementsAre("M. Finch Jr.", "A. Wren"));
  EXPECT_THAT(names("A, B and C"), ElementsAre("A", "B", "C"));
  EXPECT_THAT(names("A et al, B, et al."), ElementsAre("A et al", "B"));
  const auto authors = read_author_line("A (1), B (3) ((1) X, (2) Y)", record);
  EXPECT_THAT(authors.at(0).affiliations, ElementsAre("1"));  // number 3 is missing: everything stays
  EXPECT_THAT(record.warnings, IsEmpty());
  EXPECT_THAT(names("A (X, B"), ElementsAre("A (X", "B"));
  EXPECT_EQ(record.warnings.size(), 1u);
}

}  // namespace
}  // namespace incipit::corpus
