#include "identity/rarity.h"

#include <algorithm>

#include "identity/embedded.h"
#include "identity/hashes.h"
#include "schema/ascii.h"
#include "schema/number.h"

namespace incipit::identity {

RarityTables::RarityTables(std::string_view tsv) {
  for (const std::string_view line : schema::split(tsv, "\n")) {
    const auto cells = schema::split(line, "\t");
    if (cells.size() != 3) continue;
    const auto name = std::find(kVocabularyNames.begin(), kVocabularyNames.end(), cells[0]);
    if (name == kVocabularyNames.end()) continue;
    Table& table = tables_[static_cast<std::size_t>(name - kVocabularyNames.begin())];
    const std::uint8_t figure = schema::number_of<std::uint8_t>(cells[1]).value_or(0);
    table.unknown = std::max(table.unknown, figure);
    if (cells[2].empty()) continue;
    for (const std::string_view word : schema::split(cells[2], " ")) table.known.emplace(hash_of(word), figure);
  }
}

const RarityTables& RarityTables::shipped() {
  static const RarityTables tables(embedded_file("rarity.tsv"));
  return tables;
}

std::uint8_t RarityTables::eighths(Vocabulary vocabulary, std::string_view word) const {
  const Table& table = tables_[static_cast<std::size_t>(vocabulary)];
  const auto found = table.known.find(hash_of(word));
  return found == table.known.end() ? table.unknown : found->second;
}

}  // namespace incipit::identity
