#include "evaluation/run.h"

#include <gtest/gtest.h>

#include <sstream>

namespace incipit::evaluation {
namespace {

schema::Result<Run> read(const std::string& text) {
  std::istringstream in(text);
  return read_run(in);
}

TEST(RunFile, WhatIsWrittenIsReadAgain) {
  const evaluation::Run run{{"q1", {{"hep-th/9901001", 12.25}, {"b", 1.0 / 3}, {"a", 1.0 / 3}}}, {"q2", {{"c", -1}}}};
  std::ostringstream out;
  ASSERT_TRUE(write_run(out, run, "tag"));
  const auto again = read(out.str());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, run);
}

TEST(RunFile, HasTrecsColumns) {
  std::ostringstream out;
  ASSERT_TRUE(write_run(out, {{"q", {{"p", 2.5}}}}, "mine"));
  EXPECT_EQ(out.str(), "q Q0 p 1 2.5 mine\n");
}

TEST(RunFile, RanksGoOnBehindWhatStandsInFront) {
  std::ostringstream out;
  ASSERT_TRUE(write_run(out, {{"q", {{"p", 2.5}, {"r", 1}}}}, "mine", 20));
  EXPECT_EQ(out.str(), "q Q0 p 21 2.5 mine\nq Q0 r 22 1 mine\n");
}

TEST(RunFile, ScoresOrderAndRanksBreakTies) {
  const auto run = read("q Q0 low 1 0.5 t\nq Q0 second 3 2.0 t\nq Q0 first 2 2.0 t\n");
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->at("q"), (std::vector<schema::RankedPaper>{{"first", 2}, {"second", 2}, {"low", 0.5}}));
}

TEST(RunFile, LinesOfNoUseAreNamed) {
  for (const std::string bad : {"q Q0 p 1 2.5", "q Q0 p one 2.5 t", "q Q0 p 1 high t", "q Q0 a 2 1 t"}) {
    const auto run = read("q Q0 a 1 3 t\n" + bad + "\n");
    ASSERT_FALSE(run) << bad;
    EXPECT_EQ(run.error().code, schema::ErrorCode::input_invalid);
    EXPECT_NE(run.error().message.find("line 2 "), std::string::npos) << run.error().message;
  }
}

TEST(RunFile, IdsWithWhiteSpaceHaveNoForm) {
  std::ostringstream out;
  const auto refused = write_run(out, {{"q", {{"p", 2}, {"two words", 1}}}}, "t");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, schema::ErrorCode::input_invalid);
  EXPECT_FALSE(write_run(out, {{"q 1", {{"p", 1}}}}, "t"));
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace incipit::evaluation
