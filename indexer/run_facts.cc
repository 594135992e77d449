#include "indexer/run_facts.h"

#include <sys/resource.h>

#include <ctime>
#include <thread>

#include "schema/date.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

namespace {

double process_cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

RunClock::RunClock() : started_(std::chrono::steady_clock::now()), cpu_before_(process_cpu_seconds()) {}

double RunClock::seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count(); }

double RunClock::cpu_seconds() const { return process_cpu_seconds() - cpu_before_; }

std::string now_iso() {
  const schema::Date now{static_cast<std::int64_t>(std::time(nullptr)), schema::DatePrecision::second};
  return now.iso();
}

Result<storage::IndexWriterLock> acquire_writer(const fs::path& index, Contention contention) {
  constexpr auto kBetweenTries = std::chrono::milliseconds(50);
  while (true) {
    auto lock = storage::IndexWriterLock::acquire(index);
    if (lock || contention == Contention::refuse || lock.error().code != ErrorCode::index_locked) return lock;
    std::this_thread::sleep_for(kBetweenTries);
  }
}

Result<void> require_space(const storage::IndexWriterLock& lock, std::uint64_t bytes) {
  const auto left = lock.free_bytes();
  if (!left) return tl::make_unexpected(left.error());
  if (*left >= bytes) return {};
  return schema::fail(ErrorCode::system, "the disk has " + std::to_string(*left >> 20) + " MiB left and this run needs about " +
                                             std::to_string((bytes >> 20) + 1) + " MiB: free some space, then run again");
}

Result<fs::path> dead_letter_path(const BuildOptions& options, const std::vector<corpus::InputFile>& files) {
  if (options.rejects.empty()) return options.index / "rejects" / "unpublished.jsonl";
  for (const auto& file : files) {
    std::error_code ignored;
    if (fs::equivalent(options.rejects, file.path, ignored)) {
      return schema::fail_at(ErrorCode::usage, "--rejects", file.name() + " is one of the inputs and would be overwritten");
    }
  }
  return options.rejects;
}

fs::path settle_dead_letters(const BuildOptions& options, const DeadLetters& dead, std::int64_t generation) {
  if (dead.count() == 0) return {};
  if (!options.rejects.empty()) return dead.path();
  const fs::path settled = dead.path().parent_path() / (std::to_string(generation) + ".jsonl");
  std::error_code failed;
  fs::rename(dead.path(), settled, failed);
  return failed ? dead.path() : settled;
}

}  // namespace incipit::indexer
