#include "storage/author_table.h"

#include <algorithm>
#include <numeric>

namespace incipit::storage {

using schema::ErrorCode;
using schema::Result;

AuthorLayerWriter::AuthorLayerWriter(const std::filesystem::path& directory)
    : directory_(directory),
      ordinals_(directory / "ordinals.u32"),
      papers_(directory / "papers.u32"),
      private_rows_(directory / "private_rows.u32"),
      ids_(directory / "ids.str"),
      names_(directory / "names.str"),
      entities_(directory) {}

void AuthorLayerWriter::add(std::uint32_t ordinal, const schema::AuthorEntity& entity) {
  if (!entity.private_names.empty()) private_rows_.add(static_cast<std::uint32_t>(all_ids_.size()));
  ordinals_.add(ordinal);
  papers_.add(static_cast<std::uint32_t>(entity.papers));
  ids_.add(entity.id);
  names_.add(entity.name());
  entities_.add(schema::canonical_json(entity));
  all_ids_.push_back(entity.id);
}

Result<void> AuthorLayerWriter::close(const std::vector<std::pair<std::string, std::string>>& moved) {
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
  for (std::uint32_t row : sorted) by_id.add(row);
  if (auto closed = by_id.close(); !closed) return closed;
  if (auto closed = ordinals_.close(); !closed) return closed;
  if (auto closed = papers_.close(); !closed) return closed;
  if (auto closed = private_rows_.close(); !closed) return closed;
  if (auto closed = ids_.close(); !closed) return closed;
  if (auto closed = names_.close(); !closed) return closed;
  if (auto written = words_.write(directory_); !written) return written;
  return entities_.close();
}

std::optional<std::uint32_t> AuthorTable::Layer::row_of(std::string_view id) const {
  const auto values = by_id.values();
  const auto found = std::lower_bound(values.begin(), values.end(), id,
                                      [&](std::uint32_t row, std::string_view wanted) { return ids[row] < wanted; });
  if (found == values.end() || ids[*found] != id) return std::nullopt;
  return *found;
}

Result<AuthorTable::Layer> AuthorTable::open_layer(const std::filesystem::path& directory) {
  Layer layer;
  Result<void> outcome;
  open_column(outcome, layer.ordinals, directory / "ordinals.u32");
  open_column(outcome, layer.papers, directory / "papers.u32");
  open_column(outcome, layer.by_id, directory / "by_id.u32");
  open_column(outcome, layer.private_rows, directory / "private_rows.u32");
  open_column(outcome, layer.ids, directory / "ids.str");
  open_column(outcome, layer.names, directory / "names.str");
  open_column(outcome, layer.moved_from, directory / "moved_from.str");
  open_column(outcome, layer.moved_to, directory / "moved_to.str");
  if (!outcome) return tl::make_unexpected(outcome.error());
  const std::size_t rows = layer.ids.rows();
  auto entities = RecordStore::open(directory, rows);
  if (!entities) return tl::make_unexpected(entities.error());
  layer.entities = std::move(*entities);
  auto words = NameWords::open(directory, rows);
  if (!words) return tl::make_unexpected(words.error());
  layer.words = std::move(*words);
  const bool agree = layer.ordinals.rows() == rows && layer.papers.rows() == rows && layer.by_id.rows() == rows &&
                     layer.names.rows() == rows && layer.moved_from.rows() == layer.moved_to.rows();
  if (!agree) return schema::fail(ErrorCode::index_damaged, "the columns of an author layer have different numbers of rows");
  const auto ordinals = layer.ordinals.values();
  const bool ascending = std::adjacent_find(ordinals.begin(), ordinals.end(), std::greater_equal<>()) == ordinals.end();
  const auto by_id = layer.by_id.values();
  const auto private_rows = layer.private_rows.values();
  const auto is_absent = [&](std::uint32_t row) { return row >= rows; };
  if (!ascending || std::any_of(by_id.begin(), by_id.end(), is_absent) || std::any_of(private_rows.begin(), private_rows.end(), is_absent)) {
    return schema::fail(ErrorCode::index_damaged, "an author layer names authors that it does not have");
  }
  return layer;
}

Result<AuthorTable> AuthorTable::open(const std::vector<std::filesystem::path>& directories) {
  AuthorTable table;
  for (const auto& directory : directories) {
    auto layer = open_layer(directory);
    if (!layer) return tl::make_unexpected(layer.error());
    table.layers_.push_back(std::move(*layer));
  }
  // Every ordinal has a row: the oldest layer holds those from 0 on, later ones those they touched or added.
  for (std::uint32_t number = 0; number < table.layers_.size(); ++number) {
    const auto ordinals = table.layers_[number].ordinals.values();
    for (std::uint32_t row = 0; row < ordinals.size(); ++row) {
      if (ordinals[row] > table.size_ || (number == 0 && ordinals[row] != row)) {
        return schema::fail(ErrorCode::index_damaged, "the author layers leave out an author");
      }
      table.size_ = std::max<std::size_t>(table.size_, ordinals[row] + std::size_t{1});
      if (number > 0) table.moved_rows_[ordinals[row]] = {number, row};
    }
  }
  for (std::size_t layer = 0; layer < table.layers_.size(); ++layer) {
    for (const std::uint32_t row : table.layers_[layer].private_rows.values()) {
      if (table.is_current(layer, row)) table.with_private_names_.insert(table.layers_[layer].ordinals[row]);
    }
  }
  return table;
}

AuthorTable::Place AuthorTable::place(std::uint32_t ordinal) const {
  if (moved_rows_.empty()) return {0, ordinal};
  const auto found = moved_rows_.find(ordinal);
  return found == moved_rows_.end() ? Place{0, ordinal} : found->second;
}

bool AuthorTable::is_current(std::size_t layer, std::size_t row) const {
  const Place newest = place(layers_[layer].ordinals[row]);
  return newest.layer == layer && newest.row == row;
}

std::string_view AuthorTable::id(std::uint32_t ordinal) const {
  const Place at = place(ordinal);
  return layers_[at.layer].ids[at.row];
}

std::string_view AuthorTable::name(std::uint32_t ordinal) const {
  const Place at = place(ordinal);
  return layers_[at.layer].names[at.row];
}

std::uint32_t AuthorTable::papers(std::uint32_t ordinal) const {
  const Place at = place(ordinal);
  return layers_[at.layer].papers[at.row];
}

std::optional<std::uint32_t> AuthorTable::find_registered(std::string_view id) const {
  for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
    if (const auto row = layer->row_of(id)) return layer->ordinals[*row];
  }
  return std::nullopt;
}

std::optional<std::uint32_t> AuthorTable::find(std::string_view id) const {
  const auto ordinal = find_registered(id);
  return ordinal && papers(*ordinal) > 0 ? ordinal : std::nullopt;
}

std::optional<std::string_view> AuthorTable::moved(std::string_view id) const {
  if (find(id)) return std::nullopt;  // it stands again
  for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
    if (const auto row = layer->moved_from.row_of_sorted(id)) return layer->moved_to[*row];
  }
  return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> AuthorTable::moved_in(std::size_t layer) const {
  std::vector<std::pair<std::string, std::string>> moved;
  const Layer& source = layers_[layer];
  for (std::size_t row = 0; row < source.moved_from.rows(); ++row) moved.emplace_back(source.moved_from[row], source.moved_to[row]);
  return moved;
}

Result<schema::AuthorEntity> AuthorTable::entity(std::uint32_t ordinal) const {
  const Place at = place(ordinal);
  const auto json = layers_[at.layer].entities.read(at.row);
  if (!json) return tl::make_unexpected(json.error());
  return schema::author_entity_from_json(*json);
}

}  // namespace incipit::storage
