// Starting, overload, and stopping of the whole server.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <optional>
#include <stdexcept>

#include "indexer/indexer.h"
#include "query/search_pool.h"
#include "server/api/api.h"
#include "server/server.h"
#include "tests/server/reply_validator.h"
#include "tests/server/running_server.h"
#include "tests/support/temp_dir.h"

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

TEST(ServerLifetime, a_file_of_synonyms_is_of_every_answer) {
  TempDir dir;
  auto options = options_on(shared_index());
  options.synonyms = dir.write("synonyms.txt", "wordthatnobodyhas, learning\n");
  auto started = server::Server::start(options);
  ASSERT_TRUE(started) << started.error().message;
  const std::string target = "/v1/papers?q=wordthatnobodyhas";
  const RawReply with = get((*started)->port(), target), without = get(shared_port(), target);
  EXPECT_EQ(schema_faults("PaperList", with.body), "");
  EXPECT_GT(nlohmann::json::parse(with.body)["total"]["value"], 0);
  EXPECT_EQ(nlohmann::json::parse(with.body)["query"]["notes"][0]["code"], "synonym");
  EXPECT_EQ(nlohmann::json::parse(without.body)["total"]["value"], 0);
  EXPECT_NE(with.header("etag"), without.header("etag"));
  EXPECT_EQ(nlohmann::json::parse(get((*started)->port(), target + "&synonyms=0").body)["total"]["value"], 0);
  options.synonyms = dir.write("bad.txt", "alone\n");
  EXPECT_EQ(server::Server::start(options).error().code, schema::ErrorCode::input_invalid);
}

TEST(ServerLifetime, a_log_that_fails_costs_no_reply) {
  auto options = options_on(shared_index());
  options.log = [](const std::string&) { throw std::runtime_error("no space left on device"); };
  auto started = server::Server::start(std::move(options));
  ASSERT_TRUE(started);
  for (const auto* target : {"/v1/papers?q=learning", "/livez", "/v1/papers?q=learning"}) {
    EXPECT_EQ(get((*started)->port(), target).status, 200) << target;
  }
}

TEST(ServerLifetime, a_reply_that_cannot_be_taken_ends_no_thread) {
  query::SearchPool::Options pool_options;
  pool_options.threads = 1;
  auto pool = query::SearchPool::open(shared_index(), std::move(pool_options));
  ASSERT_TRUE(pool);
  server::api::Api api(
      **pool, [] { return schema::date_of_year(2026); }, nullptr);
  std::promise<int> status;
  api.handle(HttpRequest{"GET", "/v1/papers", {}, {}},
             [](const HttpResponse&) { throw std::runtime_error("nobody is there"); });
  api.handle(HttpRequest{"GET", "/v1/papers", {}, {}},
             [&status](const HttpResponse& reply) { status.set_value(reply.status); });
  EXPECT_EQ(status.get_future().get(), 200);
}

// The tag of one reply of an Api over a pool.
std::string tag_of(query::SearchPool& pool, const std::string& target, int year) {
  server::api::Api api(
      pool, [year] { return schema::date_of_year(year); }, nullptr);
  std::promise<std::string> tag;
  api.handle(HttpRequest{"GET", target, {}, {}}, [&tag](const HttpResponse& reply) {
    const auto found = std::find_if(reply.headers.begin(), reply.headers.end(),
                                    [](const auto& header) { return header.first == "ETag"; });
    tag.set_value(found == reply.headers.end() ? "" : found->second);
  });
  return tag.get_future().get();
}

TEST(ServerLifetime, tags_of_pages_change_with_the_year_and_of_the_index_with_its_generation) {
  const auto folder = std::filesystem::temp_directory_path() / ("incipit-tags-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto papers = folder / "papers.jsonl";
  std::ofstream(papers) << R"({"id": "1", "title": "A graph", "abstract": "Of nodes."})"
                        << "\n";
  indexer::BuildOptions options;
  options.index = folder / "index";
  options.inputs = {papers.string()};
  ASSERT_TRUE(indexer::build_index(options, [](const indexer::Progress&) {}));
  {
    auto pool = query::SearchPool::open(options.index, {});
    ASSERT_TRUE(pool);
    EXPECT_EQ(tag_of(**pool, "/", 2026), tag_of(**pool, "/", 2026));
    EXPECT_NE(tag_of(**pool, "/", 2026), tag_of(**pool, "/", 2027));
    const std::string list = tag_of(**pool, "/v1/papers", 2026);
    const std::string index = tag_of(**pool, "/v1/index", 2026);
    EXPECT_EQ(list, tag_of(**pool, "/v1/papers", 2027));
    ASSERT_TRUE(indexer::build_index(options, [](const indexer::Progress&) {}));
    ASSERT_TRUE((*pool)->reload());
    EXPECT_EQ(list, tag_of(**pool, "/v1/papers", 2026)) << "equal content, equal revision";
    EXPECT_NE(index, tag_of(**pool, "/v1/index", 2026));
  }
  std::filesystem::remove_all(folder);
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
