// Papers in any order, read and sorted by (date, id): the first pass of a snapshot.
//
// Undated papers come last, by id. A paper is kept as its figures and its words (terms.h), not as its text.
//
// Threads: `add` and `finish` belong to one thread; another one reads texts beside it where the place has two.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "schema/error.h"
#include "snapshot/blob_sorter.h"
#include "snapshot/paper_text.h"
#include "snapshot/work_place.h"

namespace incipit::snapshot {

// A paper as it comes out of the sorting. The views live as long as the entry that it was read from.
struct SortedPaper {
  std::string_view id;
  std::optional<schema::Date> date;
  std::optional<bool> has_code;
  std::optional<std::int64_t> citations;
  std::string_view category;
  std::string_view words;
};
[[nodiscard]] SortedPaper sorted_paper(const BlobSorter::Entry& entry);

class Intake {
 public:
  Intake(const WorkPlace& place, std::size_t memory_bytes);
  ~Intake();

  // Errors: invalid_parameter (citations below zero), limit_exceeded (more than kMostPapers), system.
  [[nodiscard]] schema::Result<void> add(PaperText paper);
  [[nodiscard]] std::uint64_t papers() const { return papers_; }
  // All papers, sorted. Error: system.
  [[nodiscard]] schema::Result<std::unique_ptr<BlobSorter>> finish();

  static constexpr std::uint64_t kMostPapers = (std::uint64_t{1} << 30) - 1;  // so that sums of ranks have 32 bits

 private:
  struct Work;
  std::unique_ptr<Work> work_;
  std::uint64_t papers_ = 0;
};

}  // namespace incipit::snapshot
