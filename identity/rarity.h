// How rare names and words are, from tables that are shipped: nothing here depends on the corpus that is indexed.
//
// A rarity is -ln of a share: of authorships for surnames and given names, of papers for words of texts, of affiliations for their
// words. What a table lacks is rarer than all that it has. bench/identity_tables.cc made the tables (`rarity.tsv`), in which
// rarities are kept in eighths.
//
// Threads: immutable, safe from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace incipit::identity {

enum class Vocabulary { surnames, given_names, text_words, affiliation_words };
inline constexpr std::size_t kVocabularies = 4;

class RarityTables {
 public:
  [[nodiscard]] static const RarityTables& shipped();
  // Lines "vocabulary<TAB>eighths<TAB>words", by rising eighths; words by `hash_of`. A vocabulary's last line has no words: its
  // figure is for words that the table lacks.
  explicit RarityTables(std::string_view tsv);

  [[nodiscard]] float of(Vocabulary vocabulary, std::string_view word) const { return static_cast<float>(eighths(vocabulary, word)) / 8; }
  [[nodiscard]] std::uint8_t eighths(Vocabulary vocabulary, std::string_view word) const;

 private:
  struct Table {
    std::unordered_map<std::uint64_t, std::uint8_t> known;
    std::uint8_t unknown = 0;
  };
  std::array<Table, kVocabularies> tables_;
};

// Names of vocabularies in the file.
inline constexpr std::array<std::string_view, kVocabularies> kVocabularyNames{"surname", "given", "text", "affiliation"};

}  // namespace incipit::identity
