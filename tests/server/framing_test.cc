#include "server/net/framing.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace incipit::server::net {
namespace {

const FramingLimits kLimits{100, 5, 1000};

Framing read(const std::string& header) { return read_framing(header, kLimits); }

std::optional<Refusal> refusal_of(const std::string& header) { return read(header).refusal; }

std::string with(const std::string& lines) { return "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n"; }

TEST(Framing, reads_a_plain_request) {
  const Framing framing =
      read("POST /v1 HTTP/1.1\r\nHost: a:80\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_FALSE(framing.refusal);
  EXPECT_EQ(framing.content_length, 12U);
  EXPECT_TRUE(framing.keep_alive);
  EXPECT_TRUE(framing.expects_continue);
}

TEST(Framing, old_clients_and_close_end_the_connection) {
  EXPECT_FALSE(read("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_FALSE(read("GET / HTTP/1.0\r\n\r\n").refusal);
  EXPECT_FALSE(read(with("Connection: Close\r\n")).keep_alive);
}

TEST(Framing, refuses_what_two_programs_could_read_differently) {
  const std::vector<std::string> malformed{
      with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
      with("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n"),
      "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
      with("Content-Length: 5\r\nContent-Length: 5\r\n"),
      with("Content-Length: 5, 5\r\n"),
      with("Content-Length: +5\r\n"),
      with("Content-Length: -1\r\n"),
      with("Content-Length: 0x5\r\n"),
      with("Content-Length: 1_0\r\n"),
      with("Content-Length: 1 0\r\n"),
      with("Content-Length: 00\r\n"),
      with("Content-Length: 0200\r\n"),
      with("Content-Length:\r\n"),
      with("Transfer-Encoding : chunked\r\n"),
      with("X: a\r\n b\r\n"),
      with(" X: a\r\n"),
      with("X: a\nY: b\r\n"),
      with("X: a\rb\r\n"),
      with(std::string("X: a\0b\r\n", 8)),
      with("X: a\x01\r\n"),
      with("X\xe9: a\r\n"),
      with("[X]: a\r\n"),
      with("no colon\r\n"),
      with(": empty name\r\n"),
      "GET /\r\n\r\n",
      "GET / HTTP/1\r\nHost: a\r\n\r\n",
      "GET / HTTP/01.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.32\r\nHost: a\r\n\r\n",
      "GET / http/1.1\r\nHost: a\r\n\r\n",
      " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
      "G(T / HTTP/1.1\r\nHost: a\r\n\r\n",
      "\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\n",
  };
  for (const std::string& header : malformed) EXPECT_EQ(refusal_of(header), Refusal::malformed) << header;
}

TEST(Framing, refuses_transfer_codings) {
  for (const std::string coding : {"chunked", "gzip", "identity", "chunked, gzip",
                                   "\xa0"
                                   "chunked",
                                   ""}) {
    EXPECT_EQ(refusal_of(with("Transfer-Encoding: " + coding + "\r\n")), Refusal::transfer_encoding)
        << coding;
  }
}

TEST(Framing, wants_exactly_one_valid_host) {
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n\r\n"), Refusal::bad_host);
  EXPECT_EQ(refusal_of(with("Host: a\r\n")), Refusal::bad_host);
  for (const std::string host : {"", "a/b", "u@h", "a, b", "a b"}) {
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"), Refusal::bad_host) << host;
  }
  EXPECT_FALSE(refusal_of("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"));
}

TEST(Framing, wants_a_printable_path) {
  for (const std::string target : {"", "*", "http://a/", "a", "/\x80", "/a#b", "/a\\b", "/a b", "/\x7f"}) {
    EXPECT_EQ(refusal_of("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"), Refusal::bad_target) << target;
  }
}

TEST(Framing, names_the_limit_that_was_passed) {
  const std::string path = "/" + std::string(99, 'a');
  EXPECT_FALSE(refusal_of("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_EQ(refusal_of("GET " + path + "a HTTP/1.1\r\nHost: a\r\n\r\n"), Refusal::target_too_long);
  EXPECT_FALSE(refusal_of(with("A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n")));
  EXPECT_EQ(refusal_of(with("A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\n")), Refusal::too_many_headers);
  EXPECT_FALSE(refusal_of(with("Content-Length: 1000\r\n")));
  EXPECT_EQ(refusal_of(with("Content-Length: 1001\r\n")), Refusal::body_too_large);
  EXPECT_EQ(refusal_of(with("Content-Length: 99999999999999999999999999\r\n")), Refusal::body_too_large);
}

TEST(Framing, other_versions_and_expectations) {
  EXPECT_EQ(refusal_of("PRI * HTTP/2.0\r\n\r\n"), Refusal::version);
  EXPECT_EQ(refusal_of(with("Expect: 200-ok\r\n")), Refusal::expectation);
  EXPECT_FALSE(read("GET / HTTP/1.0\r\nExpect: 200-ok\r\n\r\n").expects_continue);
}

TEST(Framing, tells_what_did_not_fit) {
  EXPECT_EQ(refusal_of_oversized("GET /" + std::string(500, 'a'), 100), Refusal::target_too_long);
  EXPECT_EQ(refusal_of_oversized("GET / HTTP/1.1\r\nX: " + std::string(500, 'a'), 100),
            Refusal::header_too_large);
  EXPECT_EQ(refusal_of_oversized(std::string(500, 'G'), 100), Refusal::malformed);
}

}  // namespace
}  // namespace incipit::server::net
