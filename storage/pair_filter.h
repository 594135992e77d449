// The pair filter: which papers may have two forms side by side, so that the rows of most papers that have both words need not be
// read for a phrase. It says yes to every paper that has the pair, and to about a tenth of those that have not.
//
// A Bloom filter for each paper (Bloom 1970), kept by bit: a pair has kHashes of kLines lines, a line has a bit for each paper. So
// the bits of a pair for thousands of papers lie together, while the filters of the papers themselves would be a line of the
// processor's cache each. Lines are cut into blocks of kBlockRows papers; the last block has lines as short as its papers need.
//
// Threads: a PairFilter is an immutable view of a mapped file, safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "schema/error.h"
#include "storage/columns.h"

namespace incipit::storage {

// File: pairs.u64.
class PairFilterWriter {
 public:
  explicit PairFilterWriter(const std::filesystem::path& directory);
  // Two forms side by side in the row that is ended next.
  void add(std::uint32_t first, std::uint32_t second);
  void end_row();
  [[nodiscard]] schema::Result<void> close();

 private:
  void write_block();

  FixedColumnWriter<std::uint64_t> words_;
  std::vector<std::uint64_t> block_;
  std::size_t rows_ = 0;  // of the block
};

class PairFilter {
 public:
  // Error: index_damaged, also where it is not of so many rows.
  [[nodiscard]] static schema::Result<PairFilter> open(const std::filesystem::path& directory, std::size_t rows);
  // Of papers, ascending by docid (row + 1), those that may have the two forms side by side, into `kept`; `docids` may be a view of it.
  void narrow(std::uint32_t first, std::uint32_t second, std::span<const std::uint32_t> docids, std::vector<std::uint32_t>& kept) const;

 private:
  FixedColumn<std::uint64_t> words_;
  std::size_t rows_ = 0;
};

}  // namespace incipit::storage
