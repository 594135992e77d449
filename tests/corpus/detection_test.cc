// Which format a file is read as, and what is refused.
#include <gmock/gmock.h>

#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::HasSubstr;

Reading detect(const std::string& name, std::string_view content) {
  TempDir dir;
  return read_all({dir.write(name, content), InputKind::papers});
}

TEST(Detection, ReadsTheFirstLine) {
  EXPECT_EQ(detect("x", R"({"id":"1","title":"T"})").format, Format::incipit_jsonl);
  EXPECT_EQ(detect("x", R"({"_id":"1","title":"T"})").format, Format::incipit_jsonl);
  EXPECT_EQ(detect("x", R"({"id":"1","title":"T","authors_parsed":[]})").format, Format::arxiv_snapshot);
  EXPECT_EQ(detect("x", R"({"id":"1","title":"T","versions":[],"update_date":"2020-01-01"})").format,
            Format::arxiv_snapshot);
  EXPECT_EQ(detect("x", R"({"id":"1","title":"T","versions":[]})").format, Format::incipit_jsonl);
}

TEST(Detection, ANameOfJsonLinesIsBelieved) {
  for (const std::string name : {"papers.jsonl", "papers.jsonl.gz", "papers.jsonl.zst"}) {
    const Reading reading = detect(name, "{bad\n{\"id\":\"1\",\"title\":\"T\"}\n");
    EXPECT_FALSE(reading.failed) << reading.error.message;
    EXPECT_EQ(reading.records.size(), 2u);
    EXPECT_EQ(reading.papers(), 1u);
  }
  EXPECT_EQ(detect("papers.jsonl", "{\"title\":\"T\"}").records.at(0).rejection->code, "no_id");
  const Reading empty = detect("papers.jsonl", "\n\n");
  EXPECT_FALSE(empty.failed);
  EXPECT_TRUE(empty.records.empty());
}

TEST(Detection, RefusesTheRest) {
  for (const auto& [name, content] :
       std::vector<std::pair<std::string, std::string>>{{"x.xml", "<?xml version=\"1.0\"?>\n<feed/>"},
                                                        {"x.csv", "id,title\n1,T\n"},
                                                        {"x.json", "[{\"id\":\"1\"}]"},
                                                        {"x.jsonl", "[{\"id\":\"1\"}]"},
                                                        {"x.json", "{\n\"id\":\"1\"}"},
                                                        {"x.bin", std::string("\0\1\2\3", 4)},
                                                        {"x.json", "{\"name\":\"1\"}"},
                                                        {"x", ""},
                                                        {"x", "17"},
                                                        {"x", std::string(2 << 20, '{')}}) {
    const Reading reading = detect(name, content);
    ASSERT_TRUE(reading.failed) << content.substr(0, 40);
    EXPECT_EQ(reading.error.code, schema::ErrorCode::input_invalid);
    EXPECT_THAT(reading.error.message, HasSubstr(name));
    EXPECT_THAT(reading.error.message, HasSubstr("incipit-jsonl"));
    EXPECT_THAT(reading.error.message, HasSubstr("arxiv-snapshot"));
  }
}

TEST(Detection, AGivenFormatIsNotQuestioned) {
  TempDir dir;
  const Reading reading =
      read_all({dir.write("x.csv", "id,title\n"), InputKind::papers}, Format::incipit_jsonl);
  EXPECT_FALSE(reading.failed);
  EXPECT_EQ(reading.records.at(0).rejection->code, "malformed_json");
}

TEST(Detection, FilesThatCannotBeRead) {
  const Reading missing = read_all({"/nowhere/papers.jsonl", InputKind::papers});
  ASSERT_TRUE(missing.failed);
  EXPECT_EQ(missing.error.code, schema::ErrorCode::input_unreadable);
  EXPECT_THAT(missing.error.message, HasSubstr("papers.jsonl"));
  EXPECT_EQ(missing.error.message.find("/nowhere"), std::string::npos);
  TempDir dir;
  EXPECT_EQ(read_all({dir.path(), InputKind::papers}).error.code, schema::ErrorCode::input_unreadable);
  EXPECT_EQ(read_all({dir.write("author-metrics.tsv", "x"), InputKind::author_metrics}).error.code,
            schema::ErrorCode::input_invalid);
}

TEST(Formats, NamesGoRound) {
  for (const Format format : {Format::detect, Format::incipit_jsonl, Format::arxiv_snapshot}) {
    EXPECT_EQ(format_named(name_of(format)), format);
  }
  EXPECT_EQ(format_named("xml"), std::nullopt);
}

}  // namespace
}  // namespace incipit::corpus
