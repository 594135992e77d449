// The ACL Anthology and PubMed.
#include <gmock/gmock.h>

#include "corpus/acl_anthology.h"
#include "corpus/pubmed_fields.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using schema::Link;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(AclAnthology, CollectionsBehindOneAnother) {
  const Reading reading = read_whole_fixture("acl_anthology/old_and_new.xml", Format::acl_anthology, 3);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, "acl:2031.hedge-main.1");
  EXPECT_EQ(paper.title, "HEDGE: a model with $x^{2}$ edges");
  EXPECT_EQ(paper.abstract, "We call it hedge, with bold claims.");
  EXPECT_THAT(author_names(paper), ElementsAre("Ada B. Quince", "Elder"));
  EXPECT_THAT(paper.authors[0].ids, ElementsAre("acl:ada-quince", "orcid:0000-0002-1825-0097"));
  EXPECT_THAT(paper.authors[0].affiliations, ElementsAre("Orchard Institute"));
  EXPECT_EQ(paper.venue, "Proceedings of the Hedge Conference");
  EXPECT_EQ(paper.journal_ref, "Proceedings of the Hedge Conference, pages 1–9");
  EXPECT_EQ(paper.published->iso(), "2031-06");
  EXPECT_EQ(paper.published->precision, schema::DatePrecision::month);
  EXPECT_EQ(paper.doi, "10.9999/v1/2031.hedge-main.1");
  EXPECT_THAT(paper.categories, IsEmpty());
  EXPECT_EQ(paper.status, "");
  EXPECT_THAT(
      paper.links,
      ElementsAre(Link{"abstract", "https://aclanthology.org/2031.hedge-main.1"},
                  Link{"pdf", "https://aclanthology.org/2031.hedge-main.1.pdf"},
                  Link{"software", "https://aclanthology.org/attachments/2031.hedge-main.1.Software.zip"},
                  Link{"video", "https://video.example.org/1"},
                  Link{"code", "https://code.example.org/hedge"}));
  EXPECT_THAT(reading.records[0].ignored_keys, ElementsAre("award", "bibkey", "language"));
  EXPECT_EQ(reading.records[1].paper->status, "retracted");
  const schema::Paper& old = *reading.records[2].paper;
  EXPECT_EQ(old.id, "acl:W18-0304");
  EXPECT_EQ(old.venue, "Workshop");
  EXPECT_EQ(old.published->iso(), "2018");
}

TEST(AclAnthology, AVolumeWhoseMetaIsBroken) {
  const std::string open = "<collection id='2031.x'><volume id='1'><meta><booktitle>";
  const std::string close = "</meta><paper id='1'><title>T</title></paper></volume></collection>";
  for (const std::string meta : {"B\xFF</booktitle>", "B", "B&#xD800;</booktitle>"}) {
    const Reading reading = read_bytes(open + meta + close);
    ASSERT_EQ(reading.papers(), 1u);
    EXPECT_EQ(reading.records[0].paper->venue, "");
    EXPECT_THAT(warned_fields(reading.records[0]), ElementsAre("meta"));
  }
}

TEST(AclAnthology, AnAuthorsIdHasNoControlCharacters) {
  const Reading reading = read_bytes(
      "<collection id='2031.x'><volume id='1'><paper id='1'><title>T</title>"
      "<author id='a\x01'><last>B</last></author></paper></volume></collection>");
  ASSERT_EQ(reading.papers(), 1u);
  EXPECT_THAT(reading.records[0].paper->authors.at(0).ids, IsEmpty());
  EXPECT_THAT(warned_fields(reading.records[0]), ElementsAre("author.id"));
}

TEST(AclAnthology, IdsOfOldCollections) {
  EXPECT_EQ(anthology_id("P18", "1", "7"), "P18-1007");
  EXPECT_EQ(anthology_id("W05", "12", "3"), "W05-1203");
  EXPECT_EQ(anthology_id("D19", "1", "23"), "D19-1023");
  EXPECT_EQ(anthology_id("D19", "50", "1"), "D19-5001");
  EXPECT_EQ(anthology_id("C69", "1", "1"), "C69-0101");
  EXPECT_EQ(anthology_id("2020.acl", "main", "1"), "2020.acl-main.1");
  EXPECT_EQ(anthology_id("2020.acl", "", "1"), "");
}

TEST(PubMed, AnArticleWithEverything) {
  const Reading reading = read_whole_fixture("pubmed/set.xml", Format::pubmed, 5);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, "pmid:90000001");
  EXPECT_EQ(paper.version, 0);
  EXPECT_EQ(paper.title, "Effect of H2O and Ca2+ on Prunus hedges.");
  EXPECT_EQ(paper.abstract, "BACKGROUND: Hedges drink x+1 litres. Much.");
  EXPECT_THAT(author_names(paper), ElementsAre("Ada B Quince 3rd", "Hedge Study Group"));
  EXPECT_THAT(paper.authors[0].ids, ElementsAre("orcid:0000-0002-1825-0097"));
  EXPECT_THAT(paper.authors[0].affiliations, ElementsAre("Orchard Institute, Pear."));
  EXPECT_EQ(paper.published->iso(), "2031-03-04");
  EXPECT_EQ(paper.doi, "10.9999/jhm.1");
  EXPECT_EQ(paper.venue, "Journal of hedge medicine");
  EXPECT_EQ(paper.journal_ref, "J Hedge Med 2031;7(2):11-9");
  EXPECT_EQ(paper.license, "© 2031 The Authors.");
  EXPECT_THAT(paper.categories, ElementsAre("Prunus", "Water, Rain"));
  EXPECT_THAT(paper.references, ElementsAre("pmid:90000050", "doi:10.9999/ref.2"));
  EXPECT_EQ(paper.status, "retracted");
  EXPECT_THAT(paper.links, ElementsAre(Link{"pubmed", "https://pubmed.ncbi.nlm.nih.gov/90000001"},
                                       Link{"pmc", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC9000001"}));
}

TEST(PubMed, OldDatesBooksAndDeletions) {
  const Reading reading = read_fixture("pubmed/set.xml");
  ASSERT_EQ(reading.records.size(), 5u);
  EXPECT_EQ(reading.records[1].paper->published->iso(), "1998-12");
  EXPECT_EQ(reading.records[1].paper->title, "[Hecken].");
  const schema::Paper& chapter = *reading.records[2].paper;
  EXPECT_EQ(chapter.id, "pmid:90000003");
  EXPECT_EQ(chapter.title, "A chapter");
  EXPECT_EQ(chapter.venue, "The book of hedges");
  EXPECT_THAT(author_names(chapter), ElementsAre("Eve Elder"));
  EXPECT_EQ(chapter.published->iso(), "2030");
  EXPECT_EQ(chapter.doi, "10.9999/book.3");
  EXPECT_EQ(reading.records[3].deleted, "pmid:90000011");
  EXPECT_EQ(reading.records[4].deleted, "pmid:90000012");
}

TEST(PubMed, PagesInTwoParts) {
  const auto pages = [](const std::string& pagination) {
    const Reading reading = read_bytes("<MedlineCitation><PMID>1</PMID><Article><Journal><Title>J</Title></Journal>"
                                       "<ArticleTitle>T</ArticleTitle><Pagination>" +
                                       pagination + "</Pagination></Article></MedlineCitation>");
    EXPECT_EQ(reading.papers(), 1u) << reading.error.message;
    return reading.papers() == 1 ? reading.records[0].paper->journal_ref : std::string();
  };
  EXPECT_EQ(pages("<StartPage>11</StartPage><EndPage>19</EndPage><MedlinePgn>11-9</MedlinePgn>"), "J:11-9");
  EXPECT_EQ(pages("<StartPage>11</StartPage><EndPage>19</EndPage>"), "J:11-19");
  EXPECT_EQ(pages("<StartPage>e11</StartPage>"), "J:e11");
}

TEST(PubMed, OneBadArticleCostsOnlyItself) {
  std::string xml = content_of(fixture("pubmed/set.xml"));
  xml.replace(xml.find("</Journal>"), 10, "");
  const Reading reading = read_bytes(xml);
  ASSERT_FALSE(reading.failed) << reading.error.message;
  ASSERT_EQ(reading.records.size(), 5u);
  EXPECT_EQ(reading.records[0].rejection->code, "malformed_xml");
  EXPECT_TRUE(reading.records[1].paper);
  const Reading cut = read_bytes(xml.substr(0, xml.find("<PubmedBookArticle>") + 40));
  EXPECT_TRUE(cut.failed);
  EXPECT_EQ(cut.records.size(), 2u);
  const Reading bad = read_bytes(
      "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>x</PMID></MedlineCitation></PubmedArticle>"
      "<PubmedArticle/></PubmedArticleSet>");
  ASSERT_EQ(bad.records.size(), 2u);
  EXPECT_EQ(bad.records[0].rejection->code, "bad_id");
  EXPECT_EQ(bad.records[1].rejection->code, "no_id");
}

TEST(PubMed, TheTextForm) {
  const Reading reading = read_whole_fixture("pubmed/medline.txt", Format::pubmed, 2);
  const schema::Paper& paper = *reading.records[0].paper;
  EXPECT_EQ(paper.id, "pmid:90000021");
  EXPECT_EQ(paper.title, "A title of a hedge that goes on.");
  EXPECT_EQ(paper.abstract, "METHODS: We looked at hedges.");
  EXPECT_THAT(author_names(paper), ElementsAre("Ada B Quince", "Eve Elder", "Hedge Study Group"));
  EXPECT_THAT(paper.authors[0].affiliations, ElementsAre("Hedge College, Pear."));
  EXPECT_THAT(paper.authors[0].ids, ElementsAre("orcid:0000-0002-1825-0097"));
  EXPECT_EQ(paper.published->iso(), "2006-01-10");
  EXPECT_EQ(paper.doi, "10.9999/jhm.21");
  EXPECT_EQ(paper.venue, "Journal of hedge medicine");
  EXPECT_EQ(paper.journal_ref, "J Hedge Med 2006;7(2):10-2");
  EXPECT_THAT(paper.categories, ElementsAre("Prunus", "Rain"));
  EXPECT_EQ(paper.status, "retracted");
  const schema::Paper& second = *reading.records[1].paper;
  EXPECT_THAT(author_names(second), ElementsAre("Rowan D"));
  EXPECT_EQ(second.published->iso(), "2000");
}

TEST(PubMed, DatesAsTheyAreWritten) {
  const auto iso = [](std::string_view text) {
    const auto date = read_pubmed_date(text);
    return date ? date->iso() : "none";
  };
  EXPECT_EQ(iso("2006 Mar 1"), "2006-03-01");
  EXPECT_EQ(iso("2006 03 04"), "2006-03-04");
  EXPECT_EQ(iso("2006 Mar"), "2006-03");
  EXPECT_EQ(iso("2006"), "2006");
  EXPECT_EQ(iso("20060110"), "2006-01-10");
  EXPECT_EQ(iso("1998 Dec-1999 Jan"), "1998-12");
  EXPECT_EQ(iso("2000 Nov-Dec"), "2000-11");
  EXPECT_EQ(iso("2020 Jan-Mar"), "2020-01");
  EXPECT_EQ(iso("2000 Spring"), "2000");
  EXPECT_EQ(iso("1977-1978"), "1977");
  EXPECT_EQ(iso("Winter 2000"), "none");
  EXPECT_EQ(iso("2006 Feb 31"), "2006-02");
  EXPECT_EQ(iso(""), "none");
}

}  // namespace
}  // namespace incipit::corpus
