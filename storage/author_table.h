// The author entities of a generation, by ordinal: the number by which columns name an author, the same as long as the index
// is changed and not rebuilt. The table consists of layers: a change adds one that holds the entities it touched anew and the
// ones it brought. Of an ordinal that is in several layers the newest row counts.
//
// A layer's columns hold ordinals, ids, names, the words of names, counts of papers and the stored entity; its `names/` is a
// Xapian database for the look-up of whole names and external ids, whose docid is the row plus one.
//
// Threads: AuthorTable is immutable and shared; a Xapian::Database belongs to the thread that opened it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "schema/author_entity.h"
#include "schema/error.h"
#include "storage/columns.h"
#include "storage/name_words.h"
#include "storage/record_store.h"

namespace incipit::storage {

// Writes the entities of a layer in ascending order of ordinals. Files: ordinals.u32, ids.str, names.str, papers.u32, by_id.u32, private_rows.u32,
// name_words.str, name_words.list, records.str, records_first.u32, and for merged ids moved_from.str (sorted) and moved_to.str.
class AuthorLayerWriter {
 public:
  explicit AuthorLayerWriter(const std::filesystem::path& directory);
  void add(std::uint32_t ordinal, const schema::AuthorEntity& entity);
  // A word of a name of the `row`-th entity.
  void add_name_word(std::string_view word, std::uint32_t row) { words_.add(word, row); }
  // `moved`: ids that mean another author since this layer (D6), sorted.
  [[nodiscard]] schema::Result<void> close(const std::vector<std::pair<std::string, std::string>>& moved);

 private:
  std::filesystem::path directory_;
  FixedColumnWriter<std::uint32_t> ordinals_, papers_, private_rows_;
  StringColumnWriter ids_, names_;
  RecordStoreWriter entities_;
  NameWordsWriter words_;
  std::vector<std::string> all_ids_;
};

class AuthorTable {
 public:
  // `layers`: their directories, oldest first; at least one. Error: index_damaged.
  [[nodiscard]] static schema::Result<AuthorTable> open(const std::vector<std::filesystem::path>& layers);

  // One more than the largest ordinal.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string_view id(std::uint32_t ordinal) const;
  [[nodiscard]] std::string_view name(std::uint32_t ordinal) const;
  // Of the index; 0 when none has this author any more.
  [[nodiscard]] std::uint32_t papers(std::uint32_t ordinal) const;
  // The author with an id who has papers.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;
  // The same, also when no paper has the author any more.
  [[nodiscard]] std::optional<std::uint32_t> find_registered(std::string_view id) const;
  // The id that took over a merged one; nullopt for ids that were not merged, or stand again.
  [[nodiscard]] std::optional<std::string_view> moved(std::string_view id) const;
  // Every merged id of a layer and what took it over.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> moved_in(std::size_t layer) const;
  // Whether a name of the author is never to be shown (schema::AuthorEntity::private_names).
  [[nodiscard]] bool has_private_names(std::uint32_t ordinal) const { return with_private_names_.contains(ordinal); }
  // Error: index_damaged.
  [[nodiscard]] schema::Result<schema::AuthorEntity> entity(std::uint32_t ordinal) const;

  [[nodiscard]] std::size_t layers() const { return layers_.size(); }
  [[nodiscard]] std::size_t rows(std::size_t layer) const { return layers_[layer].ordinals.rows(); }
  [[nodiscard]] std::uint32_t ordinal(std::size_t layer, std::size_t row) const { return layers_[layer].ordinals[row]; }
  // Whether a row is the newest of its ordinal.
  [[nodiscard]] bool is_current(std::size_t layer, std::size_t row) const;
  // The words of the names of a layer, with its rows.
  [[nodiscard]] const NameWords& words(std::size_t layer) const { return layers_[layer].words; }

 private:
  struct Layer {
    FixedColumn<std::uint32_t> ordinals, papers, by_id, private_rows;
    StringColumn ids, names, moved_from, moved_to;
    RecordStore entities;
    NameWords words;
    [[nodiscard]] std::optional<std::uint32_t> row_of(std::string_view id) const;
  };
  struct Place {
    std::uint32_t layer = 0, row = 0;
  };
  [[nodiscard]] static schema::Result<Layer> open_layer(const std::filesystem::path& directory);
  [[nodiscard]] Place place(std::uint32_t ordinal) const;

  std::vector<Layer> layers_;
  // Where ordinals are found that the oldest layer does not hold at the row of the same number.
  std::unordered_map<std::uint32_t, Place> moved_rows_;
  std::unordered_set<std::uint32_t> with_private_names_;
  std::size_t size_ = 0;
};

}  // namespace incipit::storage
