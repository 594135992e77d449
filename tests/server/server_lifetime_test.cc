// Starting, overload, and stopping of the whole server.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <optional>

#include "query/search_pool.h"
#include "server/api/api.h"
#include "server/server.h"
#include "tests/server/reply_validator.h"
#include "tests/server/running_server.h"

namespace incipit::testing {
namespace {

using server::HttpRequest;
using server::HttpResponse;

server::ServerOptions options_on(const std::filesystem::path& index, std::uint16_t port = 0) {
  server::ServerOptions options;
  options.index = index;
  options.port = port;
  options.search_threads = 1;
  return options;
}

TEST(ServerLifetime, without_an_index_it_does_not_start) {
  const auto started = server::Server::start(options_on("/nonexistent/index"));
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, schema::ErrorCode::index_unavailable);
}

TEST(ServerLifetime, a_port_in_use_is_said) {
  const auto started = server::Server::start(options_on(shared_index(), shared_port()));
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, schema::ErrorCode::system);
  EXPECT_NE(started.error().message.find(std::to_string(shared_port())), std::string::npos);
}

TEST(ServerLifetime, stops_and_frees_its_port) {
  auto started = server::Server::start(options_on(shared_index()));
  ASSERT_TRUE(started);
  const auto port = (*started)->port();
  EXPECT_EQ((*started)->address(), "http://127.0.0.1:" + std::to_string(port) + "/");
  EXPECT_EQ(get(port, "/livez").status, 200);
  (*started)->stop();
  EXPECT_FALSE(RawClient(port).connected());
  (*started)->stop();
}

// An Api over a pool whose only thread waits for `release`.
struct BusyApi {
  BusyApi() {
    query::SearchPool::Options options;
    options.threads = 1;
    options.queue = 1;
    auto opened = query::SearchPool::open(shared_index(), std::move(options));
    if (!opened) return;
    pool = std::move(*opened);
    api.emplace(
        *pool, [] { return schema::date_of_year(2026); }, nullptr);
    std::promise<void> running;
    const auto released = release.get_future().share();
    EXPECT_TRUE(pool->submit([&running, released](query::Searcher&) {
      running.set_value();
      released.wait();
    }));
    running.get_future().wait();
    EXPECT_TRUE(pool->submit([](query::Searcher&) {}));
  }

  // The reply when it comes at once; status 0 when it waits for the pool.
  HttpResponse ask(const std::string& target) {
    std::optional<HttpResponse> reply;
    api->handle(HttpRequest{"GET", target, {}, {}}, [&reply](HttpResponse made) { reply = std::move(made); });
    return reply.value_or(HttpResponse{0, {}, {}, {}});
  }

  std::promise<void> release;
  std::unique_ptr<query::SearchPool> pool;
  std::optional<server::api::Api> api;
};

TEST(ServerLifetime, a_full_pool_answers_503_and_stays_alive) {
  BusyApi busy;
  ASSERT_TRUE(busy.api);
  const HttpResponse reply = busy.ask("/v1/papers?q=x");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(schema_faults("Problem", reply.body), "");
  EXPECT_EQ(nlohmann::json::parse(reply.body)["code"], "overloaded");
  const std::pair<std::string, std::string> retry{"Retry-After", "1"};
  EXPECT_NE(std::find(reply.headers.begin(), reply.headers.end(), retry), reply.headers.end());
  EXPECT_EQ(busy.ask("/search?q=x").status, 503);
  EXPECT_EQ(busy.ask("/livez").status, 200);
  EXPECT_EQ(busy.ask("/assets/style.css").status, 200);
  EXPECT_EQ(busy.ask("/readyz").status, 200);
  busy.api->begin_draining();
  EXPECT_EQ(busy.ask("/readyz").status, 503);
  EXPECT_EQ(busy.ask("/livez").status, 200);
  busy.release.set_value();
  busy.pool->drain();
}

}  // namespace
}  // namespace incipit::testing
