// The author entities of a generation, by ordinal: 0 is the author with the most papers. Columns hold ids, names and the
// stored entity; `names/` is a Xapian database for name look-up whose docid is the ordinal plus one.
//
// Threads: AuthorTable is immutable and shared; a Xapian::Database belongs to the thread that opened it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/author_entity.h"
#include "schema/error.h"
#include "storage/columns.h"
#include "storage/record_store.h"

namespace incipit::storage {

// Writes entities in ordinal order. Files: ids.str, names.str, by_id.u32, records.str, records_first.u32, and for merged
// ids moved_from.str (sorted) and moved_to.str.
class AuthorTableWriter {
 public:
  explicit AuthorTableWriter(const std::filesystem::path& directory);
  void add(const schema::AuthorEntity& entity);
  // `moved`: ids that now mean another author (D6), sorted.
  [[nodiscard]] schema::Result<void> close(const std::vector<std::pair<std::string, std::string>>& moved);

 private:
  std::filesystem::path directory_;
  StringColumnWriter ids_, names_;
  RecordStoreWriter entities_;
  std::vector<std::string> all_ids_;
};

class AuthorTable {
 public:
  [[nodiscard]] static schema::Result<AuthorTable> open(const std::filesystem::path& directory);

  [[nodiscard]] std::size_t size() const { return ids_.rows(); }
  [[nodiscard]] std::string_view id(std::uint32_t ordinal) const { return ids_[ordinal]; }
  [[nodiscard]] std::string_view name(std::uint32_t ordinal) const { return names_[ordinal]; }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;
  // The id that took over a merged one; nullopt for ids that were not merged.
  [[nodiscard]] std::optional<std::string_view> moved(std::string_view id) const;
  // Error: index_damaged.
  [[nodiscard]] schema::Result<schema::AuthorEntity> entity(std::uint32_t ordinal) const;

 private:
  StringColumn ids_, names_, moved_from_, moved_to_;
  FixedColumn<std::uint32_t> by_id_;
  RecordStore entities_;
};

}  // namespace incipit::storage
