#include "indexer/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace incipit::indexer {

using schema::Result;

namespace {

// What a thread throws would end the program; here it ends the build.
Result<void> guarded(const std::function<Result<void>(std::size_t)>& work, std::size_t i) {
  try {
    return work(i);
  } catch (const std::exception& fault) {
    return schema::fail(schema::ErrorCode::system, "a thread of the indexer failed", fault.what());
  }
}

}  // namespace

int worker_count(int jobs) {
  return jobs > 0 ? jobs : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

Result<void> in_parallel(std::size_t count, int jobs, const std::function<Result<void>(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::optional<schema::Error> failure;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      auto outcome = guarded(work, i);
      if (outcome) continue;
      const std::lock_guard lock(mutex);
      if (!failure) failure = outcome.error();
      next = count;
    }
  };
  std::vector<std::thread> threads;
  for (int j = 1; j < jobs; ++j) threads.emplace_back(run);
  run();
  for (auto& thread : threads) thread.join();
  if (failure) return tl::make_unexpected(*failure);
  return {};
}

}  // namespace incipit::indexer
