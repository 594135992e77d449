// JSON records out of streams: lines, arrays, pages, pretty-printed objects, and what is none of them.
#include "corpus/json_cutter.h"

#include <gmock/gmock.h>

#include "corpus/memory_source.h"
#include "schema/limits.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Cuts {
  std::vector<std::string> texts;
  std::vector<std::uint64_t> lines;
  std::vector<RawRecord> records;  // their text is gone
  std::optional<schema::Error> error;
};

Cuts cut(const std::string& text, std::size_t piece = 1 << 20) {
  const auto bytes = bytes_in_memory(text, piece);
  const auto cutter = make_json_cutter(*bytes, {{"results", "data"}, {"heavy"}});
  Cuts cuts;
  while (true) {
    const auto raw = cutter->next();
    if (!raw) {
      cuts.error = raw.error();
      return cuts;
    }
    if (!*raw) return cuts;
    cuts.texts.emplace_back((*raw)->text);
    cuts.lines.push_back((*raw)->line);
    cuts.records.push_back(**raw);
  }
}

TEST(JsonCutter, TheShapesOfAStream) {
  EXPECT_THAT(cut("{\"a\":1}").texts, ElementsAre("{\"a\":1}"));
  EXPECT_THAT(cut("\xEF\xBB\xBF{\"a\":1}\n{\"b\":\"}\"}\r\n\n{\"c\":3}").texts,
              ElementsAre("{\"a\":1}", "{\"b\":\"}\"}", "{\"c\":3}"));
  EXPECT_THAT(cut("[{\"a\":[1,{\"b\":2}]} , {\"c\":\"\\\"]}\"}]").texts,
              ElementsAre("{\"a\":[1,{\"b\":2}]}", "{\"c\":\"\\\"]}\"}"));
  EXPECT_THAT(cut("{\"meta\":{\"results\":[9]},\"results\":[{\"a\":1},{\"b\":2}],\"x\":[{}]}").texts,
              ElementsAre("{\"a\":1}", "{\"b\":2}"));
  EXPECT_THAT(
      cut("{\"data\":[{\"a\":1}],\"results\":[{\"b\":2}]}\n{\"data\":[]}\n{\"data\":[{\"c\":3}]}").texts,
      ElementsAre("{\"a\":1}", "{\"b\":2}", "{\"c\":3}"));
  EXPECT_THAT(cut("{\"data\":{\"a\":1}}").texts, ElementsAre("{\"data\":{\"a\":1}}"));
  const Cuts pretty = cut("{\n \"a\": 1\n}\n{\n \"b\": 2\n}\n");
  EXPECT_THAT(pretty.texts, ElementsAre("{\n \"a\": 1\n}", "{\n \"b\": 2\n}"));
  EXPECT_THAT(pretty.lines, ElementsAre(1u, 4u));
  EXPECT_TRUE(cut("").texts.empty());
  EXPECT_FALSE(cut(" \n ").error);
}

TEST(JsonCutter, PiecesOfAnySizeGiveTheSame) {
  const std::string text =
      "{\"x\":\"[\\\\\",\"results\":[{\"a\":\"\\\"}\",\"heavy\":[{\"b\":\"]\"}]},null,{\"c\":1}]}";
  const Cuts whole = cut(text);
  EXPECT_THAT(whole.texts, ElementsAre("{\"a\":\"\\\"}\",\"heavy\":null}", "{\"c\":1}"));
  for (const std::size_t piece : {1u, 2u, 3u, 7u}) EXPECT_EQ(cut(text, piece).texts, whole.texts) << piece;
}

TEST(JsonCutter, HolesArePassedByAndOtherValuesAreRecords) {
  EXPECT_THAT(cut("[null, 17, \"x\", [1], {\"a\":1}, true]").texts,
              ElementsAre("17", "\"x\"", "[1]", "{\"a\":1}", "true"));
}

TEST(JsonCutter, ABrokenLineCostsThatLine) {
  EXPECT_THAT(cut("{\"a\":1}\n{\"b\":[\n{\"c\":\"open\nnonsense\n{\"d\":4}").texts,
              ElementsAre("{\"a\":1}", "{\"b\":[", "{\"c\":\"open", "nonsense", "{\"d\":4}"));
  EXPECT_THAT(cut("{bad\n{\"a\":1}\n{\"b\":2}\n").texts, ElementsAre("{bad", "{\"a\":1}", "{\"b\":2}"));
  EXPECT_THAT(cut("{\"a\":\"open\n{\"b\":2}\n").texts, ElementsAre("{\"a\":\"open", "{\"b\":2}"));
}

TEST(JsonCutter, WhatCannotBeCutEndsTheInput) {
  const Cuts garbage = cut("{\n\"a\":1}\n\ngarbage {\"b\":2}");
  EXPECT_EQ(garbage.texts.size(), 1u);
  ASSERT_TRUE(garbage.error);
  EXPECT_EQ(garbage.error->code, schema::ErrorCode::input_invalid);
  EXPECT_THAT(garbage.error->message, HasSubstr("line 4"));
  for (const std::string text :
       {"[{\"a\":1},{\"b\":", "[{\"a\":1},", "{\"results\":[{\"a\":1}],\"x\":", "{\n\"a\": \"x"}) {
    const Cuts cuts = cut(text);
    ASSERT_TRUE(cuts.error) << text;
    EXPECT_EQ(cuts.error->code, schema::ErrorCode::input_unreadable) << text;
  }
  EXPECT_EQ(cut("[{\"a\":1}}").error->code, schema::ErrorCode::input_invalid);
  EXPECT_EQ(cut("{\"data\":[]]").error->code, schema::ErrorCode::input_invalid);
}

TEST(JsonCutter, ALongRecordIsPassedByAndALongElidedMemberIsNothing) {
  const std::string long_text(3 << 20, 'x');
  const Cuts cuts = cut("[{\"a\":\"" + long_text + "\"},{\"heavy\":[\"" + long_text + "\"],\"b\":2}]");
  ASSERT_EQ(cuts.records.size(), 2u);
  EXPECT_TRUE(cuts.records[0].too_large);
  EXPECT_EQ(cuts.records[0].bytes, long_text.size() + 8);
  EXPECT_EQ(cuts.texts[0].size(), static_cast<std::size_t>(schema::limits::kRejectRawBytes.value));
  EXPECT_FALSE(cuts.records[1].too_large);
  EXPECT_EQ(cuts.texts[1], "{\"heavy\":null,\"b\":2}");
  EXPECT_EQ(cuts.records[1].bytes, long_text.size() + 20);
}

TEST(JsonCutter, NestingCostsNothing) {
  const std::string deep = std::string(1 << 20, '[');
  EXPECT_EQ(cut(deep).error->code, schema::ErrorCode::input_unreadable);
  std::string pages;
  for (int i = 0; i < 200'000; ++i) pages += "{\"data\":[]}\n";
  const Cuts cuts = cut("{\"a\":1}\n" + pages);
  EXPECT_EQ(cuts.texts.size(), 1u);
  EXPECT_FALSE(cuts.error);
}

TEST(JsonGlimpse, TheFirstRecordOfAHeadThatEndsAnywhere) {
  const std::string text = R"({"n":"data","data":[null,{"id":"x\"y","in":{"a":1,"b":[{"c":2}]},"t":"end"}]})";
  const JsonShape shape{{"data"}, {}};
  const JsonGlimpse glimpse(text, shape);
  EXPECT_EQ(glimpse.text("id"), "x\\\"y");
  EXPECT_TRUE(glimpse.has("in.a"));
  EXPECT_TRUE(glimpse.has("in.b"));
  EXPECT_FALSE(glimpse.has("n"));
  EXPECT_FALSE(glimpse.has("in.b.c"));
  EXPECT_EQ(glimpse.find("in")->kind, '{');
  EXPECT_EQ(glimpse.text("t"), "end");
  for (std::size_t size = 0; size < text.size(); ++size) {
    const JsonGlimpse part(std::string_view(text).substr(0, size), shape);
    EXPECT_FALSE(part.has("n") && part.has("id")) << size;
  }
}

}  // namespace
}  // namespace incipit::corpus
