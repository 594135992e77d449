// The fourth pass: the terms of each paper side by side, and which of them lead to the papers it is compared with.
//
// Threads: one.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "schema/error.h"
#include "snapshot/corpus_shape.h"
#include "snapshot/record_sorter.h"
#include "snapshot/term_groups.h"
#include "snapshot/watch.h"
#include "snapshot/work_place.h"

namespace incipit::snapshot {

inline constexpr std::size_t kKeyTerms = 24;
inline constexpr std::uint32_t kMostEarlier = 2000;

// What a term is to its paper.
enum class TermRole : std::uint16_t {
  other,
  key,  // it finds the papers to compare with
};

struct RowEntry {
  std::uint32_t term = 0;
  std::uint16_t weight_and_role = 0;
  std::uint16_t idf = 0;  // in the paper's own year

  [[nodiscard]] std::uint32_t weight() const { return weight_and_role >> 1; }  // tf_weight
  [[nodiscard]] TermRole role() const { return static_cast<TermRole>(weight_and_role & 1); }
};

// A paper's terms, without those that no other paper has; ascending by term.
struct PaperRow {
  struct Head {
    std::uint32_t ordinal = 0;
    std::uint32_t entries = 0;
    std::array<std::uint64_t, kViews> squares{};  // of its vector, with the idf of the years Y..Y+5
    std::int32_t year = 0;
    std::int32_t unused = 0;
  };
  Head head;
  std::vector<RowEntry> entries;
};

// Rows from front to back.
class RowFile {
 public:
  [[nodiscard]] static schema::Result<RowFile> open(const std::filesystem::path& path, std::uint64_t from);
  // False at the end. Error: system.
  [[nodiscard]] schema::Result<bool> next(PaperRow& row);

 private:
  [[nodiscard]] schema::Result<bool> take(char* to, std::size_t size);

  WorkFile file_;
  std::string buffer_;
  std::size_t at_ = 0;
};

// Papers whose rows are held at one time while later papers are compared with them.
struct RowBlock {
  std::uint32_t first = 0;   // ordinal
  std::uint64_t offset = 0;  // in the file of rows
};
inline constexpr int kPlaceBits = 22;
inline constexpr std::uint32_t kMostPlaces = 1U << kPlaceBits;

// Writes the file `rows` of all ordered papers. Key terms of a paper: of the terms that 1 to kMostEarlier earlier papers of the years Y-5..Y
// have, the kKeyTerms of highest idf; of equal ones those that fewer of these have, then by hash. `block_entries`: how many entries of
// the file a block has, and less than a row more; a block spans kMostPlaces ordinals at most. Error: system; as Watch.
[[nodiscard]] schema::Result<std::vector<RowBlock>> write_rows(RecordSorter<RowRecord>& records, const CorpusShape& shape, const WorkPlace& place,
                                                               std::uint64_t block_entries, const Watch& watch);

}  // namespace incipit::snapshot
