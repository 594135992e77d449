#include "tests/server/running_server.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <mutex>

#include "indexer/indexer.h"
#include "server/server.h"
#include "tests/server/reply_validator.h"

namespace incipit::testing {
namespace {

namespace fs = std::filesystem;

struct Shared {
  fs::path folder;
  std::unique_ptr<server::Server> server;
  std::mutex mutex;
  std::string log;

  Shared() : folder(fs::temp_directory_path() / ("incipit-server-test-" + std::to_string(::getpid()))) {
    std::signal(SIGPIPE, SIG_IGN);
    fs::create_directories(folder);
    build();
    start();
  }
  ~Shared() {
    server.reset();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }

  void build() {
    const fs::path papers = folder / "hostile.jsonl";
    const nlohmann::json hostile{{"id", kHostileId},
                                 {"title", kHostileTitle},
                                 {"abstract", "An abstract with </textarea><img src=x onerror=alert(1)>."},
                                 {"authors", {{{"name", "Eve <b>Hostile</b>"}}}},
                                 {"categories", {"cs.CR", "bad.CR"}},
                                 {"links", {{{"rel", "code"}, {"url", "javascript:alert(1)"}}}},
                                 {"references", {kTwinIds[0], "doi:10.9999/nowhere"}},
                                 {"published", "2024-05-06"}};
    std::ofstream file(papers);
    file << hostile.dump() << "\n";
    for (const char* id : kTwinIds) {
      const nlohmann::json twin{{"id", id},
                                {"title", "Zzqtwins of one work"},
                                {"abstract", "The same in two places."},
                                {"authors", {{{"name", "Tess Twin"}}}},
                                {"categories", {"cs.CR"}},
                                {"published", "2024-05-07"}};
      file << twin.dump() << "\n";
    }
    file.close();
    indexer::BuildOptions options;
    options.index = folder / "index";
    options.inputs = {std::string(INCIPIT_SOURCE_DIR) + "/corpus/sample", papers.string()};
    const auto built = indexer::build_index(options, [](const indexer::Progress&) {});
    if (!built) ADD_FAILURE() << built.error().message << " " << built.error().detail;
  }

  void start() {
    server::ServerOptions options;
    options.index = folder / "index";
    options.port = 0;
    options.clock = [] { return schema::date_of_year(2026); };
    options.log = [this](const std::string& line) {
      const std::lock_guard lock(mutex);
      log += line + "\n";
    };
    auto started = server::Server::start(std::move(options));
    if (started) {
      server = std::move(*started);
    } else {
      ADD_FAILURE() << started.error().message << " " << started.error().detail;
    }
  }
};

Shared& shared() {
  static Shared instance;
  return instance;
}

}  // namespace

std::uint16_t shared_port() { return shared().server ? shared().server->port() : 0; }

std::filesystem::path shared_index() { return shared().folder / "index"; }

std::string shared_log() {
  const std::lock_guard lock(shared().mutex);
  return shared().log;
}

nlohmann::json get_json(const std::string& target, const std::string& schema, int status) {
  const RawReply reply = get(shared_port(), target);
  EXPECT_EQ(reply.status, status) << target << "\n" << reply.body.substr(0, 500);
  const std::string type = schema == "Problem" ? "application/problem+json" : "application/json";
  EXPECT_EQ(reply.header("content-type"), type) << target;
  EXPECT_EQ(schema_faults(schema, reply.body), "") << target;
  return nlohmann::json::parse(reply.body, nullptr, false);
}

}  // namespace incipit::testing
