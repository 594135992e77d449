#include "server/ops/file_limit.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <vector>

namespace incipit::server::ops {
namespace {

TEST(FileLimit, is_raised_towards_the_hard_limit) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  if (before.rlim_max < 200) GTEST_SKIP() << "the hard limit of open files is " << before.rlim_max;
  rlimit low = before;
  low.rlim_cur = 128;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(raise_file_limit(200), 200U);
  rlimit after{};
  EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_EQ(after.rlim_cur, 200U);
  EXPECT_EQ(raise_file_limit(100), 200U) << "it is never lowered";
  if (before.rlim_max != RLIM_INFINITY) {
    EXPECT_EQ(raise_file_limit(before.rlim_max + 1), before.rlim_max);
  }
  EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
}

TEST(FileLimit, few_files_are_few_connections_and_a_line_in_the_log) {
  std::vector<std::string> lines;
  const auto log = [&](const std::string& line) { lines.push_back(line); };
  EXPECT_EQ(affordable_connections(1024, 1024 + kOwnFiles, log), 1024U);
  EXPECT_TRUE(lines.empty());
  EXPECT_EQ(affordable_connections(1024, 1024, log), 1024 - kOwnFiles);
  EXPECT_EQ(affordable_connections(1024, 64, log), 32U);
  EXPECT_EQ(affordable_connections(1024, 0, log), 1U);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_NE(lines[0].find("768 connections instead of 1024"), std::string::npos) << lines[0];
}

}  // namespace
}  // namespace incipit::server::ops
