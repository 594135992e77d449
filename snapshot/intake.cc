#include "snapshot/intake.h"

#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "snapshot/terms.h"

namespace incipit::snapshot {

using schema::ErrorCode;
using schema::Result;

namespace {

constexpr std::size_t kBatchPapers = 256, kBatchBytes = 1 << 20, kWaitingBatches = 4;
constexpr char kDated = 'd', kUndated = 'u';  // in this order
constexpr std::size_t kKeyPrefix = 1 + sizeof(std::int64_t);

struct Head {
  std::int64_t instant = 0;
  std::int64_t citations = -1;  // -1: unknown
  std::uint32_t category_bytes = 0;
  schema::DatePrecision precision{};
  bool dated = false;
  std::int8_t code = -1;  // -1: unknown
};

std::string key_of(const PaperText& paper) {
  std::string key(1, paper.date ? kDated : kUndated);
  return key.append(ordered_bytes(paper.date ? paper.date->instant : 0)).append(paper.id);
}

std::string value_of(const PaperText& paper, WordReader& reader) {
  Head head;
  if (paper.date) {
    head.instant = paper.date->instant;
    head.precision = paper.date->precision;
    head.dated = true;
  }
  head.citations = paper.citations.value_or(-1);
  if (paper.has_code) head.code = *paper.has_code ? 1 : 0;
  head.category_bytes = static_cast<std::uint32_t>(paper.category.size());
  std::string value(sizeof head, '\0');
  std::memcpy(value.data(), &head, sizeof head);
  return value.append(paper.category).append(reader.words(paper.title, paper.abstract));
}

}  // namespace

SortedPaper sorted_paper(const BlobSorter::Entry& entry) {
  Head head;
  std::memcpy(&head, entry.value.data(), sizeof head);
  SortedPaper paper;
  paper.id = entry.key.substr(kKeyPrefix);
  if (head.dated) paper.date = schema::Date{head.instant, head.precision};
  if (head.code >= 0) paper.has_code = head.code != 0;
  if (head.citations >= 0) paper.citations = head.citations;
  paper.category = entry.value.substr(sizeof head, head.category_bytes);
  paper.words = entry.value.substr(sizeof head + head.category_bytes);
  return paper;
}

struct Intake::Work {
  using Batch = std::vector<PaperText>;

  Work(const WorkPlace& place, std::size_t memory_bytes)
      : sorter(std::make_unique<BlobSorter>(place, "papers", memory_bytes)), two_threads(place.threads() > 1) {
    if (two_threads) other = std::thread([this] { read_waiting(); });
  }
  ~Work() { join(); }

  // What a batch comes to goes into the sorter at once, so threads wait little for each other.
  void read(const Batch& batch, WordReader& reader) {
    std::vector<std::pair<std::string, std::string>> entries;
    entries.reserve(batch.size());
    for (const PaperText& paper : batch) entries.emplace_back(key_of(paper), value_of(paper, reader));
    const std::lock_guard lock(sorting);
    for (const auto& [key, value] : entries) sorter->add(key, value);
  }

  void read_waiting() {
    try {
      WordReader reader;
      std::unique_lock lock(queueing);
      while (true) {
        changed.wait(lock, [this] { return !waiting.empty() || ended; });
        if (waiting.empty()) return;
        const Batch batch = std::move(waiting.front());
        waiting.pop_front();
        lock.unlock();
        read(batch, reader);
        lock.lock();
      }
    } catch (const std::exception& fault) {
      const std::lock_guard lock(queueing);
      failure = schema::fail(ErrorCode::system, "a thread of the snapshot failed", fault.what());
    }
  }

  // Hands the batch over, or reads it here where enough of them wait.
  Result<void> hand_over() {
    Batch batch = std::exchange(pending, {});
    pending_bytes = 0;
    if (batch.empty()) return {};
    if (two_threads) {
      const std::lock_guard lock(queueing);
      if (!failure) return failure;
      if (waiting.size() < kWaitingBatches) {
        waiting.push_back(std::move(batch));
        changed.notify_one();
        return {};
      }
    }
    read(batch, own_reader);
    return {};
  }

  void join() {
    if (!other.joinable()) return;
    {
      const std::lock_guard lock(queueing);
      ended = true;
    }
    changed.notify_one();
    other.join();
  }

  std::unique_ptr<BlobSorter> sorter;
  std::mutex sorting, queueing;
  std::condition_variable changed;
  std::deque<Batch> waiting;
  bool ended = false;
  bool two_threads;
  Result<void> failure;
  Batch pending;
  std::size_t pending_bytes = 0;
  WordReader own_reader;
  std::thread other;
};

Intake::Intake(const WorkPlace& place, std::size_t memory_bytes) : work_(std::make_unique<Work>(place, memory_bytes)) {}
Intake::~Intake() = default;

Result<void> Intake::add(PaperText paper) {
  if (paper.citations && *paper.citations < 0) {
    return schema::fail_at(ErrorCode::invalid_parameter, "citations", "paper " + paper.id + " has fewer than no citations");
  }
  if (papers_ == kMostPapers) return schema::fail(ErrorCode::limit_exceeded, "a snapshot is of 1,073,741,823 papers at most");
  ++papers_;
  work_->pending_bytes += paper.title.size() + paper.abstract.size();
  work_->pending.push_back(std::move(paper));
  if (work_->pending.size() < kBatchPapers && work_->pending_bytes < kBatchBytes) return {};
  return work_->hand_over();
}

Result<std::unique_ptr<BlobSorter>> Intake::finish() {
  if (auto handed = work_->hand_over(); !handed) return tl::make_unexpected(handed.error());
  work_->join();
  if (!work_->failure) return tl::make_unexpected(work_->failure.error());
  if (auto sorted = work_->sorter->sort(); !sorted) return tl::make_unexpected(sorted.error());
  return std::move(work_->sorter);
}

}  // namespace incipit::snapshot
