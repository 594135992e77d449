// Which format a file is read as, and what is refused.
#include <gmock/gmock.h>

#include "corpus/formats.h"
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

TEST(Detection, ANameOfJsonLinesDoesNotMakePapersOfOtherEntities) {
  for (const auto& [content, what] : std::vector<std::pair<std::string, std::string>>{
           {R"({"authorId":"1","name":"N"})", "authors of Semantic Scholar"},
           {R"({"id":"https://openalex.org/A1","display_name":"N","works_count":1})", "entities of OpenAlex"},
           {R"({"paperId":"00000000000000000000000000000000000000aa","authors":[]})", "without title or abstract"}}) {
    for (const std::string name : {"authors.jsonl", "authors.jsonl.gz"}) {
      const std::string lines = content + '\n' + content + '\n';
      const Reading reading = detect(name, name.back() == 'z' ? gzip(lines) : lines);
      ASSERT_TRUE(reading.failed) << content;
      EXPECT_EQ(reading.error.code, schema::ErrorCode::input_invalid);
      EXPECT_THAT(reading.error.message, HasSubstr(what));
    }
  }
  // A first line that is only wrong costs itself.
  EXPECT_EQ(detect("papers.jsonl", "{\"message\":\"m\"}\n{\"id\":\"1\",\"title\":\"T\"}\n").papers(), 1u);
}

TEST(Detection, RefusesTheRest) {
  for (const auto& [name, content] :
       std::vector<std::pair<std::string, std::string>>{{"x.xml", "<?xml version=\"1.0\"?>\n<feed/>"},
                                                        {"x.txt", "a line of text\nand another\n"},
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

TEST(Detection, SaysWhatWasSeen) {
  const auto message = [](std::string_view content) { return detect("x", content).error.message; };
  EXPECT_THAT(message("<rss version=\"2.0\"><channel/></rss>"), HasSubstr("<rss>"));
  EXPECT_THAT(message(""), HasSubstr("is empty"));
  EXPECT_THAT(message(" \n\n"), HasSubstr("white space"));
  EXPECT_THAT(message("\xFF\xFE<\0r\0"), HasSubstr("UTF-16"));
  EXPECT_THAT(message(std::string("\x7F\0\1", 3)), HasSubstr("binary"));
  EXPECT_THAT(message("<html><body>404</body></html>"), HasSubstr("<html>"));
  EXPECT_THAT(message("some words"), HasSubstr("arxiv-oai, arxiv-oai-raw, oai-dc, arxiv-atom, arxiv-abs"));
}

TEST(Detection, AFirstLineLongerThanTheHead) {
  const std::string line = R"({"id":"1","title":"T","abstract":")" + std::string(200'000, 'a') + "\"}\n";
  const Reading reading = detect("x", line + line);
  EXPECT_EQ(reading.format, Format::incipit_jsonl);
  EXPECT_EQ(reading.papers(), 2u);
}

TEST(Detection, OneLineOfOtherJsonFormats) {
  const auto claims = [](std::string_view head) {
    std::vector<std::string_view> names;
    for (const FormatRow& row : format_table()) {
      if (row.looks_like(head)) names.push_back(name_of(row.format));
    }
    return names;
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(claims(R"({"id":"https://openalex.org/W1","title":"T","authorships":[]})"),
              ElementsAre("openalex"));
  EXPECT_THAT(claims(R"({"id":1,"paperId":"0123456789012345678901234567890123456789","title":"T"})"),
              ElementsAre("semantic-scholar"));
  EXPECT_THAT(claims(R"({"id":"x","type":"article-journal","title":"T","issued":{"date-parts":[[2031]]}})"),
              ElementsAre("csl-json"));
  EXPECT_THAT(claims(R"({"id":"x","title":"T"})"), ElementsAre("incipit-jsonl"));
}

TEST(Detection, AByteOrderMarkIsNoText) {
  EXPECT_EQ(detect("x", "\xEF\xBB\xBF{\"id\":\"1\",\"title\":\"T\"}").papers(), 1u);
  EXPECT_EQ(
      detect(
          "x",
          "\xEF\xBB\xBF<feed><entry><id>http://arxiv.org/abs/3105.00001</id><title>T</title></entry></feed>")
          .papers(),
      1u);
}

TEST(Formats, NamesGoRound) {
  EXPECT_EQ(format_named(name_of(Format::detect)), Format::detect);
  for (const FormatRow& row : format_table()) {
    EXPECT_EQ(format_named(name_of(row.format)), row.format);
    EXPECT_EQ(row_of(row.format), &row);
    EXPECT_FALSE(row.summary.empty());
  }
  EXPECT_EQ(format_named("xml"), std::nullopt);
}

}  // namespace
}  // namespace incipit::corpus
