// The token column: the words of each paper in order, so that phrases, exact words and names are checked against what
// the text says, without positions in the postings. A row holds its title, abstract, comments and each affiliation and author
// name apart; a token is the number of its folded form in the segment's dictionary and whether it is joined to the one before.
//
// Forms are numbered by falling frequency, so that common words take one or two bytes. The code of a token is a varint of at least
// 2, so a byte 0 ends a text and is nothing else: words side by side are found in the bytes of a row without decoding them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "storage/columns.h"
#include "storage/pair_filter.h"
#include "storage/pair_lists.h"
#include "storage/string_numbers.h"

namespace incipit::storage {

// A token in memory: 2 * form number + (1 when joined).
using PackedToken = std::uint32_t;
[[nodiscard]] constexpr PackedToken pack_token(std::uint32_t form, bool joined) { return form * 2 + (joined ? 1 : 0); }
[[nodiscard]] constexpr std::uint32_t form_of(PackedToken token) { return token / 2; }
[[nodiscard]] constexpr bool is_joined(PackedToken token) { return (token & 1) != 0; }

struct TokenRow {
  std::vector<PackedToken> title, abstract, comments;
  std::vector<std::vector<PackedToken>> affiliations;  // none empty
  std::vector<std::vector<PackedToken>> authors;

  void clear();
};

// The parts of a row, in their order. Sets of them are bits.
enum class RowPart : std::uint8_t { title = 1, abstract = 2, comments = 4, affiliations = 8, authors = 16 };
using RowParts = std::uint8_t;
[[nodiscard]] constexpr RowParts operator|(RowPart a, RowPart b) { return static_cast<RowParts>(static_cast<int>(a) | static_cast<int>(b)); }
[[nodiscard]] constexpr RowParts operator|(RowParts a, RowPart b) { return static_cast<RowParts>(a | static_cast<int>(b)); }

// Numbers forms while rows are collected and counts how often each occurs.
class FormNumbering {
 public:
  // The number of a form, new ones in order of first sight; counts `occurrences` of it.
  std::uint32_t number(std::string_view form, std::uint64_t occurrences = 1);
  [[nodiscard]] std::string_view form(std::uint32_t number) const { return forms_.text(number); }

  // For each number given so far, the number it has by falling frequency, ties by bytes.
  [[nodiscard]] std::vector<std::uint32_t> by_frequency() const;
  [[nodiscard]] std::uint64_t occurrences(std::uint32_t number) const { return counts_[number]; }

 private:
  StringNumbers forms_;
  std::vector<std::uint64_t> counts_;
};

// Writes rows whose tokens were numbered by `numbering`, renumbered by its frequencies, and the dictionary.
// Files: tokens.str, forms.str, forms_sorted.u32, form_counts.u64, and those of the pair filter and the pair lists.
class TokenColumnWriter {
 public:
  TokenColumnWriter(const std::filesystem::path& directory, const FormNumbering& numbering);
  void add(const TokenRow& row);
  [[nodiscard]] schema::Result<void> close();

 private:
  enum class Pairs { filtered, left_out };
  void put(const std::vector<PackedToken>& tokens, Pairs pairs);
  void end_text() { buffer_ += '\0'; }
  [[nodiscard]] schema::Result<void> write_pair_lists() const;

  std::filesystem::path directory_;
  const FormNumbering& numbering_;
  std::vector<std::uint32_t> renumbered_;
  StringColumnWriter rows_;
  PairFilterWriter pairs_;
  std::string buffer_;
};

// Tokens side by side, looked for in the bytes of rows.
class TokenPattern {
 public:
  // `joined`: it must be; else it may be.
  void add(std::uint32_t form, bool joined);
  // Whether they stand in one text of these parts of a row.
  [[nodiscard]] bool stands_in(std::string_view row, RowParts parts) const;

 private:
  [[nodiscard]] bool stands_at(const char* at) const;
  [[nodiscard]] const char* find(const char* from, const char* end) const;

  std::string bytes_;
  std::string masks_;        // parallel to `bytes_`: the bits that count
  std::size_t anchor_ = 0;   // where the code of the rarest form begins, or the byte before when that is the last
  std::uint32_t anchor_form_ = 0;
};

class TokenColumn {
 public:
  [[nodiscard]] static schema::Result<TokenColumn> open(const std::filesystem::path& directory);

  // The number of a form; nullopt when no paper of the segment has it.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view form) const;
  // The numbers of the forms that begin so, in byte order of the forms.
  [[nodiscard]] std::span<const std::uint32_t> beginning_with(std::string_view beginning) const;
  // The numbers of all forms, in byte order of the forms.
  [[nodiscard]] std::span<const std::uint32_t> sorted_forms() const { return sorted_.values(); }
  [[nodiscard]] std::string_view form(std::uint32_t number) const { return forms_[number]; }
  [[nodiscard]] std::size_t forms() const { return forms_.rows(); }
  [[nodiscard]] std::uint64_t occurrences(std::uint32_t number) const { return counts_[number]; }
  [[nodiscard]] std::size_t rows() const { return rows_.rows(); }

  // A row as it is stored, for TokenPattern.
  [[nodiscard]] std::string_view bytes(std::size_t row_number) const { return rows_[row_number]; }
  // The parts of a row that the pair filter and the pair lists know: those of the fields in which most phrases are looked for.
  static constexpr RowParts kFilteredParts = RowPart::title | RowPart::abstract | RowPart::authors;
  [[nodiscard]] const PairFilter& pairs() const { return pairs_; }
  // Of papers, ascending by docid, those that have the two forms side by side in one of these parts; nullopt where the pair is not listed.
  [[nodiscard]] std::optional<std::vector<std::uint32_t>> listed_pair(std::uint32_t first, std::uint32_t second) const {
    return pair_lists_.docids(first, second, rows());
  }
  void prefetch_place(std::size_t row_number) const { rows_.prefetch_place(row_number); }
  // Decodes a row into `row` (reused to spare allocations). Damaged bytes give a shorter row, never a bad read.
  void read(std::size_t row_number, TokenRow& row) const;
  // Its title alone.
  void read_title(std::size_t row_number, std::vector<PackedToken>& title) const;

 private:
  StringColumn rows_;
  StringColumn forms_;
  FixedColumn<std::uint32_t> sorted_;  // form numbers in byte order of their forms
  FixedColumn<std::uint64_t> counts_;
  std::vector<std::uint64_t> heads_;  // the first bytes of every kStep-th form in byte order, so that a search begins in memory
  PairFilter pairs_;
  PairLists pair_lists_;
};

// Fetches the beginning of bytes that will be read soon into the cache of the processor.
void prefetch(std::string_view bytes);

}  // namespace incipit::storage
