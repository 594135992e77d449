// The whole server: sockets, search pool, API and pages, put together.
//
// Threads: `start`, `stop` and `wait` from the owner's thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "schema/date.h"
#include "schema/error.h"

namespace incipit::server {

struct ServerOptions {
  std::filesystem::path index;
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;      // 0: any free one
  int search_threads = 0;         // 0: the number of cores
  std::filesystem::path synonyms; // a file of synonyms; empty: none
  std::function<schema::Date()> clock;                // today, for dates on pages; empty: the system's clock
  std::function<void(const std::string&)> log;        // one line per event; empty: none
};

class Server {
 public:
  // Opens the index and the listening socket and begins to serve. Errors: index_unavailable, index_damaged,
  // index_incompatible; those of SynonymFile::open; system (the port is in use, with its number).
  [[nodiscard]] static schema::Result<std::unique_ptr<Server>> start(ServerOptions options);
  ~Server();  // stops

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::string address() const;  // "http://127.0.0.1:8080/"

  // Not ready any more, listener closed, replies in flight finished (at most limits::kDrainSeconds). Idempotent.
  void stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace incipit::server
