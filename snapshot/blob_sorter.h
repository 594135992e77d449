// Sorting byte strings by keys that are byte strings, more than the memory holds: runs are sorted, written, and merged while they are
// read. Keys are different (entries of one key come in any order). A key and its value together are below 4 GiB.
//
// Threads: one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "snapshot/work_place.h"

namespace incipit::snapshot {

// A number as the eight bytes whose order is that of the numbers.
[[nodiscard]] std::string ordered_bytes(std::int64_t number);

class BlobSorter {
 public:
  struct Entry {
    std::string_view key, value;
  };

  BlobSorter(const WorkPlace& place, std::string name, std::size_t memory_bytes);
  ~BlobSorter();
  BlobSorter(const BlobSorter&) = delete;
  BlobSorter& operator=(const BlobSorter&) = delete;

  void add(std::string_view key, std::string_view value);
  // Ends adding; reading begins. Error: system.
  [[nodiscard]] schema::Result<void> sort();
  // Reading begins again.
  void rewind();
  // The next entry, valid until the next call; nullptr at the end and after a failure, which `outcome` tells apart.
  [[nodiscard]] const Entry* next();
  [[nodiscard]] const schema::Result<void>& outcome() const { return outcome_; }

 private:
  // Where an entry of `bytes_` begins, and the first bytes of its key as a number in their order: most comparisons end there.
  struct Place {
    std::uint64_t begins;
    std::uint64_t offset;
  };
  class Source;

  [[nodiscard]] Entry entry_at(std::uint64_t offset) const;
  void sort_places();
  void spill();
  void merge_down();
  void open_runs(std::size_t first, std::size_t end);
  [[nodiscard]] const Entry* next_of_runs();
  void keep(schema::Result<void> outcome);

  const WorkPlace& place_;
  std::string name_;
  std::size_t memory_bytes_;
  std::string bytes_;
  std::vector<Place> places_;
  std::vector<std::filesystem::path> runs_;
  std::uint64_t made_ = 0;
  std::vector<std::unique_ptr<Source>> sources_;  // a heap by key
  bool pending_ = false;                          // the first source was handed out
  std::size_t row_ = 0;                           // of `places_`, where there are no runs
  Entry entry_;
  schema::Result<void> outcome_;
};

}  // namespace incipit::snapshot
