// The large inputs, where they are present.
#include <gmock/gmock.h>

#include <chrono>
#include <iostream>

#include "schema/categories.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

TEST(SharedData, TheFirstTwoHundredOfTheSnapshot) {
  const std::string file =
      shared_data("formats/arxiv_kaggle_json/arxiv-metadata-oai-snapshot.first200.jsonl");
  if (file.empty()) GTEST_SKIP() << "the arXiv snapshot extract is not here";
  const Reading reading = read_all({file, InputKind::papers});
  ASSERT_FALSE(reading.failed) << reading.error.message;
  EXPECT_EQ(reading.format, Format::arxiv_snapshot);
  EXPECT_EQ(reading.papers(), 200u);
  EXPECT_EQ(reading.records.size(), 200u);
  const auto& first = *reading.records[0].paper;
  EXPECT_EQ(first.id, "0704.0001");
  EXPECT_EQ(first.title,
            "Calculation of prompt diphoton production cross sections at Tevatron and LHC energies");
  EXPECT_EQ(first.authors.at(0).name, "C. Balázs");
  EXPECT_EQ(first.authors.at(3).name, "C. -P. Yuan");
  EXPECT_EQ(first.doi, "10.1103/PhysRevD.76.013009");
  EXPECT_EQ(first.report_no, "ANL-HEP-PR-07-12");
  EXPECT_EQ(first.published->iso(), "2007-04-02T19:18:42Z");
  EXPECT_EQ(first.updated->iso(), "2007-07-24T20:10:27Z");
  EXPECT_EQ(first.version, 2);
  std::vector<std::string> withdrawn;
  for (const auto& record : reading.records) {
    EXPECT_TRUE(record.warnings.empty()) << record.line << ' ' << record.warnings[0].field;
    EXPECT_TRUE(record.ignored_keys.empty());
    EXPECT_FALSE(record.paper->authors.empty());
    if (!record.paper->status.empty()) withdrawn.push_back(record.paper->id);
  }
  EXPECT_EQ(withdrawn, std::vector<std::string>{"0704.0156"});
}

TEST(SharedData, TheWholeArxivSample) {
  const std::string file = shared_data("arxiv/arxiv-sample.jsonl.zst");
  if (file.empty()) GTEST_SKIP() << "the arXiv sample is not here";
  const auto start = std::chrono::steady_clock::now();
  auto reader = open_reader({file, InputKind::papers});
  ASSERT_TRUE(reader);
  std::size_t papers = 0, rejections = 0, warnings = 0, unnamed = 0;
  while (true) {
    const auto record = (*reader)->next();
    ASSERT_TRUE(record) << record.error().message;
    if (!*record) break;
    papers += (*record)->paper ? 1 : 0;
    rejections += (*record)->rejection ? 1 : 0;
    warnings += (*record)->warnings.size();
    if (!(*record)->paper) continue;
    for (const auto& code : (*record)->paper->categories)
      unnamed += schema::category_name(code) == code ? 1 : 0;
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(papers, 134'786u);
  EXPECT_EQ(rejections, 0u);
  EXPECT_EQ(warnings, 2u);  // two DOIs that are none
  EXPECT_EQ(unnamed, 0u);
  EXPECT_EQ((*reader)->bytes_read(), std::filesystem::file_size(file));
  std::cout << papers << " papers in " << seconds.count()
            << " s: " << static_cast<double>(papers) / seconds.count() << " papers/s\n";
}

}  // namespace
}  // namespace incipit::corpus
