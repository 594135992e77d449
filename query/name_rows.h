// Which rows of an author layer have a name with given words: a bit for each row, so that the rows of many words that begin alike
// are brought together at the cost of reading them once.
//
// Threads: one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "storage/name_words.h"

namespace incipit::query {

class NameRows {
 public:
  explicit NameRows(std::size_t rows) : marks_(rows / 64 + 1, 0) {}

  void add(std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) marks_[row / 64] |= std::uint64_t{1} << row % 64;
  }
  NameRows& operator|=(const NameRows& other);
  NameRows& operator&=(const NameRows& other);
  [[nodiscard]] bool empty() const;
  // Ascending.
  [[nodiscard]] std::vector<std::uint32_t> list() const;

 private:
  std::vector<std::uint64_t> marks_;
};

// A word of a name as it is asked for.
struct AskedName {
  std::string form;
  bool beginning = false;  // of one letter, an initial, it is one anyway
};

// Rows with all words; with `initials`, an initial of the paper's name may stand for a word.
[[nodiscard]] NameRows rows_with_all(const storage::NameWords& words, std::size_t rows, std::span<const AskedName> asked, bool initials);

// Rows with all words but for one error in one of them (query/word_list.h).
[[nodiscard]] NameRows rows_with_an_error(const storage::NameWords& words, std::size_t rows, std::span<const AskedName> asked);

}  // namespace incipit::query
