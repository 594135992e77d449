#include "server/ops/request_log.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace incipit::server::ops {
namespace {

TEST(RequestLog, one_request_is_one_line) {
  EXPECT_EQ(one_line("a\r\nb\x1b[0m\\"), "a\\x0d\\x0ab\\x1b[0m\\x5c");
  EXPECT_EQ(one_line(std::string(600, 'a')), std::string(512, 'a') + "...");
}

TEST(RequestLog, leaves_the_query_out) {
  std::vector<std::string> lines;
  std::set<std::string> ids;
  const Handler handler = with_log(
      [](const HttpRequest& request, const Respond& respond) {
        EXPECT_EQ(request.target, "/v1/papers?q=secret");
        respond(HttpResponse{404, "text/plain", {}, "none"});
      },
      [&lines](const std::string& line) { lines.push_back(line); });
  for (int i = 0; i < 2; ++i) {
    handler(HttpRequest{"GET", "/v1/papers?q=secret", {}, {}}, [&ids](const HttpResponse& response) {
      for (const auto& [name, value] : response.headers) {
        if (name == "X-Request-Id") ids.insert(value);
      }
    });
  }
  EXPECT_EQ(ids.size(), 2U);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NE(lines[0].find(" method=GET path=/v1/papers status=404 ms="), std::string::npos) << lines[0];
  EXPECT_NE(lines[0].find(" bytes=4"), std::string::npos) << lines[0];
  EXPECT_EQ(lines[0].find("secret"), std::string::npos) << lines[0];
}

}  // namespace
}  // namespace incipit::server::ops
