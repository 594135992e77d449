// Texts in other languages than English. Their words are no English ones, so they are not stemmed as such: "générale" is not found
// by "general", nor "communes" by "commun".
//
// Threads: any.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "analysis/analyser.h"

namespace incipit::analysis {

// Tells the language of a text by its function words. Another language: at least three different ones of it that English does not
// have, and in all more than three times as many as English ones. (Texts in other scripts are unknown and need not be told: the stemmer
// leaves their words alone.)
class LanguageGuess {
 public:
  // A folded form; it must outlive this object.
  void add(std::string_view form);
  [[nodiscard]] Language language() const;

 private:
  static constexpr std::size_t kDifferent = 3, kLanguages = 13;

  std::array<std::array<std::string_view, kDifferent>, kLanguages> different_{};  // of each language the first ones
  std::array<std::size_t, kLanguages> counts_{};                                  // how many of these
  int english_ = 0, other_ = 0;
};

// Whether a folded form is a function word of another language than English: of texts in such a language it says nothing.
[[nodiscard]] bool is_function_word_elsewhere(std::string_view form);

[[nodiscard]] Language language_of(std::span<const Token> tokens);

// The term of a folded form in such a text: as it stands, without an elided article or the like ("l'equation", "dell'analisi") and
// without apostrophes. At most 64 bytes; empty for an empty form only.
[[nodiscard]] std::string unstemmed_term(std::string_view form);

}  // namespace incipit::analysis
