// Starting, draining, and running out of descriptors.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <future>
#include <mutex>
#include <thread>

#include "server/net/http_server.h"
#include "tests/server/raw_client.h"

namespace incipit::server::net {
namespace {

using testing::RawClient;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

const std::string kRequest = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

HttpServer::Options plain_options() {
  HttpServer::Options options;
  options.refuse = [](Refusal) { return HttpResponse{500, "text/plain", {}, "refused"}; };
  return options;
}

void answer_ok(const HttpRequest&, const Respond& respond) {
  respond(HttpResponse{200, "text/plain", {}, "ok"});
}

// Keeps requests until the test answers them.
struct Waiting {
  std::promise<Respond> asked;
  Handler handler() {
    return [this](const HttpRequest&, Respond respond) { asked.set_value(std::move(respond)); };
  }
};

TEST(HttpServerLifetime, a_port_in_use_is_an_error_that_names_it) {
  const auto first = HttpServer::start(plain_options(), answer_ok);
  ASSERT_TRUE(first);
  auto options = plain_options();
  options.port = (*first)->port();
  const auto second = HttpServer::start(std::move(options), answer_ok);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, schema::ErrorCode::system);
  EXPECT_NE(second.error().message.find(std::to_string((*first)->port())), std::string::npos);
}

TEST(HttpServerLifetime, a_name_is_no_address) {
  auto options = plain_options();
  options.host = "somewhere";
  const auto started = HttpServer::start(std::move(options), answer_ok);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, schema::ErrorCode::usage);
}

TEST(HttpServerLifetime, drain_finishes_a_reply_in_flight_and_closes_idle_connections) {
  Waiting waiting;
  auto server = std::move(*HttpServer::start(plain_options(), waiting.handler()));
  const auto port = server->port();
  RawClient idle(port);
  RawClient busy(port);
  ASSERT_TRUE(busy.send(kRequest));
  Respond respond = waiting.asked.get_future().get();
  std::thread drainer([&server] { server->drain(); });
  EXPECT_TRUE(idle.closed_by_server(3s));
  EXPECT_FALSE(RawClient(port).connected());
  respond(HttpResponse{200, "text/plain", {}, "late"});
  const auto reply = busy.read_reply();
  EXPECT_EQ(reply.body, "late");
  EXPECT_EQ(reply.header("connection"), "close");
  EXPECT_TRUE(busy.closed_by_server());
  drainer.join();
  EXPECT_EQ(server->connections(), 0U);
}

TEST(HttpServerLifetime, drain_ends_when_a_reply_never_comes) {
  Waiting waiting;
  auto options = plain_options();
  options.drain = 200ms;
  auto server = std::move(*HttpServer::start(std::move(options), waiting.handler()));
  RawClient client(server->port());
  ASSERT_TRUE(client.send(kRequest));
  Respond respond = waiting.asked.get_future().get();
  const auto started = Clock::now();
  server->drain();
  EXPECT_LT(Clock::now() - started, 2s);
  EXPECT_TRUE(client.closed_by_server());
  server.reset();
  respond(HttpResponse{200, "text/plain", {}, "too late"});  // must be harmless
}

TEST(HttpServerLifetime, a_reply_to_a_client_that_left_is_dropped) {
  Waiting waiting;
  auto server = std::move(*HttpServer::start(plain_options(), waiting.handler()));
  Respond respond;
  {
    RawClient client(server->port());
    ASSERT_TRUE(client.send(kRequest));
    respond = waiting.asked.get_future().get();
  }
  respond(HttpResponse{200, "text/plain", {}, std::string(1 << 20, 'x')});
  for (int i = 0; i < 100 && server->connections() > 0; ++i) std::this_thread::sleep_for(20ms);
  EXPECT_EQ(server->connections(), 0U);
}

TEST(HttpServerLifetime, running_out_of_descriptors_pauses_accepting) {
  std::mutex mutex;
  std::string logged;
  auto options = plain_options();
  options.log = [&](const std::string& line) {
    const std::lock_guard lock(mutex);
    logged += line;
  };
  auto server = std::move(*HttpServer::start(std::move(options), answer_ok));
  rlimit old{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &old), 0);
  rlimit small = old;
  small.rlim_cur = 200;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &small), 0);
  std::vector<int> hoard;
  for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::open("/dev/null", O_RDONLY))
    hoard.push_back(fd);
  ASSERT_FALSE(hoard.empty());
  ::close(hoard.back());
  hoard.pop_back();
  RawClient client(server->port());  // takes the last descriptor; the server has none for its end
  EXPECT_TRUE(client.connected());
  EXPECT_TRUE(client.send(kRequest));
  EXPECT_EQ(client.read_reply(RawClient::Body::expected, 300ms).status, 0);
  for (const int fd : hoard) ::close(fd);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &old), 0);
  EXPECT_EQ(client.read_reply().status, 200);
  const std::lock_guard lock(mutex);
  EXPECT_NE(logged.find("accept failed"), std::string::npos);
}

TEST(HttpServerLifetime, many_clients_at_once) {
  auto server = std::move(*HttpServer::start(plain_options(), answer_ok));
  std::vector<std::thread> clients;
  std::atomic<int> answered{0};
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      RawClient client(server->port());
      for (int j = 0; j < 100; ++j) {
        if (client.send(kRequest) && client.read_reply().status == 200) ++answered;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, 800);
}

}  // namespace
}  // namespace incipit::server::net
