// Whatever is done to valid lines, each line gives exactly one of paper and rejection, and nothing crashes.
#include <gmock/gmock.h>

#include <random>

#include "schema/ids.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

constexpr std::string_view kJsonl =
    R"({"id":"2401.01967v2","title":"T $x$","abstract":"caf\u00e9","authors":["A B",{"given":"Bo","family":"Z","orcid":"0000-0002-1825-0097",)"
    R"("id":["s2:1"],"affiliation":"MIT"}],"categories":["cs.CL"],"published":"2024-01-03","year":2019,"version":2,"doi":"10.1/x",)"
    R"("links":[{"rel":"code","url":"https://a.org"}],"citations":[{"count":3,"source":"s","as_of":"2025"}],"references":["1"],)"
    R"("status":"withdrawn","metrics":[{"metric":"m","value":1.5}]})";
constexpr std::string_view kSnapshot =
    R"({"id":"0704.0001","authors":"A. One (MIT), B. Two, Jr.","title":"T","comments":"has been withdrawn","doi":"10.1/x","categories":"a b",)"
    R"("abstract":"X","versions":[{"version":"v1","created":"Mon, 2 Apr 2007 19:18:42 GMT"},{"version":"v2","created":"Tue, 24 Jul 2007 20:10:27 GMT"}],)"
    R"("update_date":"2008-11-26","authors_parsed":[["One","A.","","MIT"],["Two","B.","Jr."]]})";

std::string mutated(std::string line, std::mt19937_64& random) {
  static constexpr std::string_view kPieces[] = {
      "null", "[",     "]",       "{",       "}",    "\"", ",",    ":",
      "-1",   "1e400", "\\ud800", "\\u0000", "\xFF", "é",  "true", "9999999999999999999",
      "v1",   "[[[[",  "@",       "",        "\\"};
  const auto pick = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  const std::size_t edits = 1 + pick(4);
  for (std::size_t i = 0; i < edits && !line.empty(); ++i) {
    const std::size_t at = pick(line.size());
    switch (pick(5)) {
      case 0:
        line[at] = static_cast<char>(random());
        break;
      case 1:
        line.erase(at, 1 + pick(20));
        break;
      case 2:
        line.insert(at, kPieces[pick(std::size(kPieces))]);
        break;
      case 3:
        line.insert(at, line.substr(pick(line.size()), pick(40)));
        break;
      default: {  // a value by something else
        const auto colon = line.find(':', at);
        if (colon != line.npos) line.replace(colon + 1, pick(12), kPieces[pick(std::size(kPieces))]);
      }
    }
  }
  for (char& c : line) {
    if (c == '\n') c = ' ';
  }
  return line;
}

void check_paper(const schema::Paper& paper) {
  EXPECT_TRUE(schema::check_paper_id(paper.id));
  EXPECT_FALSE(paper.title.empty() && paper.abstract.empty());
  EXPECT_TRUE(schema::is_valid_utf8(paper.title + paper.abstract + paper.comments));
  EXPECT_GE(paper.version, 0);
  for (const auto& author : paper.authors) EXPECT_FALSE(author.name.empty());
  for (const auto& citation : paper.citations) EXPECT_GE(citation.count, 0);
}

TEST(Mutations, GiveOneOfPaperAndRejection) {
  std::mt19937_64 random = seeded_random();
  for (const auto& [format, valid] :
       {std::pair{Format::incipit_jsonl, kJsonl}, std::pair{Format::arxiv_snapshot, kSnapshot}}) {
    std::string text;
    std::size_t expected = 0;
    for (int i = 0; i < 20'000; ++i) {
      const std::string line = mutated(std::string(valid), random);
      if (line.find_first_not_of(" \t\r\v\f") != line.npos) ++expected;
      text += line + '\n';
    }
    const Reading reading = read_text(text, format);
    EXPECT_FALSE(reading.failed) << reading.error.message;
    EXPECT_EQ(reading.records.size(), expected);
    EXPECT_GT(reading.papers(), 0u);
    EXPECT_LT(reading.papers(), expected);
    for (const auto& record : reading.records) {
      if (record.paper) check_paper(*record.paper);
      if (record.rejection) {
        EXPECT_FALSE(record.rejection->code.empty());
      }
    }
  }
}

// Random bytes as a file of any kind: an answer or an error, never a crash.
TEST(Mutations, RandomFilesAreAnswered) {
  std::mt19937_64 random(11);
  for (const std::string& magic :
       {std::string(), std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10), std::string("\x28\xb5\x2f\xfd")}) {
    for (int i = 0; i < 200; ++i) {
      std::string bytes = magic;
      for (std::size_t n = random() % 400; n > 0; --n) bytes += static_cast<char>(random());
      const Reading reading = read_text(bytes, Format::incipit_jsonl);
      EXPECT_TRUE(!reading.failed || reading.error.code == schema::ErrorCode::input_unreadable);
    }
  }
}

}  // namespace
}  // namespace incipit::corpus
