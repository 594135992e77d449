// The words of the names in an author layer, in byte order, each with the rows of the layer that have it in a name. Words that
// begin alike stand side by side, and so do their rows, so that a beginning costs one stretch of memory.
//
// Threads: NameWords is immutable and shared.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/error.h"
#include "storage/columns.h"

namespace incipit::storage {

class NameWords {
 public:
  // Of a layer with as many rows. Error: index_damaged.
  [[nodiscard]] static schema::Result<NameWords> open(const std::filesystem::path& directory, std::size_t rows);

  [[nodiscard]] std::size_t size() const { return words_.rows(); }
  [[nodiscard]] std::string_view word(std::size_t number) const { return words_[number]; }
  // Ascending.
  [[nodiscard]] std::span<const std::uint32_t> rows_of(std::size_t number) const { return rows_[number]; }
  // Those of a whole word; none where no name has it.
  [[nodiscard]] std::span<const std::uint32_t> rows_of(std::string_view word) const;
  // The rows of the words from `first` to before `last`, one word after the other.
  [[nodiscard]] std::span<const std::uint32_t> rows_between(std::size_t first, std::size_t last) const;

 private:
  StringColumn words_;
  ListColumn rows_;
};

// Files: name_words.str, name_words.list.
class NameWordsWriter {
 public:
  // Words and rows in any order; twice the same counts once.
  void add(std::string_view word, std::uint32_t row);
  [[nodiscard]] schema::Result<void> write(const std::filesystem::path& directory);

 private:
  std::unordered_map<std::string, std::vector<std::uint32_t>> rows_;
};

}  // namespace incipit::storage
