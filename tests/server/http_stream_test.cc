// Bodies that are made while they are sent.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "server/net/http_server.h"
#include "tests/server/raw_client.h"

namespace incipit::server::net {
namespace {

using testing::RawClient;
using namespace std::chrono_literals;

// Pieces "piece 0 " to the last; some of them only when asked again, and from another thread.
class Pieces : public BodyStream {
 public:
  Pieces(int count, bool fails, std::size_t padding, std::atomic<int>& made, std::atomic<int>& alive)
      : count_(count), fails_(fails), padding_(padding), made_(made), alive_(alive) {
    ++alive_;
  }
  ~Pieces() override { --alive_; }
  void next(Take take) override {
    if (next_ % 3 == 1 && !asked_again_) {
      asked_again_ = true;
      return take({Piece::Kind::later, {}});
    }
    asked_again_ = false;
    if (next_ == count_) return take(fails_ ? Piece{} : Piece{Piece::Kind::end, {}});
    ++made_;
    Piece piece{Piece::Kind::data, "piece " + std::to_string(next_++) + " " + std::string(padding_, '.')};
    std::thread([take, moved = std::move(piece)]() mutable { take(std::move(moved)); }).detach();
  }

 private:
  int count_, next_ = 0;
  bool fails_, asked_again_ = false;
  std::size_t padding_;
  std::atomic<int>&made_, &alive_;
};

class Streaming : public ::testing::Test {
 protected:
  void start(int count, bool fails = false, std::size_t padding = 0) {
    HttpServer::Options options;
    options.refuse = [](Refusal) { return HttpResponse{500, "text/plain", {}, "refused"}; };
    options.write = 300ms;
    auto started = HttpServer::start(std::move(options), [=, this](const HttpRequest& request, const Respond& respond) {
      if (request.target == "/plain") return respond(HttpResponse{200, "text/plain", {}, "plain"});
      HttpResponse reply{200, "text/plain", {{"X-Kind", "stream"}}, {}};
      reply.stream = std::make_shared<Pieces>(count, fails, padding, made_, alive_);
      respond(std::move(reply));
    });
    ASSERT_TRUE(started);
    server_ = std::move(*started);
  }
  void await_no_stream() {
    for (int i = 0; i < 500 && alive_ > 0; ++i) std::this_thread::sleep_for(10ms);
    EXPECT_EQ(alive_, 0);
  }

  std::atomic<int> made_{0}, alive_{0};
  std::unique_ptr<HttpServer> server_;
};

TEST_F(Streaming, comes_in_chunks_and_the_connection_goes_on) {
  start(5);
  RawClient client(server_->port());
  for (int i = 0; i < 2; ++i) {
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto reply = client.read_reply();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("transfer-encoding"), "chunked");
    EXPECT_EQ(reply.header("content-length"), "");
    EXPECT_EQ(reply.header("x-kind"), "stream");
    EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(reply.body, "piece 0 piece 1 piece 2 piece 3 piece 4 ");
  }
  client.send("GET /plain HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_reply().body, "plain");
  await_no_stream();
}

TEST_F(Streaming, of_nothing_is_empty) {
  start(0);
  EXPECT_EQ(testing::get(server_->port(), "/").status, 200);
  EXPECT_EQ(testing::get(server_->port(), "/").body, "");
}

TEST_F(Streaming, ends_with_the_connection_for_http_1_0) {
  start(2);
  RawClient client(server_->port());
  client.send("GET / HTTP/1.0\r\nHost: x\r\n\r\n");
  const auto reply = client.read_reply(RawClient::Body::none);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("transfer-encoding"), "");
  EXPECT_EQ(reply.header("connection"), "close");
  await_no_stream();
}

TEST_F(Streaming, head_makes_no_piece) {
  start(5);
  RawClient client(server_->port());
  client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_reply(RawClient::Body::none).status, 200);
  client.send("GET /plain HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_reply().body, "plain");
  EXPECT_EQ(made_, 0);
  await_no_stream();
}

TEST_F(Streaming, that_fails_is_cut_and_not_ended) {
  start(2, true);
  EXPECT_EQ(testing::get(server_->port(), "/").status, 0) << "a body without its last chunk is no reply";
  await_no_stream();
}

TEST_F(Streaming, a_client_that_stops_reading_costs_no_more_pieces) {
  start(1000, false, 1 << 20);
  RawClient client(server_->port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  std::this_thread::sleep_for(200ms);
  const int made = made_;
  EXPECT_LT(made, 50) << "what fits the buffers of the system";
  await_no_stream();  // the deadline for writing cuts it
  EXPECT_LE(made_, made + 1);
}

TEST_F(Streaming, a_server_that_ends_ends_its_streams) {
  start(1000, false, 1 << 20);
  RawClient client(server_->port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  std::this_thread::sleep_for(50ms);
  server_.reset();
  await_no_stream();
}

}  // namespace
}  // namespace incipit::server::net
