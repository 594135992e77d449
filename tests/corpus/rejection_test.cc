// Records that cannot be used: one code for each reason, and reading goes on behind them.
#include <gmock/gmock.h>

#include "schema/limits.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

namespace limits = schema::limits;

constexpr std::string_view kGood = R"({"id":"1","title":"T"})";

std::string nested(int levels) {
  const auto count = static_cast<std::size_t>(levels);
  return R"({"id":"1","title":"T","x":)" + std::string(count, '[') + std::string(count, ']') + "}";
}

TEST(Rejections, HaveACodeForEachReason) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"({"id":"1","title":)", "malformed_json"},
      {R"({"id":"1","title":"T"} x)", "malformed_json"},
      {R"({"id":"1","title":"T",})", "malformed_json"},
      {R"({"id":"1","title":"\ud800"})", "malformed_json"},
      {"{\"id\":\"1\",\"title\":\"a\tb\"}", "malformed_json"},
      {std::string("{\"id\":\"1\"\0}", 11), "malformed_json"},
      {"[1,2]", "not_an_object"},
      {"\"text\"", "not_an_object"},
      {"17", "not_an_object"},
      {"null", "not_an_object"},
      {R"({"title":"T"})", "no_id"},
      {R"({"id":null,"title":"T"})", "no_id"},
      {R"({"id":7,"title":"T"})", "bad_id"},
      {R"({"id":["1"],"title":"T"})", "bad_id"},
      {R"({"id":"","title":"T"})", "bad_id"},
      {R"({"id":"a\nb","title":"T"})", "bad_id"},
      {R"({"id":")" + std::string(201, 'x') + R"(","title":"T"})", "bad_id"},
      {R"({"id":"1"})", "no_text"},
      {R"({"id":"1","title":" \n","abstract":""})", "no_text"},
      {R"({"id":"1","title":7})", "no_text"},
      {"{\"id\":\"1\",\"title\":\"\xFF\"}", "invalid_utf8"},
      {nested(200), "too_deep"},
      {nested(100'000), "too_deep"},
  };
  for (const auto& [line, code] : cases) {
    const Record record = read_line(line);
    ASSERT_TRUE(record.rejection) << line.substr(0, 80);
    EXPECT_EQ(record.rejection->code, code) << line.substr(0, 80);
    EXPECT_FALSE(record.rejection->reason.empty());
    EXPECT_EQ(record.rejection->raw, line.substr(0, static_cast<std::size_t>(limits::kRejectRawBytes.value)));
    EXPECT_EQ(record.rejection->raw_bytes, line.size());
  }
}

TEST(Rejections, DepthHasItsLimit) {
  const auto most = static_cast<int>(limits::kJsonDepth.value);
  EXPECT_TRUE(read_line(nested(most - 2)).paper);
  EXPECT_TRUE(read_line(nested(most)).rejection);
}

TEST(Rejections, SizeHasItsLimit) {
  const auto cap = static_cast<std::size_t>(limits::kRecordBytes.value);
  const std::string head = R"({"id":"1","title":")";
  const auto line_of = [&](std::size_t bytes) {
    return head + std::string(bytes - head.size() - 2, 'x') + "\"}";
  };
  for (const std::string end : {"\n", "\r\n", ""}) {
    EXPECT_TRUE(read_text(line_of(cap) + end).records.at(0).paper);
    const Reading over = read_text(line_of(cap + 1) + end);
    ASSERT_TRUE(over.records.at(0).rejection);
    EXPECT_EQ(over.records[0].rejection->code, "too_large");
    EXPECT_EQ(over.records[0].rejection->raw_bytes, cap + 1);
  }
}

TEST(Rejections, ATenMegabyteRecordIsPassedBy) {
  const std::string large = R"({"id":"2","title":")" + std::string(10 << 20, 'x') + "\"}";
  const Reading reading = read_text(std::string(kGood) + '\n' + large + '\n' + std::string(kGood) + '\n');
  ASSERT_EQ(reading.records.size(), 3u);
  EXPECT_TRUE(reading.records[0].paper);
  ASSERT_TRUE(reading.records[1].rejection);
  EXPECT_EQ(reading.records[1].rejection->code, "too_large");
  EXPECT_EQ(reading.records[1].rejection->raw_bytes, large.size());
  EXPECT_EQ(reading.records[1].rejection->raw, large.substr(0, 4096));
  EXPECT_TRUE(reading.records[2].paper);
  EXPECT_EQ(reading.records[2].line, 3u);
}

TEST(Rejections, AuthorsHaveTheirLimit) {
  const auto with_authors = [](std::int64_t count) {
    std::string list = "\"authors\":[\"a\"";
    for (std::int64_t i = 1; i < count; ++i) list += ",\"a\"";
    return read_members(list + "]");
  };
  EXPECT_EQ(with_authors(limits::kAuthorsPerPaper.value).paper->authors.size(), 20000u);
  EXPECT_EQ(with_authors(limits::kAuthorsPerPaper.value + 1).rejection->code, "too_many_authors");
}

TEST(Lines, MayEndInAnyWay) {
  const std::string good(kGood);
  for (const std::string& text :
       {good + '\n' + good + '\n', good + "\r\n" + good + "\r\n", good + '\n' + good,
        "\xEF\xBB\xBF" + good + '\n' + good, "\n \n" + good + "\n\t\r\n\n" + good + "\n\n"}) {
    const Reading reading = read_text(text, Format::detect);
    EXPECT_FALSE(reading.failed);
    EXPECT_EQ(reading.papers(), 2u);
    EXPECT_EQ(reading.records.size(), 2u);
  }
  const Reading blanks = read_text("\n\n" + good + "\n\n" + good, Format::incipit_jsonl);
  EXPECT_EQ(blanks.records.at(0).line, 3u);
  EXPECT_EQ(blanks.records.at(1).line, 5u);
}

// Wherever a line falls in the buffers of the reader, it comes out whole.
TEST(Lines, OfEveryLengthComeOutWhole) {
  std::string text;
  std::vector<std::size_t> lengths;
  for (std::size_t length = 1; length < 300'000; length = length * 3 / 2 + 7) {
    for (int i = 0; i < 3; ++i) {
      text += R"({"id":"1","title":")" + std::string(length, 'x') + "\"}\n";
      lengths.push_back(length);
    }
  }
  const Reading reading = read_text(text);
  ASSERT_EQ(reading.records.size(), lengths.size());
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    ASSERT_TRUE(reading.records[i].paper);
    EXPECT_EQ(reading.records[i].paper->title.size(), lengths[i]);
    EXPECT_EQ(reading.records[i].line, i + 1);
  }
}

}  // namespace
}  // namespace incipit::corpus
