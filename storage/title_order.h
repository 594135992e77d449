// The rows of a segment in the order of their title keys: titles by their beginning, and a title that is known whole.
//
// Threads: immutable once opened, shared by all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "schema/error.h"
#include "storage/columns.h"

namespace incipit::storage {

class TitleOrder {
 public:
  // Of a segment with as many rows. Error: index_damaged.
  [[nodiscard]] static schema::Result<TitleOrder> open(const std::filesystem::path& directory, std::size_t rows);

  // The rows whose key begins so, by key; `keys` is the segment's column of title keys.
  [[nodiscard]] std::span<const std::uint32_t> beginning_with(std::string_view beginning, const StringColumn& keys) const;
  // The rows with this key, ascending.
  [[nodiscard]] std::span<const std::uint32_t> equal_to(std::string_view key, const StringColumn& keys) const;

 private:
  FixedColumn<std::uint32_t> rows_;
};

// Reads the finished column of title keys in a directory and writes the order beside it: title_order.u32.
[[nodiscard]] schema::Result<void> write_title_order(const std::filesystem::path& directory);

}  // namespace incipit::storage
