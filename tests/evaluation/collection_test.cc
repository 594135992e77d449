#include "evaluation/collection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace incipit::evaluation {
namespace {

template <class Reader>
auto read(const Reader& reader, const std::string& text) {
  std::istringstream in(text);
  return reader(in);
}

void expect_bad_line(const std::string& message, const std::string& line) {
  EXPECT_NE(message.find("line " + line + " "), std::string::npos) << message;
}

TEST(Questions, AreReadFromJsonLines) {
  const auto questions = read(read_questions, "{\"_id\": \"a\", \"text\": \"one\", \"split\": \"train\"}\n\n{\"id\": 7, \"text\": \"two\"}\r\n");
  ASSERT_TRUE(questions) << questions.error().message;
  EXPECT_EQ(*questions, (std::vector<Question>{{"a", "one"}, {"7", "two"}}));
}

TEST(Questions, OfNoUseAreNamedByTheirLine) {
  for (const std::string bad : {"[]", "{", "{\"text\": \"no id\"}", "{\"_id\": \"x\"}", "{\"_id\": \"x\", \"text\": 1}", "{\"_id\": \"a\", \"text\": \"again\"}"}) {
    const auto questions = read(read_questions, "{\"_id\": \"a\", \"text\": \"one\"}\n" + bad + "\n");
    ASSERT_FALSE(questions) << bad;
    EXPECT_EQ(questions.error().code, schema::ErrorCode::input_invalid);
    expect_bad_line(questions.error().message, "2");
  }
}

TEST(JudgementsOf, BothFormsAreRead) {
  const Judgements expected{{"q1", {{"p1", 1}, {"p2", 0}}}, {"q2", {{"p1", -1}}}};
  const auto three = read(read_judgements, "query-id\tcorpus-id\tscore\nq1\tp1\t1\nq1\tp2\t0\nq2\tp1\t-1\n");
  ASSERT_TRUE(three) << three.error().message;
  EXPECT_EQ(*three, expected);
  const auto trec = read(read_judgements, "q1 0 p1 1\nq1 0 p2 0\r\n\nq2 0 p1 -1");
  ASSERT_TRUE(trec) << trec.error().message;
  EXPECT_EQ(*trec, expected);
}

TEST(JudgementsOf, NoUseAreNamedByTheirLine) {
  for (const std::string bad : {"q1 p1", "q1 0 p1 1 x", "q1 p9 much", "q1 p1 2", "q1 p9 1.5"}) {
    const auto judgements = read(read_judgements, "q1\tp1\t1\n" + bad + "\n");
    ASSERT_FALSE(judgements) << bad;
    expect_bad_line(judgements.error().message, "2");
  }
}

}  // namespace
}  // namespace incipit::evaluation
