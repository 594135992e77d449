#include "corpus/tables.h"

#include <gmock/gmock.h>

#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::HasSubstr;

schema::Result<MetricTable> table(std::string_view content, InputKind kind = InputKind::author_metrics) {
  TempDir dir;
  return read_metric_table({dir.write("table.tsv", content), kind});
}

TEST(Tables, ReadAuthorFigures) {
  const auto read = table(
      "as_of\tauthor\tshoe_size\tmetric\tvalue\tscope\tsource\tmodel\r\n"
      "2026-07-01\tXiaoyan Bai\t40\th_index\t50\timported\tpage\t\r\n\r\n"
      "2026\torcid:0000-0002-1825-0097\t\tai_score\t-1.5e1\t\tpage\tm1\r\n");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->rejected.empty());
  ASSERT_EQ(read->rows.size(), 2u);
  EXPECT_EQ(read->rows[0].subject, "Xiaoyan Bai");
  EXPECT_EQ(read->rows[0].metric, "h_index");
  EXPECT_EQ(read->rows[0].value, 50);
  EXPECT_EQ(read->rows[0].source, "page");
  EXPECT_EQ(read->rows[0].as_of->iso(), "2026-07-01");
  EXPECT_EQ(read->rows[1].line, 4u);
  EXPECT_EQ(read->rows[1].value, -15);
  EXPECT_EQ(read->rows[1].model, "m1");
  EXPECT_EQ(read->hash.size(), 41u);
  EXPECT_GT(read->bytes, 100u);
}

TEST(Tables, ReadPaperFiguresAndCitations) {
  const auto papers = table("paper\tmetric\tvalue\tsource\tas_of\n2401.01967\tnovelty\t64\tpage\t2026\n",
                            InputKind::paper_metrics);
  ASSERT_TRUE(papers);
  EXPECT_EQ(papers->rows.at(0).subject, "2401.01967");
  const auto citations = table("count\tpaper\n12\thep-th/9901001", InputKind::citations);
  ASSERT_TRUE(citations);
  EXPECT_EQ(citations->rows.at(0).metric, "citations");
  EXPECT_EQ(citations->rows.at(0).count, 12);
  EXPECT_FALSE(papers->rows.at(0).count);
  EXPECT_FALSE(citations->rows.at(0).as_of);
}

TEST(Tables, KeepCountsToTheUnit) {
  const auto read = table("paper\tcount\na\t1000000000000\nb\t999999999999\n", InputKind::citations);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->rows.size(), 2u);
  EXPECT_EQ(read->rows[0].count, 1'000'000'000'000);
  EXPECT_EQ(read->rows[1].count, 999'999'999'999);
}

TEST(Tables, AreReadCompressed) {
  const std::string text = "\xEF\xBB\xBFpaper\tcount\n1\t2\n";
  EXPECT_EQ(table(gzip(text), InputKind::citations)->rows.size(), 1u);
  EXPECT_EQ(table(zstd(text), InputKind::citations)->rows.size(), 1u);
  EXPECT_EQ(table(gzip(text).substr(0, 20), InputKind::citations).error().code,
            schema::ErrorCode::input_unreadable);
}

TEST(Tables, RejectBadRows) {
  const std::string header = "author\tmetric\tvalue\tscope\tsource\tas_of\n";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"\th\t1\t\ts\t2026", "missing_value"},   {"A\t\t1\t\ts\t2026", "missing_value"},
      {"A\th\t\t\ts\t2026", "missing_value"},   {"A\th\t1\t\t\t2026", "missing_value"},
      {"A\th\t1\t\ts", "missing_value"},        {"A\th\t1\t\ts\t2026\tx", "too_many_values"},
      {"A\th\tmany\t\ts\t2026", "bad_number"},  {"A\th\t1x\t\ts\t2026", "bad_number"},
      {"A\th\tnan\t\ts\t2026", "bad_number"},   {"A\th\tinf\t\ts\t2026", "bad_number"},
      {"A\th\t1e999\t\ts\t2026", "bad_number"}, {"A\th\t1\tcorpus\ts\t2026", "bad_scope"},
      {"A\th\t1\t\ts\tsoon", "bad_date"},       {"A\xFF\th\t1\t\ts\t2026", "invalid_utf8"},
      {std::string(2 << 20, 'A'), "too_large"},
  };
  for (const auto& [row, code] : cases) {
    const auto read = table(header + row + "\nA\th\t1\t\ts\t2026\n");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->rows.size(), 1u);
    ASSERT_EQ(read->rejected.size(), 1u) << row.substr(0, 60);
    EXPECT_EQ(read->rejected[0].rejection.code, code) << row.substr(0, 60);
    EXPECT_EQ(read->rejected[0].line, 2u);
    EXPECT_EQ(read->rejected[0].rejection.raw_bytes, row.size());
  }
  for (const std::string count :
       {"-1", "1.5", "99999999999999999999", "9223372036854775807", "1000000000001", ""}) {
    EXPECT_EQ(table("paper\tcount\n1\t" + count + "\n", InputKind::citations)->rejected.size(), 1u) << count;
  }
}

TEST(Tables, ReadSingleCitations) {
  const auto read = table("source\tcited\tciting\tdate\nA\thttps://doi.org/10.1/x\t2401.01967v2\t2024-03\n\tp1\tp2\n", InputKind::citations);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->rows.empty());
  ASSERT_EQ(read->edges.size(), 2u);
  EXPECT_EQ(read->edges[0].citing, "2401.01967v2") << "as the source wrote it";
  EXPECT_EQ(read->edges[0].cited, "https://doi.org/10.1/x");
  EXPECT_EQ(read->edges[0].date->iso(), "2024-03");
  EXPECT_EQ(read->edges[0].source, "A");
  EXPECT_EQ(read->edges[1].line, 3u);
  EXPECT_FALSE(read->edges[1].date);
  EXPECT_EQ(table("citing\tcited\na\tb\n", InputKind::citations)->edges.size(), 1u) << "date and source may be absent";
}

TEST(Tables, RejectBadCitations) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"\tb\t2020", "missing_value"},   {"a\t\t2020", "missing_value"},         {"a", "missing_value"},
      {"a\tb\tsoon", "bad_date"},       {"a\tb\t2020\tx", "too_many_values"},   {"a\xFF\tb\t2020", "invalid_utf8"},
      {"a\x01z\tb\t2020", "bad_id"},    {"a\t" + std::string(201, 'b'), "bad_id"}, {std::string(2 << 20, 'A'), "too_large"},
  };
  for (const auto& [row, code] : cases) {
    const auto read = table("citing\tcited\tdate\n" + row + "\na\tb\t2020\n", InputKind::citations);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->edges.size(), 1u);
    ASSERT_EQ(read->rejected.size(), 1u) << row.substr(0, 60);
    EXPECT_EQ(read->rejected[0].rejection.code, code) << row.substr(0, 60);
  }
}

TEST(Tables, RefuseBadHeaders) {
  const auto missing = table("author\tmetric\tvalue\tas_of\nA\th\t1\t2026\n");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, schema::ErrorCode::input_invalid);
  EXPECT_THAT(missing.error().message, HasSubstr("'source'"));
  EXPECT_EQ(table("").error().code, schema::ErrorCode::input_invalid);
  EXPECT_EQ(table("\xFF\xFE").error().code, schema::ErrorCode::input_invalid);
  EXPECT_EQ(table("author\tauthor\tmetric\tvalue\tsource\tas_of\n").error().code,
            schema::ErrorCode::input_invalid);
  const auto half = table("citing\tcount\n1\t2\n", InputKind::citations);
  ASSERT_FALSE(half);
  EXPECT_THAT(half.error().message, HasSubstr("'cited'"));
  EXPECT_FALSE(table("citing\tcited\n1\t2\n", InputKind::paper_metrics)) << "only a table of citations has these";
  EXPECT_EQ(table("x", InputKind::overrides).error().code, schema::ErrorCode::not_available);
  EXPECT_EQ(read_metric_table({"/nowhere/t.tsv", InputKind::citations}).error().code,
            schema::ErrorCode::input_unreadable);
}

}  // namespace
}  // namespace incipit::corpus
