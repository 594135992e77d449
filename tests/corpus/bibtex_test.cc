// BibTeX: entries, names, macros, crossref, and recovery from faults.
#include "corpus/bibtex.h"

#include <gmock/gmock.h>

#include "corpus/bibtex_names.h"
#include "schema/ids.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Reading read_bib(const std::string& text) { return read_bytes(text, Format::bibtex); }

const Record* with_id(const Reading& reading, const std::string& id) {
  for (const Record& record : reading.records) {
    if (record.paper && record.paper->id == id) return &record;
  }
  return nullptr;
}

TEST(Bibtex, ALibrary) {
  const Reading reading = read_fixture("bibtex/library.bib");
  ASSERT_FALSE(reading.failed) << reading.error.message;
  EXPECT_EQ(reading.format, Format::bibtex);
  const Record& record = reading.records.at(0);
  ASSERT_TRUE(record.paper);
  EXPECT_EQ(record.line, 7u);
  const schema::Paper& paper = *record.paper;
  EXPECT_EQ(paper.id, "doi:10.9999/quince_1");
  EXPECT_EQ(paper.title, "Ripening of Cydonia --- {\\\"U}ber $\\mathrm{CO}_2$ and NASA");
  EXPECT_EQ(paper.abstract, "We ripen \\emph{quinces} at 5\\% CO. They ripen late.");
  EXPECT_EQ(paper.venue, "Journal of Orchards (Fruit)");
  EXPECT_EQ(paper.journal_ref, "Journal of Orchards (Fruit) 3(2), 1--4");
  EXPECT_EQ(paper.published->iso(), "2031-04-30");
  EXPECT_THAT(author_names(paper),
              ElementsAre("Jan van der Berg", "Alexander von Humboldt", "Maria de la Cruz Jr.",
                          "The Medlar and Pear Collaboration", "S{\\'e}verin O'Plum"));
  EXPECT_EQ(paper.authors[0].family, "Berg");
  EXPECT_EQ(paper.authors[1].given, "Alexander von");
  EXPECT_EQ(paper.authors[2].family, "de la Cruz");
  EXPECT_EQ(paper.authors[2].suffix, "Jr.");
  EXPECT_EQ(paper.authors[3].family, "");
  EXPECT_THAT(paper.categories, ElementsAre("cs.DS"));
  EXPECT_THAT(schema::alias_keys(paper), ElementsAre("doi:10.9999/quince_1", "arxiv:3104.00007"));
  EXPECT_EQ(paper.comments, "Accepted");
  EXPECT_EQ(paper.license, "CC BY 4.0");
  EXPECT_THAT(record.ignored_keys, ElementsAre("keywords"));
  EXPECT_THAT(warned_fields(record), ElementsAre("title"));
}

TEST(Bibtex, ChildrenWaitForTheirParent) {
  const Reading reading = read_fixture("bibtex/library.bib");
  const Record* child = with_id(reading, "bib:pear1987");
  ASSERT_NE(child, nullptr);
  EXPECT_EQ(child->paper->title, "On Pears (late)");
  EXPECT_EQ(child->paper->venue, "Proceedings of the Harvest");
  EXPECT_EQ(child->paper->published->iso(), "1987-06");
  EXPECT_EQ(child->paper->doi, "");
  EXPECT_TRUE(child->warnings.empty());
  EXPECT_NE(with_id(reading, "doi:10.9999/harvest"), nullptr);
  const Record* lost = with_id(reading, "bib:lost1987");
  ASSERT_NE(lost, nullptr);
  EXPECT_THAT(warned_fields(*lost), ElementsAre("crossref"));
  EXPECT_THAT(lost->warnings[0].reason, HasSubstr("never"));
  // The parent may come first, too.
  const Reading first = read_bib("@book{P, title={B}, year=2001}\n@inbook{c, title={C}, crossref={p}}");
  EXPECT_EQ(first.records.at(1).paper->venue, "B");
}

TEST(Bibtex, DatesAndNames) {
  const Reading reading = read_fixture("bibtex/library.bib");
  const Record* dated = with_id(reading, "bib:dated");
  ASSERT_NE(dated, nullptr);
  EXPECT_EQ(dated->paper->published->iso(), "2001-02-03");
  EXPECT_THAT(schema::alias_keys(*dated->paper), ElementsAre("bib:dated", "arxiv:3104.00009"));
  EXPECT_THAT(author_names(*with_id(reading, "bib:nameless2")->paper),
              ElementsAre("Ada van Quince", "Wei Zhang", "Plato"));
  const Record controls = read_bib("@misc{a, title={T}, author={Pe\x01" "ar, Cy and \x02 and Ab\xC2\x85}}").records.at(0);
  EXPECT_THAT(author_names(*controls.paper), ElementsAre("Cy Pe ar", "Ab"));
  const auto date = [](const std::string& fields) {
    const Record record = read_bib("@misc{a, title={T}, " + fields + "}").records.at(0);
    return record.paper->published ? record.paper->published->iso() : "";
  };
  EXPECT_EQ(date("year={c1999}"), "1999");
  EXPECT_EQ(date("year=2001, month={March}, day=9"), "2001-03-09");
  EXPECT_EQ(date("year=2001, month=3"), "2001-03");
  EXPECT_EQ(date("year=2001, month={Feb 30}"), "2001-02");
  EXPECT_EQ(date("date={2001-02~}"), "2001-02");
  EXPECT_EQ(date("year={20011}"), "");
}

TEST(Bibtex, WhatIsNotReadIsCounted) {
  const auto read = [](const std::string& fields) {
    Reading reading = read_bib("@misc{a, title={T}, " + fields + "}");
    EXPECT_EQ(reading.papers(), 1u) << reading.error.message;
    return reading.papers() == 1 ? std::move(reading.records[0]) : Record{};
  };
  EXPECT_THAT(read("school={S}, institution={I}, type={Thesis}, key={K}").ignored_keys,
              ElementsAre("institution", "key", "school", "type"));
  // An affiliation belongs to an author only where there is one.
  const Record one = read("author={Ada Quince}, affiliation={{Orchard} Institute}");
  EXPECT_THAT(one.paper->authors.at(0).affiliations, ElementsAre("Orchard Institute"));
  EXPECT_TRUE(one.ignored_keys.empty());
  const Record two = read("author={Ada Quince and B. Medlar}, affiliation={Orchard Institute}");
  EXPECT_TRUE(two.paper->authors[0].affiliations.empty());
  EXPECT_THAT(two.ignored_keys, ElementsAre("affiliation"));
  for (const std::string name : {"report_no", "reportNumber"}) {
    const Record numbered = read(name + "={ORCH-7}");
    EXPECT_EQ(numbered.paper->report_no, "ORCH-7");
    EXPECT_TRUE(numbered.ignored_keys.empty());
  }
  EXPECT_EQ(read_bib("@techreport{a, title={T}, number={7}, report_no={8}}").records.at(0).paper->report_no, "7");
  // A class without an eprint that is taken, and a way of publishing that is no address.
  EXPECT_THAT(read("eprint={1/2}, eprinttype={jstor}, eprintclass={x}").ignored_keys,
              ElementsAre("eprint", "eprintclass"));
  EXPECT_THAT(read("howpublished={By hand}").ignored_keys, ElementsAre("howpublished"));
  EXPECT_TRUE(read("howpublished={arXiv:3104.00009}").ignored_keys.empty());
}

TEST(Bibtex, AFaultCostsItsEntry) {
  const Reading reading = read_fixture("bibtex/library.bib");
  std::vector<std::string> rejected;
  for (const Record& record : reading.records) {
    if (record.rejection) rejected.push_back(record.rejection->code);
  }
  EXPECT_THAT(rejected, ElementsAre("malformed_bibtex", "malformed_bibtex", "no_text", "no_id"));
  const Record* after = with_id(reading, "bib:after");
  ASSERT_NE(after, nullptr);
  EXPECT_EQ(after->paper->venue, "undefinedmacro");
  EXPECT_THAT(warned_fields(*after), ElementsAre("@string", "year"));
  const auto unclosed = std::find_if(reading.records.begin(), reading.records.end(), [](const Record& r) {
    return r.rejection && r.rejection->raw.find("Never closed") != std::string::npos;
  });
  ASSERT_NE(unclosed, reading.records.end());
  EXPECT_EQ(unclosed->line, 28u);
}

TEST(Bibtex, HostileFiles) {
  // A quote and a brace that never close.
  EXPECT_EQ(read_bib("@a{k, title=\"x}").records.at(0).rejection->code, "malformed_bibtex");
  EXPECT_EQ(read_bib("@a{k, title={" + std::string(100'000, '{')).records.at(0).rejection->code,
            "malformed_bibtex");
  EXPECT_EQ(read_bib("@a{k, title={" + std::string(3 << 20, 'x') + "}}\n@a{b,title={T}}")
                .records.at(0)
                .rejection->code,
            "too_large");
  EXPECT_EQ(read_bib("@a{k, title={" + std::string(3 << 20, 'x') + "}}\n@a{b,title={T}}").papers(), 1u);
  // Macros that double each other.
  std::string bomb = "@string{m0 = {xxxxxxxxxxxxxxxx}}\n";
  for (int i = 1; i < 40; ++i) {
    const std::string previous = "m" + std::to_string(i - 1);
    bomb += "@string{m" + std::to_string(i) + " = " + previous + " # " + previous + "}\n";
  }
  const Reading doubled = read_bib(bomb + "@a{k, title = m39, note = m39}");
  EXPECT_EQ(doubled.records.at(0).rejection->code, "malformed_bibtex");
  for (const Record& record : doubled.records) {
    EXPECT_TRUE(!record.paper || record.paper->title.size() <= (1u << 20));
  }
  std::string names = "A. B";
  for (int i = 0; i < 20'001; ++i) names += " and A. B";
  EXPECT_EQ(read_bib("@a{k, title={T}, author={" + names + "}}").records.at(0).rejection->code,
            "too_many_authors");
  EXPECT_EQ(read_bib("@a{k, title={\xFF}}").records.at(0).rejection->code, "invalid_utf8");
  // A child takes nothing from a parent that is not UTF-8.
  const Reading parent = read_bib("@book{p, title={\xFF}}\n@inbook{c, title={C}, crossref={p}}");
  EXPECT_EQ(parent.records.at(1).paper->venue, "");
  EXPECT_THAT(warned_fields(parent.records.at(1)), ElementsAre("crossref"));
  EXPECT_EQ(read_bib("@a{k, crossref={k}, title={T}}").papers(), 1u);
}

TEST(Bibtex, Detection) {
  EXPECT_TRUE(looks_like_bibtex("% comment\n\n@Article{key,\n title"));
  EXPECT_TRUE(looks_like_bibtex("@string{a = \"b\"}"));
  EXPECT_FALSE(looks_like_bibtex("mail me @home{or} not"));
  EXPECT_FALSE(looks_like_bibtex("{\"x\":\"\n@article{key,\n\"}"));
  EXPECT_FALSE(looks_like_bibtex("<x>\n@article{key,\n</x>"));
  EXPECT_FALSE(looks_like_bibtex(""));
}

TEST(BibtexText, WhatOtherProgramsWriteByName) {
  EXPECT_EQ(without_protective_braces("x\\textasciicircum{}2"), "x^2");
  EXPECT_EQ(without_protective_braces("a \\textbraceleft{} b \\textbackslash{} c"), "a \\{ b \\ c");
  EXPECT_EQ(without_protective_braces("C:\\textbackslash{}temp"), "C:\\textbackslash{}temp") << "no command that was none";
  EXPECT_EQ(without_protective_braces("$$x_{ab}$$ of {GPT}"), "$$x_{ab}$$ of GPT");
  EXPECT_EQ(without_protective_braces("\\emph {x} {Y}"), "\\emph {x} Y");
}

TEST(BibtexText, ProtectiveBraces) {
  EXPECT_EQ(without_protective_braces("{{A}}b {\\ss}c \\emph{d {E}} \\{f\\} ${g}$ {h}"),
            "Ab {\\ss}c \\emph{d E} \\{f\\} ${g}$ h");
  EXPECT_EQ(without_protective_braces("\\frac{1}{2} {x"), "\\frac{1}{2} x");
  EXPECT_EQ(without_protective_braces("\\& {A} }"), "\\& A }");
}

}  // namespace
}  // namespace incipit::corpus
