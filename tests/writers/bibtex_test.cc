// BibTeX: types, keys, TeX that is neither lost nor escaped twice, capitals that stay.
#include <gtest/gtest.h>

#include <set>

#include "writers/format.h"

namespace incipit::writers {
namespace {

using schema::Paper;

Paper titled(const std::string& title) {
  Paper paper;
  paper.id = "2401.01967";
  paper.title = title;
  return paper;
}

// The value of a field between its outer braces.
std::string field(const Paper& paper, const std::string& name) {
  const std::string entry = write_paper(Format::bibtex, paper);
  const std::string begin = "\n  " + name + " = {";
  const auto at = entry.find(begin);
  if (at == std::string::npos) return {};
  const auto end = entry.find("},\n", at) < entry.find("}\n}\n", at) ? entry.find("},\n", at) : entry.find("}\n}\n", at);
  return entry.substr(at + begin.size(), end - at - begin.size());
}
std::string title(const std::string& text) { return field(titled(text), "title"); }
std::string note(const std::string& text) {
  Paper paper = titled("T");
  paper.comments = text;
  return field(paper, "note");
}
std::string key(const std::string& id) {
  Paper paper = titled("T");
  paper.id = id;
  const std::string entry = write_paper(Format::bibtex, paper);
  const auto brace = entry.find('{');
  return entry.substr(brace + 1, entry.find(',') - brace - 1);
}

TEST(Bibtex, tex_stays_as_it_was_given) {
  EXPECT_EQ(note("Schr\\\"odinger and G{\\\"o}del"), "Schr\\\"odinger and G{\\\"o}del");
  EXPECT_EQ(note("$\\alpha_1^2 & x$"), "$\\alpha_1^2 & x$");
  EXPECT_EQ(note("AT\\&T, 50\\% of \\#1, a\\_b, \\$5"), "AT\\&T, 50\\% of \\#1, a\\_b, \\$5");
  EXPECT_EQ(note("\\emph{all} of {\\em it}"), "\\emph{all} of {\\em it}");
  EXPECT_EQ(note("Poincaré über 漢字"), "Poincaré über 漢字");
}

TEST(Bibtex, other_signs_are_escaped_once) {
  EXPECT_EQ(note("AT&T, 50% of #1, a_b"), "AT\\&T, 50\\% of \\#1, a\\_b");
  EXPECT_EQ(note("costs $5 alone"), "costs \\$5 alone");
  EXPECT_EQ(note("x^2"), "x\\textasciicircum{}2");
  EXPECT_EQ(note("ends in \\"), "ends in \\textbackslash{}");
  EXPECT_EQ(note("two\nlines\tand\x01 more"), "two lines and more");
  for (const char* text : {"AT&T 50% #1 a_b", "$x_1$ & $5", "\\&", "100\\%", "\\'e \\o", "a{b}c"}) {
    EXPECT_EQ(note(note(text)), note(text)) << "what was written needs no more escaping: " << text;
  }
}

TEST(Bibtex, sets_are_sets_and_groups_are_groups) {
  EXPECT_EQ(note("the alphabet {0, 1}"), "the alphabet \\{0, 1\\}");
  EXPECT_EQ(note("\\emph{this, that} and {\\em a, b} of 1{,}000"), "\\emph{this, that} and {\\em a, b} of 1{,}000");
}

TEST(Bibtex, braces_are_balanced_whatever_comes) {
  for (const char* text : {"{", "}", "a}b{c", "\\{", "\\}", "\\{x\\}", "$\\left\\{ x \\right.$", "${$", "{{\\'e}", "\\}{", "$a}b{c$", "\\\\{"}) {
    for (const std::string& value : {note(text), title(text)}) {
      int depth = 0;
      for (const char c : value) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        ASSERT_GE(depth, 0) << text << " as " << value;
      }
      EXPECT_EQ(depth, 0) << text << " as " << value;
    }
  }
}

TEST(Bibtex, capitals_that_styles_would_lose_are_protected) {
  EXPECT_EQ(title("Attention Is All You Need"), "Attention Is All You Need");
  EXPECT_EQ(title("BERT: Pre-training of Deep Transformers"), "{BERT:} Pre-training of Deep Transformers");
  EXPECT_EQ(title("A theorem of Euler on graphs"), "A theorem of {Euler} on graphs");
  EXPECT_EQ(title("on mRNA and HIV"), "on {mRNA} and {HIV}");
  EXPECT_EQ(title("Groups like $SU(2) \\times U$ here"), "Groups like {$SU(2) \\times U$} here");
  EXPECT_EQ(title("lemmas of \\'Ecole type"), "lemmas of {{\\'Ecole}} type");
  EXPECT_EQ(title("lower case only"), "lower case only");
}

TEST(Bibtex, types_have_the_fields_they_must_have) {
  Paper paper = titled("T");
  EXPECT_TRUE(write_paper(Format::bibtex, paper).starts_with("@misc{"));
  paper.journal_ref = "Phys.Rev.D76:013009,2007";
  EXPECT_TRUE(write_paper(Format::bibtex, paper).starts_with("@article{"));
  EXPECT_EQ(field(paper, "journal"), "Phys.Rev.D76:013009,2007");
  paper.venue = "Mind";
  paper.journal_ref = "Mind 59(236), 433-460";
  EXPECT_EQ(field(paper, "journal"), "Mind");
  EXPECT_EQ(field(paper, "volume"), "59");
  EXPECT_EQ(field(paper, "number"), "236");
  EXPECT_EQ(field(paper, "pages"), "433-460");
  paper.venue = "Proceedings of the 5th Workshop on Graphs";
  paper.journal_ref.clear();
  EXPECT_TRUE(write_paper(Format::bibtex, paper).starts_with("@inproceedings{"));
  EXPECT_EQ(field(paper, "booktitle"), paper.venue);
}

TEST(Bibtex, names_are_one_name_each) {
  Paper paper = titled("T");
  paper.authors.resize(6);
  paper.authors[0].name = "Ann Lee";
  paper.authors[1].name = "Jean de la Fontaine Jr.";
  paper.authors[1].family = "de la Fontaine";
  paper.authors[1].given = "Jean";
  paper.authors[1].suffix = "Jr.";
  paper.authors[2].name = "Research and Development Team";
  paper.authors[3].name = "Smith, Inc.";
  paper.authors[4].name = "Others";
  paper.authors[5].name = "Erd\\H{o}s & Co";
  EXPECT_EQ(field(paper, "author"),
            "Ann Lee and de la Fontaine, Jr., Jean and {Research and Development Team} and {Smith, Inc.} and {Others} and Erd\\H{o}s \\& Co");
}

TEST(Bibtex, dates_are_as_precise_as_known) {
  Paper paper = titled("T");
  paper.published = schema::parse_date("2024").value();
  EXPECT_EQ(field(paper, "year"), "2024");
  EXPECT_EQ(write_paper(Format::bibtex, paper).find("month"), std::string::npos);
  paper.published = schema::parse_date("2024-03-09").value();
  EXPECT_NE(write_paper(Format::bibtex, paper).find("\n  month = mar,"), std::string::npos);
  EXPECT_EQ(field(paper, "day"), "9");
}

TEST(Bibtex, papers_of_arxiv_say_so) {
  Paper paper = titled("T");
  paper.categories = {"cs.CL", "cs.LG"};
  EXPECT_EQ(field(paper, "eprint"), "2401.01967");
  EXPECT_EQ(field(paper, "eprinttype"), "arxiv");
  EXPECT_EQ(field(paper, "archivePrefix"), "arXiv");
  EXPECT_EQ(field(paper, "primaryClass"), "cs.CL");
  EXPECT_EQ(field(paper, "url"), "https://arxiv.org/abs/2401.01967");
}

TEST(Bibtex, keys_are_of_one_id_each) {
  EXPECT_EQ(key("2401.01967"), "arXiv:2401.01967");
  EXPECT_EQ(key("hep-th/9901001"), "arXiv:hep-th/9901001");
  EXPECT_EQ(key("doi:10.1/x"), "doi:10.1/x");
  EXPECT_EQ(key("bib:lee2024"), "lee2024");
  EXPECT_EQ(key("p1"), "id:p1");
  std::set<std::string> keys;
  const std::vector<std::string> ids{"p1",  "bib:p1", "id:p1", "bib:id:p1", "arXiv:p1", "2401.01967", "arXiv:2401.01967", "bib:2401.01967", "a b", "a_20b",
                                     "a,b", "ä",      "bib:",  "a{b",       "a}b",      "a%b",        "a\\b",             "bib:a:b"};
  for (const auto& id : ids) {
    const std::string one = key(id);
    EXPECT_TRUE(keys.insert(one).second) << id << " has the key of another: " << one;
    EXPECT_EQ(one.find_first_of(" ,{}%\\\"#~()='"), std::string::npos) << one;
  }
}

}  // namespace
}  // namespace incipit::writers
