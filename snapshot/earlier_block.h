// Papers that later ones are compared with, held by term: which of them have it, and how often. Terms that many of them have are held by
// paper instead: their lists are long and what they add to a similarity is little.
//
// Threads: any, once it is loaded.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "schema/error.h"
#include "snapshot/corpus_shape.h"
#include "snapshot/paper_rows.h"
#include "snapshot/work_place.h"

namespace incipit::snapshot {

// What an entry of a row takes at most while a block is loaded.
inline constexpr std::size_t kBytesOfBlockEntry = 32;

// A paper that has a term. Its place: its ordinal less that of the first paper of the block.
struct Mention {
  std::uint32_t bits = 0;
  [[nodiscard]] static Mention of(std::uint32_t place, std::uint32_t weight) { return {weight << kPlaceBits | place}; }
  [[nodiscard]] std::uint32_t place() const { return bits & (kMostPlaces - 1); }
  [[nodiscard]] std::uint32_t weight() const { return bits >> kPlaceBits; }  // tf_weight: below 1,024 for a text of a megabyte
};

// A common term of a paper.
struct CommonTerm {
  std::uint16_t number = 0;  // among the common terms
  std::uint16_t weight = 0;  // tf_weight
};

class EarlierBlock {
 public:
  // The papers from that of `block` to the one before `end`. Error: system.
  [[nodiscard]] static schema::Result<EarlierBlock> load(const RowBlock& block, std::uint32_t end, const WorkPlace& place);

  [[nodiscard]] std::uint32_t first() const { return first_; }
  [[nodiscard]] std::size_t places() const { return papers_.size(); }

  // Where a term is: its papers in ascending order, and its number if it is common.
  struct Found {
    std::span<const Mention> mentions;
    std::optional<std::uint16_t> common;
  };
  [[nodiscard]] Found find(std::uint32_t term) const;
  // Fetches what tells where a term is into the cache of the processor.
  void prefetch(std::uint32_t term) const { __builtin_prefetch(&slots_[slot_of(term)]); }
  [[nodiscard]] std::size_t common_terms() const { return common_count_; }
  // Of a paper, in no order.
  [[nodiscard]] std::span<const CommonTerm> common_terms_of(std::uint32_t place) const {
    return {common_.data() + papers_[place].common_begin, papers_[place].common_count};
  }
  // The greatest tf_weight of these.
  [[nodiscard]] std::uint32_t greatest_common_weight(std::uint32_t place) const { return papers_[place].greatest_common; }

  // The sum of squares of a paper as seen from `year`, and nearly one over its root.
  [[nodiscard]] std::uint64_t squares(std::uint32_t place, int year) const { return squares_[place][view(place, year)]; }
  [[nodiscard]] float inverse_norm(std::uint32_t place, int year) const { return papers_[place].inverse_norms[view(place, year)]; }

 private:
  struct Term {
    std::uint32_t number = 0;
    std::uint32_t begin = 0;  // of its mentions; they end where those of the next term begin
    std::uint32_t common = 0;  // its number among these, plus one; 0: it is not
  };
  // What a comparison looks at for each paper that was found.
  struct Paper {
    std::array<float, kViews> inverse_norms{};
    std::uint32_t common_begin = 0;
    std::uint16_t common_count = 0;
    std::uint16_t greatest_common = 0;
    std::int32_t year = 0;
  };
  // 2^32 over the golden ratio (Knuth, volume 3, 6.4).
  [[nodiscard]] std::size_t slot_of(std::uint32_t term) const { return term * 0x9E3779B1U >> shift_; }
  [[nodiscard]] std::size_t view(std::uint32_t place, int year) const { return static_cast<std::size_t>(year - papers_[place].year); }
  void add(const PaperRow& row);
  void index_terms();
  void gather_common_terms();

  std::uint32_t first_ = 0;
  std::vector<Mention> mentions_;
  std::vector<Term> terms_;           // by number, and an end
  std::vector<std::uint32_t> slots_;  // a hash table of places in `terms_`, plus one; 0: free
  int shift_ = 0;
  std::vector<CommonTerm> common_;
  std::size_t common_count_ = 0;
  std::vector<Paper> papers_;
  std::vector<std::array<std::uint64_t, kViews>> squares_;
};

}  // namespace incipit::snapshot
