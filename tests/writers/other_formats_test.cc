// RIS, CSL-JSON, CSV and JSON Lines, and the table of formats.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "schema/paper_json.h"
#include "writers/format.h"

namespace incipit::writers {
namespace {

using schema::Paper;

Paper full() {
  Paper paper;
  paper.id = "doi:10.1000/a_b";
  paper.doi = "10.1000/a_b";
  paper.title = "On $x_1$ and Schr\\\"odinger";
  paper.abstract = "One line\nand another, \"quoted\".";
  paper.authors.resize(2);
  paper.authors[0].name = "Ann Lee";
  paper.authors[0].family = "Lee";
  paper.authors[0].given = "Ann";
  paper.authors[1].name = "The Team";
  paper.venue = "Mind";
  paper.journal_ref = "Mind 59(236), 433-460";
  paper.published = schema::parse_date("1950-10").value();
  paper.categories = {"cs.AI", "cs.CL"};
  return paper;
}

TEST(Formats, each_has_one_name) {
  std::set<std::string_view> names;
  for (const auto& row : format_table()) {
    EXPECT_TRUE(names.insert(row.name).second);
    EXPECT_EQ(format_named(row.name), row.format);
    EXPECT_EQ(&row_of(row.format), &row);
  }
  EXPECT_FALSE(format_named("pdf"));
  EXPECT_FALSE(format_named(""));
}

TEST(Ris, has_a_line_for_each_fact) {
  EXPECT_EQ(write_paper(Format::ris, full()),
            "TY  - JOUR\r\nTI  - On $x_1$ and Schrödinger\r\nAU  - Lee, Ann\r\nAU  - The Team\r\nPY  - 1950\r\nDA  - 1950/10//\r\n"
            "JO  - Mind\r\nVL  - 59\r\nIS  - 236\r\nSP  - 433\r\nEP  - 460\r\nDO  - 10.1000/a_b\r\nID  - doi:10.1000/a_5fb\r\n"
            "KW  - cs.AI\r\nKW  - cs.CL\r\nAB  - One line and another, \"quoted\".\r\nER  - \r\n\r\n");
}

TEST(Ris, text_cannot_end_a_record) {
  Paper paper = full();
  paper.abstract = "x\nER  - \nTY  - JOUR\r\nTI  - forged\x85";
  const std::string record = write_paper(Format::ris, paper);
  EXPECT_EQ(record.find("\nTI  - forged"), std::string::npos);
  EXPECT_EQ(record.find("\nER  - "), record.size() - 11);
}

TEST(Csl, is_an_item_of_citeproc) {
  const auto item = nlohmann::json::parse(write_paper(Format::csl, full()));
  EXPECT_EQ(item, nlohmann::json::parse(R"({"id": "doi:10.1000/a_5fb", "type": "article-journal", "title": "On $x_1$ and Schrödinger",
    "author": [{"family": "Lee", "given": "Ann"}, {"literal": "The Team"}], "issued": {"date-parts": [[1950, 10]]},
    "container-title": "Mind", "volume": "59", "issue": "236", "page": "433-460", "DOI": "10.1000/a_b", "categories": ["cs.AI", "cs.CL"],
    "abstract": "One line and another, \"quoted\"."})"));
  Paper preprint;
  preprint.id = "2401.01967";
  preprint.title = "T";
  const auto other = nlohmann::json::parse(write_paper(Format::csl, preprint));
  EXPECT_EQ(other["type"], "article");
  EXPECT_EQ(other["genre"], "preprint");
  EXPECT_EQ(other["archive_location"], "arXiv:2401.01967");
}

TEST(Csv, quotes_as_rfc_4180_says) {
  const std::string row = write_paper(Format::csv, full());
  EXPECT_TRUE(row.starts_with("doi:10.1000/a_b,On $x_1$ and Schrödinger,\"One line and another, \"\"quoted\"\".\",\"Lee, Ann; The Team\",")) << row;
  EXPECT_TRUE(row.ends_with("\r\n"));
  EXPECT_EQ(row.find('\n'), row.size() - 1);
}

TEST(Csv, no_cell_is_a_formula) {
  for (const char* text : {"=1+1", "+1", "-1", "@x"}) {
    Paper paper = full();
    paper.title = text;
    EXPECT_NE(write_paper(Format::csv, paper).find(std::string(",'") + text + ","), std::string::npos) << text;
  }
}

TEST(JsonLines, are_the_records_as_stored) {
  const std::string line = write_paper(Format::jsonl, full());
  EXPECT_EQ(schema::paper_from_canonical_json(line.substr(0, line.size() - 1)).value(), full());
}

}  // namespace
}  // namespace incipit::writers
