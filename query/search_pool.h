// A fixed number of threads that search, behind a bounded queue. Each owns a Searcher and takes a new one when the
// index publishes a new generation, so a reload never fails a request.
//
// Threads: all functions may be called from any thread. Jobs run on pool threads and must not throw.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "query/searcher.h"
#include "schema/error.h"
#include "schema/index_info.h"

namespace incipit::query {

class SynonymFile;

class SearchPool {
 public:
  struct Options {
    int threads = 0;  // 0: the number of cores
    int queue = 0;    // 0: limits::kQueuedSearches
    std::shared_ptr<const SynonymFile> synonyms = nullptr;        // that all searches use; nullptr: none
    std::chrono::milliseconds watch_interval{500};                // how often CURRENT is looked at
    std::function<void(const std::string&)> log;                  // reloads and their failures, one line each
  };

  // Opens the current generation of the index. Errors: index_unavailable, index_damaged, index_incompatible.
  [[nodiscard]] static schema::Result<std::unique_ptr<SearchPool>> open(const std::filesystem::path& index_directory,
                                                                        Options options);
  ~SearchPool();  // drains

  using Job = std::function<void(Searcher&)>;
  // False, without running the job, when the queue is full or the pool drains. With a `revision` the job sees the generation of
  // that revision where the index still has it, else the current one as without.
  [[nodiscard]] bool submit(Job job, std::string revision = {});

  // Looks for a new generation now. Error: the generation that could not be opened; the old one keeps serving.
  schema::Result<void> reload();

  // Of the generation that new jobs will see. Shared with that generation, which it keeps open.
  [[nodiscard]] std::shared_ptr<const schema::IndexInfo> info() const;

  // What answers depend on beside index and request; the same all the time.
  [[nodiscard]] std::string settings() const;

  // Refuses new jobs and returns when all accepted ones are done.
  void drain();

 private:
  struct State;
  explicit SearchPool(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace incipit::query
