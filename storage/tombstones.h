// The papers of a segment that later changes deleted or replaced. Segments are immutable, so they are marked beside it, and
// their terms are counted, so that document frequencies are those of the papers that are left (decision D9).
//
// Threads: immutable once opened, shared by all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <roaring/roaring.hh>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "storage/columns.h"

namespace incipit::storage {

class Tombstones {
 public:
  // An absent directory is a segment without dead papers. Error: index_damaged.
  [[nodiscard]] static schema::Result<Tombstones> open(const std::filesystem::path& directory);

  // By docid (row + 1).
  [[nodiscard]] const Roaring& papers() const { return papers_; }
  [[nodiscard]] bool empty() const { return papers_.isEmpty(); }
  // How many dead papers have a term of the segment's tables.
  [[nodiscard]] std::uint32_t frequency(std::string_view term) const;
  // The terms that dead papers have, ascending, each with its frequency.
  [[nodiscard]] std::size_t terms() const { return terms_.rows(); }
  [[nodiscard]] std::string_view term(std::size_t number) const { return terms_[number]; }
  [[nodiscard]] std::uint32_t frequency_of(std::size_t number) const { return counts_[number]; }

 private:
  Roaring papers_;
  StringColumn terms_;  // sorted
  FixedColumn<std::uint32_t> counts_;
};

// Those of a segment with more papers dead than before: `papers` are all of them, `terms` the distinct terms of each paper that
// is dead since. Files: papers.roaring, terms.str, counts.u32. Error: system.
[[nodiscard]] schema::Result<void> write_tombstones(const std::filesystem::path& directory, const Tombstones& before,
                                                    const Roaring& papers, std::vector<std::string> terms);

}  // namespace incipit::storage
