#include "query/search_pool.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "query/generation_cache.h"
#include "query/old_generations.h"
#include "query/synonym_file.h"
#include "schema/limits.h"
#include "storage/generation.h"
#include "storage/index_directory.h"

namespace incipit::query {

namespace fs = std::filesystem;
using schema::Result;

// A generation that is served, with what its searchers know of it already.
struct Served {
  std::shared_ptr<const storage::Generation> generation;
  std::shared_ptr<GenerationCache> cache = std::make_shared<GenerationCache>();

  [[nodiscard]] Result<std::unique_ptr<Searcher>> searcher(std::shared_ptr<const SynonymFile> synonyms) const {
    return Searcher::open(generation, cache, std::move(synonyms));
  }
};

struct SearchPool::State {
  explicit State(fs::path directory) : index(std::move(directory)), old_generations(index) {}

  fs::path index;
  OldGenerations old_generations;
  Options options;
  std::size_t capacity = 0;

  mutable std::mutex mutex;
  std::condition_variable work, idle, stop_watching;
  struct Waiting {
    Job job;
    std::string revision;  // empty: the current one
  };
  std::deque<Waiting> queue;
  Served served;
  std::size_t running = 0;
  bool draining = false;

  std::mutex reload_mutex;
  std::string last_failure;  // under reload_mutex
  std::vector<std::thread> workers;
  std::thread watcher;

  void log(const std::string& line) const {
    if (options.log) options.log(line);
  }

  std::shared_ptr<const storage::Generation> current() const {
    const std::lock_guard lock(mutex);
    return served.generation;
  }

  void run_worker(std::unique_ptr<Searcher> searcher, std::shared_ptr<const storage::Generation> mine) {
    std::unique_lock lock(mutex);
    while (true) {
      work.wait(lock, [&] { return draining || !queue.empty(); });
      if (queue.empty()) return;
      Waiting next = std::move(queue.front());
      queue.pop_front();
      ++running;
      const Served wanted = served;
      lock.unlock();
      if (wanted.generation != mine) refresh(searcher, mine, wanted);
      const auto older = older_searcher(next.revision, *searcher);
      next.job(older ? *older : *searcher);
      next.job = nullptr;
      lock.lock();
      if (--running == 0 && queue.empty()) idle.notify_all();
    }
  }

  // Of a revision that is not the current one, where there still is one.
  std::unique_ptr<Searcher> older_searcher(const std::string& revision, const Searcher& current_one) {
    if (revision.empty() || current_one.info().revision == revision) return nullptr;
    auto generation_of_it = old_generations.find(revision);
    if (!generation_of_it) return nullptr;
    auto opened = Searcher::open(std::move(generation_of_it), nullptr, options.synonyms);
    return opened ? std::move(*opened) : nullptr;
  }

  // `reload` has opened a Searcher of this generation already, so a failure here is one of resources; the old one serves on.
  void refresh(std::unique_ptr<Searcher>& searcher, std::shared_ptr<const storage::Generation>& mine, const Served& wanted) const {
    auto opened = wanted.searcher(options.synonyms);
    if (!opened) {
      log("keeping the old generation in one thread: " + opened.error().message);
      return;
    }
    searcher = std::move(*opened);
    mine = wanted.generation;
  }

  void watch() {
    std::unique_lock lock(mutex);
    while (!stop_watching.wait_for(lock, options.watch_interval, [&] { return draining; })) {
      lock.unlock();
      (void)take_new_generation();
      old_generations.release_removed();
      lock.lock();
    }
  }

  Result<void> take_new_generation() {
    const std::lock_guard one_at_a_time(reload_mutex);
    const auto number = storage::current_generation(index);
    if (!number) return keep_old(number.error());
    if (!*number || **number == current()->manifest().info.generation) return {};
    auto opened = storage::Generation::open_current(index);
    if (opened) {
      if (auto tried = Searcher::open(*opened); !tried) opened = tl::make_unexpected(tried.error());
    }
    if (!opened) return keep_old(opened.error());
    last_failure.clear();
    log("serving generation " + std::to_string(**number) + ", revision " + (*opened)->manifest().info.revision);
    const std::lock_guard lock(mutex);
    served = Served{std::move(*opened)};
    return {};
  }

  // It is tried again with the next look, since the reason may pass; the log has it once.
  tl::unexpected<schema::Error> keep_old(const schema::Error& error) {
    if (error.message != last_failure) log("keeping the generation that is served, the new one cannot be: " + error.message);
    last_failure = error.message;
    return tl::make_unexpected(error);
  }
};

SearchPool::SearchPool(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<SearchPool>> SearchPool::open(const fs::path& index, Options options) {
  auto generation = storage::Generation::open_current(index);
  if (!generation) return tl::make_unexpected(generation.error());
  auto state = std::make_unique<State>(index);
  state->options = std::move(options);
  state->served = Served{*generation};
  const auto& limits = state->options;
  state->capacity = static_cast<std::size_t>(limits.queue > 0 ? limits.queue : schema::limits::kQueuedSearches.value);
  const unsigned threads = limits.threads > 0 ? static_cast<unsigned>(limits.threads) : std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::unique_ptr<Searcher>> searchers;
  for (unsigned i = 0; i < threads; ++i) {
    auto searcher = state->served.searcher(state->options.synonyms);
    if (!searcher) return tl::make_unexpected(searcher.error());
    searchers.push_back(std::move(*searcher));
  }
  State* shared = state.get();
  for (auto& searcher : searchers) {
    state->workers.emplace_back([shared, mine = *generation, owned = std::move(searcher)]() mutable {
      shared->run_worker(std::move(owned), std::move(mine));
    });
  }
  state->watcher = std::thread([shared] { shared->watch(); });
  return std::unique_ptr<SearchPool>(new SearchPool(std::move(state)));
}

SearchPool::~SearchPool() { drain(); }

bool SearchPool::submit(Job job, std::string revision) {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->draining || state_->queue.size() >= state_->capacity) return false;
    state_->queue.push_back({std::move(job), std::move(revision)});
  }
  state_->work.notify_one();
  return true;
}

Result<void> SearchPool::reload() { return state_->take_new_generation(); }

std::shared_ptr<const schema::IndexInfo> SearchPool::info() const {
  auto generation = state_->current();
  const schema::IndexInfo* info = &generation->manifest().info;
  return {std::move(generation), info};
}

std::string SearchPool::settings() const { return state_->options.synonyms ? state_->options.synonyms->digest() : std::string(); }

void SearchPool::drain() {
  {
    std::unique_lock lock(state_->mutex);
    state_->draining = true;
    state_->work.notify_all();
    state_->stop_watching.notify_all();
    state_->idle.wait(lock, [&] { return state_->running == 0 && state_->queue.empty(); });
  }
  for (auto& worker : state_->workers) {
    if (worker.joinable()) worker.join();
  }
  if (state_->watcher.joinable()) state_->watcher.join();
}

}  // namespace incipit::query
