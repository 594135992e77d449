// Requests as bytes against a listening server with a small handler.
#include "server/net/http_server.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/server/raw_client.h"

namespace incipit::server::net {
namespace {

using testing::RawClient;
using testing::RawReply;
using namespace std::chrono_literals;

int status_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::malformed:
    case Refusal::bad_host:
    case Refusal::bad_target:
      return 400;
    case Refusal::version:
      return 505;
    case Refusal::transfer_encoding:
      return 501;
    case Refusal::expectation:
      return 417;
    case Refusal::target_too_long:
      return 414;
    case Refusal::header_too_large:
    case Refusal::too_many_headers:
      return 431;
    case Refusal::body_too_large:
      return 413;
    case Refusal::header_timeout:
    case Refusal::body_timeout:
      return 408;
    case Refusal::too_many_connections:
      return 503;
    case Refusal::handler_failed:
      return 500;
  }
  return 0;
}

HttpServer::Options quick_options() {
  HttpServer::Options options;
  options.refuse = [](Refusal refusal) {
    return HttpResponse{status_of(refusal), "application/problem+json", {}, "{}"};
  };
  return options;
}

// Answers with what it was asked.
void echo(HttpRequest request, const Respond& respond) {
  respond(HttpResponse{200, "text/plain", {}, request.method + " " + request.target + " " + request.body});
}

struct Running {
  explicit Running(HttpServer::Options options = quick_options(), Handler handler = echo)
      : server(std::move(*HttpServer::start(std::move(options), std::move(handler)))), port(server->port()) {}
  std::unique_ptr<HttpServer> server;
  std::uint16_t port;
};

RawReply reply_to(std::uint16_t port, const std::string& bytes) {
  RawClient client(port);
  EXPECT_TRUE(client.send(bytes));
  return client.read_reply();
}

TEST(HttpServer, keeps_connections_alive_and_answers_in_order) {
  const Running running;
  RawClient client(running.port);
  ASSERT_TRUE(client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_EQ(client.read_reply().body, "GET /1 ");
  EXPECT_EQ(client.read_reply().body, "GET /2 ");
  ASSERT_TRUE(client.send(
      "POST /3 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /4 HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_EQ(client.read_reply().body, "POST /3 abc");
  const RawReply last = client.read_reply();
  EXPECT_EQ(last.body, "GET /4 ");
  EXPECT_EQ(last.header("connection"), "keep-alive");
  EXPECT_EQ(last.header("server"), "incipit");
  EXPECT_FALSE(last.header("date").empty());
}

TEST(HttpServer, reads_requests_that_arrive_byte_by_byte) {
  const Running running;
  RawClient client(running.port);
  for (const char c : std::string("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")) {
    ASSERT_TRUE(client.send(std::string(1, c)));
  }
  EXPECT_EQ(client.read_reply().body, "POST /x hello");
}

TEST(HttpServer, head_has_the_length_and_no_body) {
  const Running running;
  RawClient client(running.port);
  ASSERT_TRUE(client.send("HEAD /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"));
  const RawReply head = client.read_reply(RawClient::Body::none);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), "8");
  EXPECT_EQ(client.read_reply().body, "GET /2 ");
}

TEST(HttpServer, replies_without_body_carry_none) {
  const Running running(quick_options(), [](const HttpRequest& request, const Respond& respond) {
    respond(HttpResponse{request.target == "/304" ? 304 : 204, {}, {{"ETag", "\"x\""}}, {}});
  });
  RawClient client(running.port);
  for (const std::string status : {"304", "204"}) {
    ASSERT_TRUE(client.send("GET /" + status + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    const RawReply reply = client.read_reply();
    EXPECT_EQ(std::to_string(reply.status), status);
    EXPECT_EQ(reply.headers.count("content-length"), 0U);
    EXPECT_EQ(reply.header("etag"), "\"x\"");
  }
}

TEST(HttpServer, closes_after_old_clients_and_on_request) {
  const Running running;
  for (const std::string request :
       {"GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /no"}) {
    RawClient client(running.port);
    ASSERT_TRUE(client.send(request));
    const RawReply reply = client.read_reply();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("connection"), "close");
    EXPECT_TRUE(client.closed_by_server());
  }
}

TEST(HttpServer, refuses_and_closes) {
  const Running running;
  const std::string big(20000, 'a');
  const std::vector<std::pair<std::string, int>> cases{
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/1.1\nHost: a\n\n", 400},
      {"\x16\x03\x01\x02", 400},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: "
       "a\r\n\r\n",
       501},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", 413},
      {"GET /" + big + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: " + big + "\r\n\r\n", 431},
      {"GET / HTTP/1.1\r\nHost: a\r\nExpect: magic\r\n\r\n", 417},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
  };
  for (const auto& [bytes, status] : cases) {
    RawClient client(running.port);
    ASSERT_TRUE(client.send(bytes));
    const RawReply reply = client.read_reply();
    EXPECT_EQ(reply.status, status) << bytes.substr(0, 80);
    EXPECT_EQ(reply.header("connection"), "close");
    EXPECT_TRUE(client.closed_by_server()) << bytes.substr(0, 80);
  }
  EXPECT_EQ(reply_to(running.port, "GET /" + std::string(8000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n").status,
            200);
}

TEST(HttpServer, too_many_headers_are_431) {
  const Running running;
  std::string headers;
  for (int i = 0; i < 101; ++i) headers += "A: b\r\n";
  EXPECT_EQ(reply_to(running.port, "GET / HTTP/1.1\r\n" + headers + "\r\n").status, 431);
}

TEST(HttpServer, asks_for_the_body_of_a_patient_client) {
  const Running running;
  RawClient client(running.port);
  ASSERT_TRUE(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(client.read_reply().status, 100);
  ASSERT_TRUE(client.send("ok"));
  EXPECT_EQ(client.read_reply().body, "POST / ok");
}

TEST(HttpServer, slow_headers_and_bodies_end_at_their_deadlines) {
  auto options = quick_options();
  options.header = 150ms;
  options.body = 150ms;
  const Running running(std::move(options));
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n";
  for (const std::string& begun : {std::string("GET / HT"), head + "half"}) {
    RawClient client(running.port);
    ASSERT_TRUE(client.send(begun));
    EXPECT_EQ(client.read_reply(RawClient::Body::expected, 3s).status, 408) << begun;
    EXPECT_TRUE(client.closed_by_server(3s));
  }
}

TEST(HttpServer, a_dripping_header_does_not_extend_its_deadline) {
  auto options = quick_options();
  options.header = 200ms;
  const Running running(std::move(options));
  RawClient client(running.port);
  const auto started = std::chrono::steady_clock::now();
  RawReply reply;
  for (int i = 0; i < 100 && reply.status == 0; ++i) {
    if (!client.send(i == 0 ? "GET / HTTP/1.1\r\nX: " : "a")) break;
    reply = client.read_reply(RawClient::Body::expected, 20ms);
  }
  EXPECT_EQ(reply.status, 408);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 1500ms);
}

TEST(HttpServer, idle_connections_are_closed_without_a_word) {
  auto options = quick_options();
  options.idle = 100ms;
  const Running running(std::move(options));
  RawClient fresh(running.port);
  EXPECT_TRUE(fresh.closed_by_server(3s));
  RawClient used(running.port);
  ASSERT_TRUE(used.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_EQ(used.read_reply().status, 200);
  EXPECT_TRUE(used.closed_by_server(3s));
}

TEST(HttpServer, connections_beyond_the_cap_are_told_so) {
  auto options = quick_options();
  options.connections = 2;
  const Running running(std::move(options));
  const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  RawClient first(running.port);
  RawClient second(running.port);
  ASSERT_TRUE(first.send(request));
  ASSERT_TRUE(second.send(request));
  EXPECT_EQ(first.read_reply().status, 200);
  EXPECT_EQ(second.read_reply().status, 200);
  EXPECT_EQ(reply_to(running.port, request).status, 503);
  ASSERT_TRUE(first.send(request));
  EXPECT_EQ(first.read_reply().status, 200);
}

TEST(HttpServer, a_handler_that_fails_or_forgets_is_a_500) {
  const Running running(quick_options(), [](const HttpRequest& request, const Respond& respond) {
    if (request.target == "/throw") throw std::runtime_error("fault");
    if (request.target == "/twice") respond(HttpResponse{200, "text/plain", {}, "one"});
    if (request.target == "/twice") respond(HttpResponse{200, "text/plain", {}, "two"});
    if (request.target == "/split") respond(HttpResponse{200, "text/plain", {{"A", "b\r\nC: d"}}, "x"});
  });
  EXPECT_EQ(testing::get(running.port, "/throw").status, 500);
  EXPECT_EQ(testing::get(running.port, "/forget").status, 500);
  const RawReply split = testing::get(running.port, "/split");
  EXPECT_EQ(split.status, 500);
  EXPECT_EQ(split.headers.count("c"), 0U);
  RawClient client(running.port);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(client.send("GET /twice HTTP/1.1\r\nHost: a\r\n\r\n"));
    EXPECT_EQ(client.read_reply().body, "one");
  }
}

TEST(HttpServer, large_replies_arrive_whole) {
  const std::string body(3 << 20, 'x');
  const Running running(quick_options(), [&body](const HttpRequest&, const Respond& respond) {
    respond(HttpResponse{200, "text/plain", {}, body});
  });
  EXPECT_EQ(testing::get(running.port, "/").body, body);
}

// More than the buffers of both ends hold together.
constexpr std::size_t kLargeBytes = 40 << 20;

Handler large_replies() {
  return [](const HttpRequest&, const Respond& respond) {
    respond(HttpResponse{200, "text/plain", {}, std::string(kLargeBytes, 'x')});
  };
}

TEST(HttpServer, slow_readers_get_their_reply) {
  auto options = quick_options();
  options.write = 300ms;
  const Running running(std::move(options), large_replies());
  RawClient client(running.port);
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
  const auto started = std::chrono::steady_clock::now();
  std::size_t seen = 0;
  while (const std::size_t more = client.discard(2 << 20)) {
    seen += more;
    std::this_thread::sleep_for(60ms);
  }
  EXPECT_GT(seen, kLargeBytes);
  EXPECT_GT(std::chrono::steady_clock::now() - started, 900ms) << "not slow enough to tell";
}

TEST(HttpServer, readers_that_stop_are_cut) {
  auto options = quick_options();
  options.write = 200ms;
  const Running running(std::move(options), large_replies());
  RawClient client(running.port);
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_GT(client.discard(1000), 0U);
  for (int i = 0; i < 300 && running.server->connections() > 0; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(running.server->connections(), 0U);
}

}  // namespace
}  // namespace incipit::server::net
