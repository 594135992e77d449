#include "storage/author_table.h"

#include <algorithm>
#include <numeric>

namespace incipit::storage {

using schema::Result;

AuthorTableWriter::AuthorTableWriter(const std::filesystem::path& directory)
    : directory_(directory), ids_(directory / "ids.str"), names_(directory / "names.str"), entities_(directory) {}

void AuthorTableWriter::add(const schema::AuthorEntity& entity) {
  ids_.add(entity.id);
  names_.add(entity.name);
  entities_.add(schema::canonical_json(entity));
  all_ids_.push_back(entity.id);
}

Result<void> AuthorTableWriter::close(const std::vector<std::pair<std::string, std::string>>& moved) {
  StringColumnWriter moved_from(directory_ / "moved_from.str"), moved_to(directory_ / "moved_to.str");
  for (const auto& [from, to] : moved) {
    moved_from.add(from);
    moved_to.add(to);
  }
  if (auto closed = moved_from.close(); !closed) return closed;
  if (auto closed = moved_to.close(); !closed) return closed;
  std::vector<std::uint32_t> sorted(all_ids_.size());
  std::iota(sorted.begin(), sorted.end(), 0U);
  std::sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) { return all_ids_[a] < all_ids_[b]; });
  FixedColumnWriter<std::uint32_t> by_id(directory_ / "by_id.u32");
  for (std::uint32_t ordinal : sorted) by_id.add(ordinal);
  if (auto closed = by_id.close(); !closed) return closed;
  if (auto closed = ids_.close(); !closed) return closed;
  if (auto closed = names_.close(); !closed) return closed;
  return entities_.close();
}

Result<AuthorTable> AuthorTable::open(const std::filesystem::path& directory) {
  AuthorTable table;
  auto ids = StringColumn::open(directory / "ids.str");
  if (!ids) return tl::make_unexpected(ids.error());
  auto names = StringColumn::open(directory / "names.str");
  if (!names) return tl::make_unexpected(names.error());
  auto by_id = FixedColumn<std::uint32_t>::open(directory / "by_id.u32");
  if (!by_id) return tl::make_unexpected(by_id.error());
  auto entities = RecordStore::open(directory, ids->rows());
  if (!entities) return tl::make_unexpected(entities.error());
  auto moved_from = StringColumn::open(directory / "moved_from.str");
  if (!moved_from) return tl::make_unexpected(moved_from.error());
  auto moved_to = StringColumn::open(directory / "moved_to.str");
  if (!moved_to) return tl::make_unexpected(moved_to.error());
  if (names->rows() != ids->rows() || by_id->rows() != ids->rows() || moved_from->rows() != moved_to->rows()) {
    return schema::fail(schema::ErrorCode::index_damaged, "the columns of the author table have different numbers of rows");
  }
  for (const std::uint32_t ordinal : by_id->values()) {
    if (ordinal < ids->rows()) continue;
    return schema::fail(schema::ErrorCode::index_damaged, "the author table names authors that it does not have");
  }
  table.ids_ = std::move(*ids);
  table.names_ = std::move(*names);
  table.by_id_ = std::move(*by_id);
  table.moved_from_ = std::move(*moved_from);
  table.moved_to_ = std::move(*moved_to);
  table.entities_ = std::move(*entities);
  return table;
}

std::optional<std::uint32_t> AuthorTable::find(std::string_view id) const {
  const auto values = by_id_.values();
  const auto found = std::lower_bound(values.begin(), values.end(), id,
                                      [&](std::uint32_t ordinal, std::string_view wanted) { return ids_[ordinal] < wanted; });
  if (found == values.end() || ids_[*found] != id) return std::nullopt;
  return *found;
}

std::optional<std::string_view> AuthorTable::moved(std::string_view id) const {
  std::size_t low = 0, high = moved_from_.rows();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (moved_from_[middle] < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == moved_from_.rows() || moved_from_[low] != id) return std::nullopt;
  return moved_to_[low];
}

Result<schema::AuthorEntity> AuthorTable::entity(std::uint32_t ordinal) const {
  const auto json = entities_.read(ordinal);
  if (!json) return tl::make_unexpected(json.error());
  return schema::author_entity_from_json(*json);
}

}  // namespace incipit::storage
