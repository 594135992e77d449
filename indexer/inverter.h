// Postings in memory by term: what Xapian's own inverter does with node-based maps, done with one hash table, so that most
// terms of a document cost a hash and an append.
//
// Threads: one inverter, one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "storage/posting_run.h"
#include "storage/string_numbers.h"

namespace incipit::indexer {

class Inverter {
 public:
  // Documents in ascending order of docids; a term given twice for one document counts once.
  void add(std::string_view term, std::uint32_t docid, std::uint32_t wdf);
  // Writes all postings in the order of terms. `lengths`: of documents 1..n. Error: system.
  [[nodiscard]] schema::Result<void> write(const std::filesystem::path& run, std::span<const std::uint32_t> lengths) const;

 private:
  storage::StringNumbers terms_;
  std::vector<storage::PostingList> postings_;  // by number of their term
};

}  // namespace incipit::indexer
