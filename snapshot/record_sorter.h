// Sorting more records than the memory holds: they are sorted in runs, written, and merged while they are read.
//
// A record is a small plain value with `std::uint64_t key() const`. Records of one key come in the order in which they were added. The
// least significant digit goes first (radix sort), so a run costs as many passes as its keys have different digits.
//
// Threads: one; sorting itself takes the threads of the place.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "schema/error.h"
#include "snapshot/work_place.h"
#include "storage/files.h"

namespace incipit::snapshot {

// Sorts `records` by key; `scratch` is as long.
template <class Record>
void radix_sort(Record* records, Record* scratch, std::size_t count) {
  constexpr int kDigitBits = 11;
  constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
  if (count < 2) return;
  std::uint64_t varying = 0;
  for (std::size_t i = 1; i < count; ++i) varying |= records[i].key() ^ records[0].key();
  Record *from = records, *to = scratch;
  std::vector<std::size_t> places(kDigits);
  for (int shift = 0; shift < 64; shift += kDigitBits) {
    if ((varying >> shift & (kDigits - 1)) == 0) continue;
    std::fill(places.begin(), places.end(), 0);
    for (std::size_t i = 0; i < count; ++i) ++places[from[i].key() >> shift & (kDigits - 1)];
    std::size_t before = 0;
    for (std::size_t& place : places) before += std::exchange(place, before);
    for (std::size_t i = 0; i < count; ++i) to[places[from[i].key() >> shift & (kDigits - 1)]++] = from[i];
    std::swap(from, to);
  }
  if (from != records) std::copy(from, from + count, records);
}

// Which of several sorted sources comes next: a heap of their keys; of equal ones the first source.
class MergeOrder {
 public:
  void add(std::uint64_t key, std::uint32_t source) {
    heap_.push_back({key, source});
    for (std::size_t i = heap_.size() - 1; i > 0 && heap_[i] < heap_[(i - 1) / 2]; i = (i - 1) / 2) std::swap(heap_[i], heap_[(i - 1) / 2]);
  }
  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] std::uint32_t first() const { return heap_.front().source; }
  // The first source goes on with this key.
  void replace_first(std::uint64_t key) {
    heap_.front().key = key;
    settle();
  }
  void remove_first() {
    heap_.front() = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) settle();
  }

 private:
  struct Head {
    std::uint64_t key;
    std::uint32_t source;
    bool operator<(const Head& other) const { return key != other.key ? key < other.key : source < other.source; }
  };
  void settle() {
    for (std::size_t i = 0, child = 1; child < heap_.size(); i = child, child = 2 * i + 1) {
      if (child + 1 < heap_.size() && heap_[child + 1] < heap_[child]) ++child;
      if (!(heap_[child] < heap_[i])) break;
      std::swap(heap_[i], heap_[child]);
    }
  }
  std::vector<Head> heap_;
};

template <class Record>
class RecordSorter {
  static_assert(std::is_trivially_copyable_v<Record>);

 public:
  // `memory_bytes`: what it may hold, half of it for sorting. `name` begins the names of its files.
  RecordSorter(const WorkPlace& place, std::string name, std::size_t memory_bytes)
      : place_(place), name_(std::move(name)), memory_bytes_(memory_bytes), capacity_(std::max<std::size_t>(memory_bytes / 2 / sizeof(Record), 16)) {}

  void add(const Record& record) {
    if (held_.size() == capacity_) spill();
    if (held_.empty()) held_.reserve(capacity_);
    held_.push_back(record);
    ++size_;
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }

  // Ends adding; reading begins. Error: system.
  [[nodiscard]] schema::Result<void> sort() {
    if (runs_.empty()) {
      sort_held();
    } else {
      spill();
      std::vector<Record>().swap(held_);
      merge_down();
    }
    std::vector<Record>().swap(scratch_);
    rewind();
    return outcome_;
  }
  // Reading begins again.
  void rewind() {
    sources_.clear();
    order_ = {};
    if (!outcome_) return;
    if (runs_.empty()) {
      for (std::size_t part = 0; part + 1 < parts_.size(); ++part) {
        sources_.push_back(Source{{}, {}, held_.data() + parts_[part], held_.data() + parts_[part + 1]});
      }
    } else {
      open_runs(0, runs_.size());
    }
    begin_merge();
  }
  // The next record; nullptr at the end and after a failure, which `outcome` tells apart. Valid until the next call.
  [[nodiscard]] const Record* next() {
    if (pending_) advance();
    pending_ = !order_.empty();
    return pending_ ? sources_[order_.first()].at : nullptr;
  }
  // Reads all records of the key, which must not lie behind, with `take(record)`.
  template <class Take>
  void take_key(std::uint64_t key, const Take& take) {
    if (pending_) advance();
    pending_ = false;
    while (!order_.empty()) {
      const Record* record = sources_[order_.first()].at;
      if (record->key() > key) return;
      if (record->key() == key) take(*record);
      advance();
    }
  }
  [[nodiscard]] const schema::Result<void>& outcome() const { return outcome_; }

 private:
  struct Source {
    WorkFile file;
    std::vector<Record> buffer;
    const Record* at = nullptr;
    const Record* end = nullptr;
  };
  static constexpr std::size_t kMostRuns = 256;  // read at one time

  void sort_held() {
    const std::size_t parts = static_cast<std::size_t>(place_.threads());
    parts_.clear();
    for (std::size_t part = 0; part <= parts; ++part) parts_.push_back(held_.size() * part / parts);
    scratch_.resize(held_.size());
    keep(in_parts(held_.size(), place_.threads(), [&](std::size_t first, std::size_t end) -> schema::Result<void> {
      radix_sort(held_.data() + first, scratch_.data() + first, end - first);
      return {};
    }));
  }
  void spill() {
    sort_held();
    const std::size_t first_run = runs_.size();
    for (std::size_t part = 0; part + 1 < parts_.size(); ++part) runs_.push_back(new_run());
    keep(in_parts(parts_.size() - 1, place_.threads(), [&](std::size_t first, std::size_t end) -> schema::Result<void> {
      for (std::size_t part = first; part < end; ++part) {
        storage::FileWriter writer(runs_[first_run + part]);
        writer.write_values(std::span<const Record>(held_.data() + parts_[part], parts_[part + 1] - parts_[part]));
        if (auto closed = writer.close(); !closed) return closed;
      }
      return {};
    }));
    held_.clear();
  }
  [[nodiscard]] std::filesystem::path new_run() { return place_.file(name_ + "-" + std::to_string(made_++)); }
  void open_runs(std::size_t first, std::size_t end) {
    const std::size_t records = std::clamp<std::size_t>(memory_bytes_ / (end - first) / sizeof(Record), 64, 16'384);
    for (std::size_t run = first; run < end && outcome_; ++run) {
      auto file = WorkFile::open(runs_[run]);
      if (!file) return keep(tl::make_unexpected(file.error()));
      sources_.push_back(Source{std::move(*file), std::vector<Record>(records), nullptr, nullptr});
      fill(sources_.back());
    }
  }
  void begin_merge() {
    pending_ = false;
    for (std::size_t i = 0; i < sources_.size() && outcome_; ++i) {
      if (sources_[i].at != sources_[i].end) order_.add(sources_[i].at->key(), static_cast<std::uint32_t>(i));
    }
  }
  void advance() {
    Source& source = sources_[order_.first()];
    if (++source.at == source.end && !source.buffer.empty()) fill(source);
    if (!outcome_) {
      order_ = {};  // nothing follows a failure
    } else if (source.at == source.end) {
      order_.remove_first();
    } else {
      order_.replace_first(source.at->key());
    }
  }
  void fill(Source& source) {
    const auto bytes = source.file.read(reinterpret_cast<char*>(source.buffer.data()), source.buffer.size() * sizeof(Record));
    if (!bytes) keep(tl::make_unexpected(bytes.error()));
    source.at = source.buffer.data();
    source.end = source.at + (bytes ? *bytes / sizeof(Record) : 0);
  }
  // Until no more runs are left than are read at one time. Neighbours are merged, so equal keys keep their order.
  void merge_down() {
    while (outcome_ && runs_.size() > kMostRuns) {
      std::vector<std::filesystem::path> merged;
      for (std::size_t first = 0; first < runs_.size() && outcome_; first += kMostRuns) {
        const std::size_t end = std::min(first + kMostRuns, runs_.size());
        sources_.clear();
        order_ = {};
        open_runs(first, end);
        begin_merge();
        merged.push_back(new_run());
        storage::FileWriter writer(merged.back());
        while (const Record* record = next()) writer.write({reinterpret_cast<const char*>(record), sizeof *record});
        keep(writer.close());
        sources_.clear();
        for (std::size_t run = first; run < end; ++run) remove(runs_[run]);
      }
      runs_ = std::move(merged);
    }
  }
  static void remove(const std::filesystem::path& path) {
    std::error_code ignored;  // goes with the place at the latest
    std::filesystem::remove(path, ignored);
  }
  void keep(schema::Result<void> outcome) {
    if (outcome_ && !outcome) outcome_ = std::move(outcome);
  }

  const WorkPlace& place_;
  std::string name_;
  std::size_t memory_bytes_, capacity_;
  std::uint64_t size_ = 0, made_ = 0;
  std::vector<Record> held_, scratch_;
  std::vector<std::size_t> parts_;  // where the sorted parts of `held_` begin, and its end
  std::vector<std::filesystem::path> runs_;
  std::vector<Source> sources_;
  MergeOrder order_;
  bool pending_ = false;  // the first record of `order_` was handed out
  schema::Result<void> outcome_;
};

}  // namespace incipit::snapshot
