// What an abstract says an acronym means, as terms of its paper: so that documents are counted, merged, deleted and checked like
// those of any other term. One term is found by the acronym, one by its long form.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace incipit::storage {

// The two forms, words with a space between them.
struct AcronymPair {
  std::string short_stems;  // "llm"
  std::string long_words;   // folded, as they stand: "large language models"
  std::string long_stems;   // "larg languag model"
  bool operator==(const AcronymPair&) const = default;
};

// Pairs whose forms have more bytes together are not kept: a term must hold them whole.
inline constexpr std::size_t kAcronymPairBytes = 200;

// Behind one form, what its terms begin with; and the other form in a term's value.
[[nodiscard]] inline std::string acronym_key(std::string_view form) { return std::string(form) + '='; }
[[nodiscard]] inline std::string_view other_form_of(std::string_view value) { return value.substr(value.find('=') + 1); }

// Values of Field::acronym and Field::long_form.
[[nodiscard]] inline std::string acronym_value(const AcronymPair& pair) { return acronym_key(pair.short_stems) + pair.long_words; }
[[nodiscard]] inline std::string long_form_value(const AcronymPair& pair) { return acronym_key(pair.long_stems) + pair.short_stems; }

}  // namespace incipit::storage
