// Postings in memory by term: what Xapian's own inverter does with node-based maps, done with one hash table, so that most
// terms of a document cost a hash and an append.
//
// Threads: one inverter, one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "storage/posting_run.h"

namespace incipit::indexer {

class Inverter {
 public:
  Inverter();

  // Documents in ascending order of docids; a term given twice for one document counts once.
  void add(std::string_view term, std::uint32_t docid, std::uint32_t wdf);
  // Writes all postings in the order of terms. `lengths`: of documents 1..n. Error: system.
  [[nodiscard]] schema::Result<void> write(const std::filesystem::path& run, std::span<const std::uint32_t> lengths) const;

 private:
  struct Entry {
    std::string_view term;
    std::uint32_t last = 0;  // docid
    storage::PostingList postings;
  };
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t entry = 0;  // number + 1; 0: free
  };

  Entry& entry_of(std::string_view term);
  void grow();
  std::string_view keep(std::string_view term);

  std::vector<Slot> slots_;
  std::deque<Entry> entries_;
  std::vector<std::unique_ptr<char[]>> arena_;
  std::size_t arena_left_ = 0;
  char* arena_at_ = nullptr;
};

}  // namespace incipit::indexer
