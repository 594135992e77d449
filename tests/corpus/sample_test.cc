// The bundled sample is a directory input, complete, and free of personal addresses.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "corpus/byte_source.h"
#include "corpus/line_source.h"
#include "corpus/tables.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

std::vector<InputFile> sample() {
  const auto inputs = expand_inputs({std::string(INCIPIT_SOURCE_DIR) + "/corpus/sample"});
  EXPECT_TRUE(inputs);
  return inputs.value_or(std::vector<InputFile>{});
}

// [^ ]+@[^ ]+\.[a-z]
bool holds_email(std::string_view text) {
  for (auto at = text.find('@', 1); at != text.npos; at = text.find('@', at + 1)) {
    if (text[at - 1] == ' ') continue;
    const std::string_view rest = text.substr(at + 1, text.find(' ', at) - at - 1);
    for (auto dot = rest.find('.', 1); dot != rest.npos && dot + 1 < rest.size();
         dot = rest.find('.', dot + 1)) {
      if (rest[dot + 1] >= 'a' && rest[dot + 1] <= 'z') return true;
    }
  }
  return false;
}

TEST(Email, IsRecognised) {
  EXPECT_TRUE(holds_email("mail to a.b@c.org now"));
  EXPECT_FALSE(holds_email("P@1 is 0.5 and x @ y.z, user@host"));
}

TEST(Sample, HasWhatItPromises) {
  std::set<std::string> ids, categories, years;
  std::map<std::string, int> authors;
  std::size_t with_slash = 0, with_doi = 0, recent = 0, withdrawn = 0, code = 0;
  for (const auto& input : sample()) {
    if (input.kind != InputKind::papers) continue;
    const Reading reading = read_all(input);
    ASSERT_FALSE(reading.failed) << reading.error.message;
    for (const auto& record : reading.records) {
      ASSERT_TRUE(record.paper) << record.line;
      const auto& paper = *record.paper;
      EXPECT_TRUE(record.ignored_keys.empty());
      EXPECT_TRUE(ids.insert(paper.id).second) << paper.id;
      categories.insert(paper.categories.begin(), paper.categories.end());
      ASSERT_TRUE(paper.published) << paper.id;
      years.insert(std::to_string(paper.published->year()));
      for (const auto& author : paper.authors) ++authors[author.name];
      with_slash += paper.id.find('/') != std::string::npos ? 1 : 0;
      with_doi += paper.doi.empty() ? 0 : 1;
      withdrawn += paper.comments.find("withdrawn") != std::string::npos ? 1 : 0;
      code += (paper.comments + paper.abstract).find("github.com/") != std::string::npos ? 1 : 0;
      const std::string primary = paper.primary();
      recent +=
          paper.published->year() >= 2024 && (primary == "cs.CL" || primary == "cs.LG" || primary == "cs.AI")
              ? 1
              : 0;
      EXPECT_TRUE(paper.citations.empty());
    }
  }
  EXPECT_GE(ids.size(), 5507u);
  EXPECT_LE(ids.size(), 6507u);
  for (const std::string id :
       {"2401.01967", "2602.18458", "2402.06126", "2604.24658", "2510.03399", "2505.14905", "2510.00184"}) {
    EXPECT_EQ(ids.count(id), 1u) << id;
  }
  EXPECT_GE(categories.size(), 100u);
  EXPECT_EQ(years.size(), 36u);
  EXPECT_GE(
      std::count_if(authors.begin(), authors.end(), [](const auto& entry) { return entry.second >= 5; }),
      150);
  EXPECT_GE(with_slash, 500u);
  EXPECT_GE(with_doi, 1000u);
  EXPECT_GE(withdrawn, 40u);
  EXPECT_GE(code, 200u);
  EXPECT_GE(recent, 1000u);
}

TEST(Sample, HoldsNoEmailAddress) {
  for (const auto& input : sample()) {
    auto bytes = ByteSource::open(input);
    ASSERT_TRUE(bytes);
    LineSource lines(**bytes);
    for (auto line = lines.next(); line && *line; line = lines.next()) {
      EXPECT_FALSE(holds_email((*line)->text)) << input.name() << ' ' << (*line)->number;
    }
  }
}

TEST(Sample, HasTheFiguresOfTheReferencePage) {
  const auto inputs = sample();
  const auto found = std::find_if(inputs.begin(), inputs.end(),
                                  [](const auto& i) { return i.kind == InputKind::author_metrics; });
  ASSERT_NE(found, inputs.end());
  const auto table = read_metric_table(*found);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_TRUE(table->rejected.empty());
  std::map<std::string, double> values;
  for (const auto& row : table->rows) {
    EXPECT_EQ(row.subject, "Xiaoyan Bai");
    values[row.metric] = row.value;
  }
  EXPECT_EQ(values,
            (std::map<std::string, double>{
                {"h_index", 50}, {"papers", 7}, {"citations", 220}, {"novelty", 64}, {"ai_score", 58}}));
}

TEST(Sample, IsSmall) {
  std::uint64_t bytes = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(INCIPIT_SOURCE_DIR) + "/corpus/sample")) {
    bytes += entry.file_size();
  }
  EXPECT_LT(bytes, 4u << 20);
}

}  // namespace
}  // namespace incipit::corpus
