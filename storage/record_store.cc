#include "storage/record_store.h"

#include <zstd.h>

#include <algorithm>
#include <memory>
#include <cstring>
#include <optional>

namespace incipit::storage {

using schema::ErrorCode;
using schema::Result;

namespace {

constexpr std::size_t kBlockBytes = 16 * 1024;
// The last record of a block may have any size up to this; the reader refuses blocks that no writer makes.
constexpr std::size_t kMaxRecordBytes = 64u << 20;
constexpr std::size_t kMaxBlockBytes = kBlockBytes + kMaxRecordBytes + sizeof(std::uint32_t);
constexpr int kCompressionLevel = 3;

tl::unexpected<schema::Error> damaged() { return schema::fail(ErrorCode::index_damaged, "a stored record cannot be read"); }

// The next record of an unpacked block, taken off its front.
std::optional<std::string_view> take_record(std::string_view& left) {
  std::uint32_t length = 0;
  if (left.size() < sizeof length) return std::nullopt;
  std::memcpy(&length, left.data(), sizeof length);
  left.remove_prefix(sizeof length);
  if (length > left.size()) return std::nullopt;
  const std::string_view record = left.substr(0, length);
  left.remove_prefix(length);
  return record;
}

}  // namespace

RecordStoreWriter::RecordStoreWriter(const std::filesystem::path& directory)
    : blocks_(directory / "records.str"), first_(directory / "records_first.u32") {}

void RecordStoreWriter::add(std::string_view record) {
  if (record.size() > kMaxRecordBytes) too_large_ = true;
  const auto length = static_cast<std::uint32_t>(record.size());
  pending_.append(reinterpret_cast<const char*>(&length), sizeof length);
  pending_.append(record);
  ++rows_;
  if (pending_.size() >= kBlockBytes) flush();
}

void RecordStoreWriter::add_block(std::string_view compressed, std::uint32_t rows) {
  flush();
  blocks_.add(compressed);
  first_.add(rows_);
  rows_ += rows;
  pending_first_ = rows_;
}

void RecordStoreWriter::flush() {
  if (pending_.empty()) return;
  std::string compressed(ZSTD_compressBound(pending_.size()), '\0');
  const std::size_t size =
      ZSTD_compress(compressed.data(), compressed.size(), pending_.data(), pending_.size(), kCompressionLevel);
  compressed.resize(ZSTD_isError(size) != 0 ? 0 : size);
  blocks_.add(compressed);
  first_.add(pending_first_);
  pending_.clear();
  pending_first_ = rows_;
}

Result<void> RecordStoreWriter::close() {
  flush();
  if (too_large_) return schema::fail(ErrorCode::limit_exceeded, "a record has more than 64 MiB with all its figures");
  if (auto closed = blocks_.close(); !closed) return tl::make_unexpected(closed.error());
  if (auto closed = first_.close(); !closed) return tl::make_unexpected(closed.error());
  return {};
}

Result<RecordStore> RecordStore::open(const std::filesystem::path& directory, std::size_t rows) {
  RecordStore store;
  auto blocks = StringColumn::open(directory / "records.str");
  if (!blocks) return tl::make_unexpected(blocks.error());
  auto first = FixedColumn<std::uint32_t>::open(directory / "records_first.u32");
  if (!first) return tl::make_unexpected(first.error());
  const bool fits = first->rows() == blocks->rows() && (rows == 0) == (first->rows() == 0) &&
                    (rows == 0 || ((*first)[0] == 0 && (*first)[first->rows() - 1] < rows));
  if (!fits) return schema::fail(ErrorCode::index_damaged, "the stored records do not fit the segment");
  store.blocks_ = std::move(*blocks);
  store.first_ = std::move(*first);
  store.rows_ = rows;
  return store;
}

std::uint32_t RecordStore::rows_of_block(std::size_t number) const {
  const std::size_t next = number + 1 < first_.rows() ? first_[number + 1] : rows_;
  return static_cast<std::uint32_t>(next - first_[number]);
}

Result<std::string> RecordStore::unpack(std::size_t number) const {
  const std::string_view compressed = blocks_[number];
  const unsigned long long size = ZSTD_getFrameContentSize(compressed.data(), compressed.size());
  const bool known = size != ZSTD_CONTENTSIZE_ERROR && size != ZSTD_CONTENTSIZE_UNKNOWN && size <= kMaxBlockBytes;
  std::string block(known ? static_cast<std::size_t>(size) : 0, '\0');
  // A context is large: making one costs as much as a block.
  thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
  if (!known || context == nullptr || ZSTD_isError(ZSTD_decompressDCtx(context.get(), block.data(), block.size(), compressed.data(), compressed.size())) != 0) return damaged();
  return block;
}

Result<std::string> RecordStore::read(std::size_t row) const {
  const auto values = first_.values();
  const auto after = std::upper_bound(values.begin(), values.end(), row);
  if (after == values.begin() || row >= rows_) return damaged();
  const auto number = static_cast<std::size_t>(after - values.begin()) - 1;
  const auto block = unpack(number);
  if (!block) return tl::make_unexpected(block.error());
  std::string_view left = *block;
  for (std::size_t skip = row - values[number];; --skip) {
    const auto record = take_record(left);
    if (!record) return damaged();
    if (skip == 0) return std::string(*record);
  }
}

Result<void> RecordStore::each(const std::function<Result<void>(std::size_t row, std::string_view record)>& take) const {
  std::size_t row = 0;
  for (std::size_t number = 0; number < blocks(); ++number) {
    const auto block = unpack(number);
    if (!block) return tl::make_unexpected(block.error());
    std::string_view left = *block;
    for (std::uint32_t rows = rows_of_block(number); rows > 0; --rows, ++row) {
      const auto record = take_record(left);
      if (!record) return damaged();
      if (auto taken = take(row, *record); !taken) return taken;
    }
  }
  return {};
}

}  // namespace incipit::storage
