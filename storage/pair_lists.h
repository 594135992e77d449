// The pair lists: exactly which papers have two forms side by side, of the pairs that are so frequent that telling it from rows
// would cost the most. A pair filter (storage/pair_filter.h) leaves such papers to be read one by one; of a frequent pair most of
// them are right, so that there is nothing to leave out.
//
// A pair is listed where both forms are among the kFrequentForms most frequent of the segment and stand so at least once for each
// kPapersPerUse of its papers; segments of fewer than kLeastPapers have no lists. Of an arXiv abstract's pairs about a third are listed,
// for some sixty bytes a paper.
//
// Threads: PairLists is an immutable view of mapped files, safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "schema/error.h"
#include "storage/columns.h"

namespace incipit::storage {

// Goes over the pairs of all rows twice: first `count`, then, where `wanted`, `add`; rows in order.
// Files: pair_keys.u64, the listed pairs in order, and pair_lists.str, their rows as varints of distances.
class PairListsWriter {
 public:
  static constexpr std::size_t kFrequentForms = 2048;
  static constexpr std::size_t kPapersPerUse = 1024;
  static constexpr std::size_t kLeastPapers = 16'384;

  explicit PairListsWriter(std::size_t rows);

  [[nodiscard]] bool wanted() const { return !uses_.empty(); }
  void count(std::uint32_t first, std::uint32_t second);
  void choose();  // once, between the two
  void add(std::uint32_t first, std::uint32_t second, std::uint32_t row);
  [[nodiscard]] schema::Result<void> close(const std::filesystem::path& directory);

 private:
  struct List {
    std::uint32_t next_row = 0;  // the smallest that may follow
    std::string rows;
  };

  std::size_t least_uses_;
  std::vector<std::uint32_t> uses_;  // by pair; after `choose` the number of its list, from 1
  std::vector<std::uint64_t> keys_;
  std::vector<List> lists_;
};

class PairLists {
 public:
  // Error: index_damaged.
  [[nodiscard]] static schema::Result<PairLists> open(const std::filesystem::path& directory);
  // The papers that have the two forms side by side, ascending by docid (row + 1); nullopt where the pair is not listed.
  // Damaged bytes give wrong docids within 1..rows, never others.
  [[nodiscard]] std::optional<std::vector<std::uint32_t>> docids(std::uint32_t first, std::uint32_t second, std::size_t rows) const;

 private:
  FixedColumn<std::uint64_t> keys_;
  StringColumn lists_;
};

}  // namespace incipit::storage
