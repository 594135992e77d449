#include "storage/columns.h"

namespace incipit::storage {

using schema::ErrorCode;
using schema::Result;

namespace {

tl::unexpected<schema::Error> damaged(const std::filesystem::path& path, std::string_view why) {
  return schema::fail(ErrorCode::index_damaged, "column file " + path.filename().string() + " is damaged: " + std::string(why),
                      path.string());
}

struct OffsetFile {
  MappedFile file;
  std::span<const std::uint64_t> offsets;
};

// Opens payload + offsets and checks that the offsets ascend within the payload.
Result<OffsetFile> open_offsets(const std::filesystem::path& path, std::uint64_t magic, std::size_t value_size) {
  auto file = MappedFile::open(path);
  if (!file) return tl::make_unexpected(file.error());
  const auto footer = check_footer(*file, magic, 0, path);
  if (!footer) return tl::make_unexpected(footer.error());
  const std::uint64_t padded = (footer->payload + 7) / 8 * 8;
  const auto* first = reinterpret_cast<const std::uint64_t*>(file->bytes().data() + padded);
  const std::span<const std::uint64_t> offsets(first, static_cast<std::size_t>(footer->rows) + 1);
  // Every later read trusts the offsets, so all of them are looked at, once.
  bool ascending = true;
  for (std::size_t row = 1; row < offsets.size(); ++row) ascending &= offsets[row - 1] <= offsets[row];
  const bool fill = footer->payload % value_size == 0 && offsets.back() == footer->payload / value_size;
  if (offsets.front() != 0 || !ascending || !fill) return damaged(path, "its offsets do not fit");
  return OffsetFile{std::move(*file), offsets};
}

Result<void> close_offsets(FileWriter& writer, const std::vector<std::uint64_t>& offsets, std::uint64_t magic) {
  const std::uint64_t payload = writer.size();
  writer.write(std::string(static_cast<std::size_t>((8 - payload % 8) % 8), '\0'));
  writer.write_values(std::span<const std::uint64_t>(offsets));
  const ColumnFooter footer{magic, offsets.size() - 1, payload};
  writer.write({reinterpret_cast<const char*>(&footer), sizeof footer});
  return writer.close();
}

}  // namespace

Result<ColumnFooter> check_footer(const MappedFile& file, std::uint64_t magic, std::size_t value_size,
                                  const std::filesystem::path& path) {
  const std::string_view bytes = file.bytes();
  ColumnFooter footer;
  if (bytes.size() < sizeof footer) return damaged(path, "it is too short");
  std::memcpy(&footer, bytes.data() + bytes.size() - sizeof footer, sizeof footer);
  if (footer.magic != magic) return damaged(path, "it has another kind of content");
  const std::uint64_t room = bytes.size() - sizeof footer;
  if (footer.payload > room || footer.rows > bytes.size()) return damaged(path, "its footer does not fit its size");
  const std::uint64_t padded = (footer.payload + 7) / 8 * 8;
  const std::uint64_t rest = magic == kFixedMagic ? 0 : (footer.rows + 1) * sizeof(std::uint64_t);
  if (padded + rest != room) return damaged(path, "its footer does not fit its size");
  if (magic == kFixedMagic && footer.rows * value_size != footer.payload) return damaged(path, "its rows do not fit its size");
  return footer;
}

Result<StringColumn> StringColumn::open(const std::filesystem::path& path) {
  auto parts = open_offsets(path, kStringMagic, 1);
  if (!parts) return tl::make_unexpected(parts.error());
  StringColumn column;
  column.file_ = std::move(parts->file);
  column.offsets_ = parts->offsets;
  return column;
}

std::string_view StringColumn::operator[](std::size_t row) const {
  const std::uint64_t begin = offsets_[row];
  return file_.bytes().substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(offsets_[row + 1] - begin));
}

std::optional<std::size_t> StringColumn::row_of_sorted(std::string_view value) const {
  std::size_t low = 0, high = rows();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if ((*this)[middle] < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < rows() && (*this)[low] == value ? std::optional(low) : std::nullopt;
}

void StringColumnWriter::add(std::string_view value) {
  writer_.write(value);
  offsets_.push_back(writer_.size());
}

Result<void> StringColumnWriter::close() { return close_offsets(writer_, offsets_, kStringMagic); }

Result<ListColumn> ListColumn::open(const std::filesystem::path& path) {
  auto parts = open_offsets(path, kListMagic, sizeof(std::uint32_t));
  if (!parts) return tl::make_unexpected(parts.error());
  ListColumn column;
  column.file_ = std::move(parts->file);
  column.offsets_ = parts->offsets;
  return column;
}

bool ListColumn::all_below(std::size_t bound) const {
  const auto* first = reinterpret_cast<const std::uint32_t*>(file_.bytes().data());
  bool below = true;
  for (std::size_t i = 0; i < offsets_.back(); ++i) below &= first[i] < bound;
  return below;
}

void ListColumnWriter::add(std::span<const std::uint32_t> codes) {
  writer_.write_values(codes);
  offsets_.push_back(offsets_.back() + codes.size());
}

Result<void> ListColumnWriter::close() { return close_offsets(writer_, offsets_, kListMagic); }

}  // namespace incipit::storage
