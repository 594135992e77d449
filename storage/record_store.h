// The stored record of each paper (its canonical JSON), in zstd blocks of about 16 KiB before compression: reading one
// decompresses one block.
//
// Threads: RecordStore is immutable; `read` may be called from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "schema/error.h"
#include "storage/columns.h"

namespace incipit::storage {

// Files: records.str (one compressed block per row), records_first.u32 (the first paper row of each block).
class RecordStoreWriter {
 public:
  explicit RecordStoreWriter(const std::filesystem::path& directory);
  // At most 64 MiB; a longer one makes `close` fail with limit_exceeded.
  void add(std::string_view record);
  // Appends a block of another store as it is; it holds `rows` records.
  void add_block(std::string_view compressed, std::uint32_t rows);
  [[nodiscard]] schema::Result<void> close();

 private:
  void flush();

  StringColumnWriter blocks_;
  FixedColumnWriter<std::uint32_t> first_;
  std::string pending_;
  std::uint32_t rows_ = 0;
  std::uint32_t pending_first_ = 0;
  bool too_large_ = false;
};

class RecordStore {
 public:
  [[nodiscard]] static schema::Result<RecordStore> open(const std::filesystem::path& directory, std::size_t rows);
  // Error: index_damaged.
  [[nodiscard]] schema::Result<std::string> read(std::size_t row) const;
  // Every record in the order of rows; an error of `take` ends it. Error: index_damaged.
  [[nodiscard]] schema::Result<void> each(const std::function<schema::Result<void>(std::size_t row, std::string_view record)>& take) const;

  [[nodiscard]] std::size_t blocks() const { return blocks_.rows(); }
  [[nodiscard]] std::string_view block(std::size_t number) const { return blocks_[number]; }
  [[nodiscard]] std::uint32_t rows_of_block(std::size_t number) const;

 private:
  [[nodiscard]] schema::Result<std::string> unpack(std::size_t block) const;

  StringColumn blocks_;
  FixedColumn<std::uint32_t> first_;
  std::size_t rows_ = 0;
};

}  // namespace incipit::storage
