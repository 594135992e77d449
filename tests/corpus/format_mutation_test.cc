// Whatever is done to the fixtures, each record is exactly one of paper, rejection and deletion, papers are
// sound, and only the errors that readers may give are given.
#include <gmock/gmock.h>

#include <random>

#include "corpus/formats.h"
#include "schema/ids.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

constexpr std::size_t kMutantsPerFile = 300;

std::string mutated(std::string text, std::mt19937_64& random) {
  static constexpr std::string_view kPieces[] = {"<",
                                                 ">",
                                                 "</",
                                                 "/>",
                                                 "<!--",
                                                 "-->",
                                                 "<![CDATA[",
                                                 "]]>",
                                                 "<?xml version='1.0' encoding='ISO-8859-1'?>",
                                                 "<!DOCTYPE a>",
                                                 "<record>",
                                                 "</record>",
                                                 "<entry>",
                                                 "&#0;",
                                                 "&#x1F600;",
                                                 "&amp;",
                                                 "\"",
                                                 "\xFF",
                                                 "\\\\\n",
                                                 "v999",
                                                 "PMID- ",
                                                 "\n",
                                                 "\n\n",
                                                 "(",
                                                 ",",
                                                 "$",
                                                 "<paper id='1'>",
                                                 "</volume>",
                                                 "<tex-math>",
                                                 "é",
                                                 "\t",
                                                 "",
                                                 "{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 "\n@article{x, ",
                                                 "\nTY  - JOUR\n",
                                                 "\\",
                                                 "9999999999999999999999"};
  const auto pick = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  const std::size_t edits = 1 + pick(5);
  for (std::size_t i = 0; i < edits && !text.empty(); ++i) {
    const std::size_t at = pick(text.size());
    switch (pick(5)) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, 1 + pick(200));
        break;
      case 2:
        text.insert(at, kPieces[pick(std::size(kPieces))]);
        break;
      case 3:
        text.insert(at, text.substr(pick(text.size()), pick(400)));
        break;
      default:
        text.resize(at);
    }
  }
  return text;
}

void check(const Reading& reading) {
  if (reading.failed) {
    const auto code = reading.error.code;
    EXPECT_TRUE(code == schema::ErrorCode::input_invalid || code == schema::ErrorCode::input_unreadable)
        << reading.error.message;
  }
  for (const Record& record : reading.records) {
    EXPECT_GT(record.line, 0u);
    EXPECT_TRUE(!record.deleted || schema::check_paper_id(*record.deleted));
    if (!record.paper) continue;
    const schema::Paper& paper = *record.paper;
    EXPECT_TRUE(schema::check_paper_id(paper.id));
    EXPECT_FALSE(paper.title.empty() && paper.abstract.empty());
    for (const std::string& text :
         {paper.title, paper.abstract, paper.venue, paper.license, paper.comments}) {
      EXPECT_TRUE(schema::is_valid_utf8(text));
      EXPECT_FALSE(schema::has_control_character(text));
    }
    for (const auto& author : paper.authors) EXPECT_FALSE(author.name.empty());
    for (const auto& code : paper.categories) EXPECT_FALSE(schema::has_control_character(code));
  }
}

TEST(FormatMutation, NothingCrashesAndNothingIsUnsound) {
  std::mt19937_64 random = seeded_random();
  TempDir dir;
  for (const std::string file :
       {"arxiv_oai/list.xml", "oai_dc/records.xml", "arxiv_atom/feed.xml", "arxiv_abs/two.abs",
        "acl_anthology/old_and_new.xml", "pubmed/set.xml", "pubmed/medline.txt", "openalex/page.json",
        "openalex/mixed.jsonl", "semantic_scholar/paper.json", "semantic_scholar/bulk.jsonl", "csl_json/library.json",
        "bibtex/library.bib", "ris/library.ris", "delimited/papers.csv", "delimited/papers.tsv"}) {
    const std::string text = content_of(fixture(file));
    const FormatRow* row = row_claiming(text);
    ASSERT_NE(row, nullptr) << file;
    for (std::size_t i = 0; i < kMutantsPerFile; ++i) {
      check(read_all({dir.write("mutant" + std::to_string(i), mutated(text, random)), InputKind::papers}, row->format));
      if (HasFailure()) FAIL() << file << ", mutant " << i;
    }
  }
}

}  // namespace
}  // namespace incipit::corpus
