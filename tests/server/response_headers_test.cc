#include "server/net/response_headers.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace incipit::server::net {
namespace {

std::string value_of(const HttpResponse& reply, const std::string& name) {
  std::string value;
  int times = 0;
  for (const auto& [known, given] : complete_headers(reply, 784111777)) {
    if (known != name) continue;
    value = given;
    ++times;
  }
  EXPECT_LE(times, 1) << name;
  return value;
}

TEST(ResponseHeaders, dates_are_imf_fixdates) {
  EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(ResponseHeaders, every_reply_has_the_security_set) {
  const HttpResponse page{200, "text/html; charset=utf-8", {}, "x"};
  EXPECT_EQ(value_of(page, "Date"), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(value_of(page, "Server"), "incipit");
  EXPECT_EQ(value_of(page, "X-Content-Type-Options"), "nosniff");
  EXPECT_NE(value_of(page, "Content-Security-Policy").find("script-src 'self'"), std::string::npos);
  const HttpResponse data{200, "application/json", {}, "{}"};
  EXPECT_EQ(value_of(data, "Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
}

TEST(ResponseHeaders, a_reply_keeps_its_own) {
  const HttpResponse reply{200, "text/plain", {{"Referrer-Policy", "same-origin"}}, "x"};
  EXPECT_EQ(value_of(reply, "Referrer-Policy"), "same-origin");
}

TEST(ResponseHeaders, line_ends_are_never_sent) {
  EXPECT_TRUE(is_sendable(HttpResponse{200, "text/plain", {{"A", "b"}}, "x\r\ny"}));
  EXPECT_FALSE(is_sendable(HttpResponse{200, "text/plain", {{"A", "b\r\nC: d"}}, "x"}));
  EXPECT_FALSE(is_sendable(HttpResponse{200, "text/plain\r\nC: d", {}, "x"}));
  EXPECT_FALSE(is_sendable(HttpResponse{99, "text/plain", {}, "x"}));
}

}  // namespace
}  // namespace incipit::server::net
