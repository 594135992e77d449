#include "storage/title_order.h"

#include <algorithm>
#include <vector>

namespace incipit::storage {

using schema::ErrorCode;
using schema::Result;

namespace {

// The first eight bytes of a key as a number of the same order: most comparisons need no more.
std::uint64_t head_of(std::string_view key) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < sizeof head; ++i) head = head << 8 | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0U);
  return head;
}

}  // namespace

Result<TitleOrder> TitleOrder::open(const std::filesystem::path& directory, std::size_t rows) {
  auto column = FixedColumn<std::uint32_t>::open(directory / "title_order.u32");
  if (!column) return tl::make_unexpected(column.error());
  const auto values = column->values();
  if (values.size() != rows || std::any_of(values.begin(), values.end(), [&](std::uint32_t row) { return row >= rows; })) {
    return schema::fail(ErrorCode::index_damaged, "the order of a segment's titles names papers that it does not have");
  }
  TitleOrder order;
  order.rows_ = std::move(*column);
  return order;
}

std::span<const std::uint32_t> TitleOrder::beginning_with(std::string_view beginning, const StringColumn& keys) const {
  const auto values = rows_.values();
  const auto first = std::partition_point(values.begin(), values.end(), [&](std::uint32_t row) { return keys[row] < beginning; });
  const auto last = std::partition_point(first, values.end(), [&](std::uint32_t row) { return keys[row].starts_with(beginning); });
  return {first, last};
}

std::span<const std::uint32_t> TitleOrder::equal_to(std::string_view key, const StringColumn& keys) const {
  const auto values = rows_.values();
  const auto first = std::partition_point(values.begin(), values.end(), [&](std::uint32_t row) { return keys[row] < key; });
  const auto last = std::partition_point(first, values.end(), [&](std::uint32_t row) { return keys[row] == key; });
  return {first, last};
}

Result<void> write_title_order(const std::filesystem::path& directory) {
  const auto keys = StringColumn::open(directory / "title_keys.str");
  if (!keys) return tl::make_unexpected(keys.error());
  struct Keyed {
    std::uint64_t head;
    std::uint32_t row;
  };
  std::vector<Keyed> order;
  order.reserve(keys->rows());
  for (std::size_t row = 0; row < keys->rows(); ++row) order.push_back({head_of((*keys)[row]), static_cast<std::uint32_t>(row)});
  std::sort(order.begin(), order.end(), [&](const Keyed& a, const Keyed& b) {
    if (a.head != b.head) return a.head < b.head;
    if (const int whole = (*keys)[a.row].compare((*keys)[b.row]); whole != 0) return whole < 0;
    return a.row < b.row;
  });
  FixedColumnWriter<std::uint32_t> writer(directory / "title_order.u32");
  for (const Keyed& keyed : order) writer.add(keyed.row);
  return writer.close();
}

}  // namespace incipit::storage
