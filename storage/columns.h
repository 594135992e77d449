// Columns: values of each paper of a segment in a file of its own, by row (docid - 1). Three shapes:
//
//   FixedColumn<T>   one value of fixed size per row
//   StringColumn     one byte string per row
//   ListColumn       a list of 32-bit codes per row
//
// Each file is payload, offsets (not for FixedColumn), then a footer {magic, rows, payload bytes}, so that writers only
// append. Opening checks footer and offsets, so that no row of an opened column lies outside its file. Native byte order, little-endian machines only (asserted at compile time).
//
// Threads: readers are immutable views of a mapped file, safe from any thread.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/error.h"
#include "storage/files.h"

namespace incipit::storage {

static_assert(std::endian::native == std::endian::little, "column files are little-endian");

struct ColumnFooter {
  std::uint64_t magic = 0;
  std::uint64_t rows = 0;
  std::uint64_t payload = 0;  // bytes before the offsets
};

inline constexpr std::uint64_t kFixedMagic = 0x31584946434e49ULL;   // "INCFIX1"
inline constexpr std::uint64_t kStringMagic = 0x31525453434e49ULL;  // "INCSTR1"
inline constexpr std::uint64_t kListMagic = 0x3154534c434e49ULL;    // "INCLST1"

// Reads and checks the footer; payload and offsets must fill the file exactly. Error: index_damaged.
[[nodiscard]] schema::Result<ColumnFooter> check_footer(const MappedFile& file, std::uint64_t magic, std::size_t value_size,
                                                        const std::filesystem::path& path);

template <class T>
class FixedColumn {
 public:
  [[nodiscard]] static schema::Result<FixedColumn> open(const std::filesystem::path& path) {
    auto file = MappedFile::open(path);
    if (!file) return tl::make_unexpected(file.error());
    const auto footer = check_footer(*file, kFixedMagic, sizeof(T), path);
    if (!footer) return tl::make_unexpected(footer.error());
    FixedColumn column;
    column.values_ = {reinterpret_cast<const T*>(file->bytes().data()), static_cast<std::size_t>(footer->rows)};
    column.file_ = std::move(*file);
    return column;
  }
  [[nodiscard]] std::span<const T> values() const { return values_; }
  [[nodiscard]] const T& operator[](std::size_t row) const { return values_[row]; }
  [[nodiscard]] std::size_t rows() const { return values_.size(); }

 private:
  MappedFile file_;
  std::span<const T> values_;
};

template <class T>
class FixedColumnWriter {
 public:
  explicit FixedColumnWriter(const std::filesystem::path& path) : writer_(path) {}
  void add(const T& value) {
    writer_.write({reinterpret_cast<const char*>(&value), sizeof value});
    ++rows_;
  }
  [[nodiscard]] schema::Result<void> close() {
    const std::uint64_t payload = writer_.size();
    writer_.write(std::string(static_cast<std::size_t>((8 - payload % 8) % 8), '\0'));
    const ColumnFooter footer{kFixedMagic, rows_, payload};
    writer_.write({reinterpret_cast<const char*>(&footer), sizeof footer});
    return writer_.close();
  }

 private:
  FileWriter writer_;
  std::uint64_t rows_ = 0;
};

class StringColumn {
 public:
  [[nodiscard]] static schema::Result<StringColumn> open(const std::filesystem::path& path);
  [[nodiscard]] std::string_view operator[](std::size_t row) const;
  [[nodiscard]] std::size_t rows() const { return offsets_.empty() ? 0 : offsets_.size() - 1; }
  // Fetches what tells where a row is into the cache of the processor.
  void prefetch_place(std::size_t row) const { __builtin_prefetch(&offsets_[row]); }
  // The row that holds `value`, where rows are in ascending order.
  [[nodiscard]] std::optional<std::size_t> row_of_sorted(std::string_view value) const;

 private:
  MappedFile file_;
  std::span<const std::uint64_t> offsets_;
};

class StringColumnWriter {
 public:
  explicit StringColumnWriter(const std::filesystem::path& path) : writer_(path), offsets_{0} {}
  void add(std::string_view value);
  [[nodiscard]] schema::Result<void> close();

 private:
  FileWriter writer_;
  std::vector<std::uint64_t> offsets_;
};

class ListColumn {
 public:
  [[nodiscard]] static schema::Result<ListColumn> open(const std::filesystem::path& path);
  [[nodiscard]] std::span<const std::uint32_t> operator[](std::size_t row) const {
    const auto* first = reinterpret_cast<const std::uint32_t*>(file_.bytes().data());
    return {first + offsets_[row], static_cast<std::size_t>(offsets_[row + 1] - offsets_[row])};
  }
  // Fetches what tells where a row is into the cache of the processor.
  void prefetch_place(std::size_t row) const { __builtin_prefetch(&offsets_[row]); }
  // True when every code of every row is below `bound`.
  [[nodiscard]] bool all_below(std::size_t bound) const;
  [[nodiscard]] std::size_t rows() const { return offsets_.empty() ? 0 : offsets_.size() - 1; }

 private:
  MappedFile file_;
  std::span<const std::uint64_t> offsets_;  // in values
};

class ListColumnWriter {
 public:
  explicit ListColumnWriter(const std::filesystem::path& path) : writer_(path), offsets_{0} {}
  void add(std::span<const std::uint32_t> codes);
  [[nodiscard]] schema::Result<void> close();

 private:
  FileWriter writer_;
  std::vector<std::uint64_t> offsets_;
};

// Opens a column of any shape into `column`, unless `outcome` is an error already; the first error stays.
template <class Column>
void open_column(schema::Result<void>& outcome, Column& column, const std::filesystem::path& path) {
  if (!outcome) return;
  auto opened = Column::open(path);
  if (opened) {
    column = std::move(*opened);
  } else {
    outcome = tl::make_unexpected(opened.error());
  }
}

}  // namespace incipit::storage
