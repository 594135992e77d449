// What is written is read back by our own readers: the bundled sample, and texts that a format could trip over.
#include <gtest/gtest.h>

#include "analysis/analyser.h"
#include "corpus/field_text.h"
#include "corpus/identifiers.h"
#include "corpus/reader.h"
#include "schema/ids.h"
#include "tests/corpus/support.h"
#include "writers/format.h"

namespace incipit::writers {
namespace {

using schema::Paper;

corpus::Format reader_of(Format format) {
  switch (format) {
    case Format::bibtex: return corpus::Format::bibtex;
    case Format::ris: return corpus::Format::ris;
    case Format::csl: return corpus::Format::csl_json;
    case Format::csv: return corpus::Format::csv;
    case Format::jsonl: return corpus::Format::incipit_jsonl;
  }
  return corpus::Format::detect;
}

std::string document(Format format, const std::vector<Paper>& papers) {
  const FormatRow& row = row_of(format);
  std::string text(row.head);
  for (std::size_t i = 0; i < papers.size(); ++i) text += std::string(i > 0 ? row.between : "") + write_paper(format, papers[i]);
  return text + std::string(row.tail);
}

std::vector<Paper> read_back(Format format, const std::vector<Paper>& papers) {
  const auto reading = corpus::read_bytes(document(format, papers));  // its format is found by content too
  EXPECT_EQ(reading.format, reader_of(format)) << row_of(format).name;
  EXPECT_FALSE(reading.failed) << reading.error.message;
  std::vector<Paper> back;
  for (const auto& record : reading.records) {
    EXPECT_FALSE(record.rejection) << (record.rejection ? record.rejection->reason : "");
    if (record.paper) back.push_back(*record.paper);
  }
  return back;
}

std::string shown(const std::string& text) { return corpus::clean_text(analysis::display_text(text)); }

std::vector<std::string> shown_names(const Paper& paper) {
  std::vector<std::string> names;
  for (const auto& author : paper.authors) names.push_back(shown(author.name));
  return names;
}

// The date to the day: formats of citations know no hours.
std::string day_of(const Paper& paper) { return paper.published ? paper.published->iso().substr(0, 10) : ""; }

// Without what stands for grouping and escaping in TeX: where a text has a brace alone, or a percent sign in a formula, BibTeX needs
// other braces and escapes than the text has.
std::string letters_of(std::string text) {
  for (const std::string name : {"\\textbackslash", "\\lbrace", "\\rbrace", "\\textbraceleft", "\\textbraceright", "\\textasciicircum"}) {
    for (std::size_t at = 0; (at = text.find(name)) != std::string::npos;) text.erase(at, name.size());
  }
  std::erase_if(text, [](char c) { return std::string_view("{}\\^ ").find(c) != std::string_view::npos; });
  return text;
}

enum class Compared { exactly, by_letters };

void expect_same(const Paper& paper, const Paper& back, Format format, Compared how) {
  SCOPED_TRACE(std::string(row_of(format).name) + " " + paper.id);
  const auto comparable = [&](const std::string& text) {
    if (format == Format::bibtex && how == Compared::by_letters) return letters_of(shown(text));
    // Readers of catalogues take character references for what they name.
    const bool catalogue = format == Format::ris || format == Format::csl;
    return catalogue ? corpus::without_markup(shown(text)) : shown(text);
  };
  EXPECT_EQ(comparable(back.title), comparable(paper.title));
  EXPECT_EQ(comparable(back.abstract), comparable(paper.abstract));
  EXPECT_EQ(comparable(back.comments), comparable(paper.comments));
  EXPECT_EQ(shown_names(back), shown_names(paper));
  EXPECT_EQ(day_of(back), day_of(paper));
  EXPECT_EQ(schema::alias_key(back.doi), schema::alias_key(paper.doi));
  const auto keys = schema::alias_keys(back);
  for (const auto& key : schema::alias_keys(paper)) {
    if (!key.starts_with("arxiv:") && !key.starts_with("doi:")) continue;
    EXPECT_TRUE(std::find(keys.begin(), keys.end(), key) != keys.end()) << key;
  }
  if (format == Format::jsonl) {
    EXPECT_EQ(back, paper);
  }
  if (format == Format::csv) {
    EXPECT_EQ(back.id, paper.id);
  }
  if (format == Format::csv || format == Format::csl) {
    EXPECT_EQ(back.categories, paper.categories);
  }
}

void expect_round_trip(const std::vector<Paper>& papers, Compared how) {
  for (const auto& row : format_table()) {
    const Format format = row.format;
    const auto back = read_back(format, papers);
    ASSERT_EQ(back.size(), papers.size()) << row_of(format).name;
    for (std::size_t i = 0; i < papers.size(); ++i) expect_same(papers[i], back[i], format, how);
  }
}

std::vector<Paper> sample() {
  std::vector<Paper> papers;
  const auto inputs = corpus::expand_inputs({std::string(INCIPIT_SOURCE_DIR) + "/corpus/sample"});
  for (const auto& input : inputs.value()) {
    if (input.kind != corpus::InputKind::papers) continue;
    for (auto& record : corpus::read_all(input).records) {
      if (record.paper) papers.push_back(std::move(*record.paper));
    }
  }
  return papers;
}

TEST(RoundTrip, bundled_sample) {
  const auto papers = sample();
  ASSERT_GT(papers.size(), 1000U);
  expect_round_trip(papers, Compared::by_letters);
}

Paper with_title(int number, const std::string& title) {
  Paper paper;
  paper.id = "p" + std::to_string(number);
  paper.title = title;
  paper.abstract = "About " + title + ".";
  paper.authors.resize(1);
  paper.authors[0].name = "Ann Lee";
  paper.published = schema::parse_date("2024-02").value();
  return paper;
}

TEST(RoundTrip, hostile_texts) {
  std::vector<Paper> papers;
  for (const char* title : {"AT&T, 50% of #1 and a_b for $5", "\"quoted\", 'too'; and, more", "An @article{x, title={y}}", "TY - JOUR", "ER -",
                            "\\documentclass", "G\\\"odel, Erd\\H{o}s and {\\'E}cole", "$\\alpha_1^{2}$ & $\\left\\{x\\right\\}$",
                            "mRNA, HIV and C++ in Rust", "漢字 and Ünïcödé", "],[{\"id\": 1}", "a == b", "ends in a comma,", "{braces} in {GPT}"}) {
    papers.push_back(with_title(static_cast<int>(papers.size()), title));
  }
  expect_round_trip(papers, Compared::exactly);
}

TEST(RoundTrip, hostile_names) {
  std::vector<Paper> papers{with_title(0, "Names of several kinds")};
  auto& authors = papers[0].authors;
  authors.resize(4);
  authors[1].name = "Jean-Pierre de la Fontaine";
  authors[1].family = "de la Fontaine";
  authors[1].given = "Jean-Pierre";
  authors[2].name = "Research and Development Team";
  authors[3].name = "M\\\"uller & Partners";
  expect_round_trip(papers, Compared::exactly);
  authors.erase(authors.begin(), authors.begin() + 2);
  authors.resize(1);
  expect_round_trip(papers, Compared::exactly);
}

}  // namespace
}  // namespace incipit::writers
