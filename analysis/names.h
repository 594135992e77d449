// Words of people's names.
#pragma once

#include <string_view>
#include <vector>

#include "analysis/analyser.h"

namespace incipit::analysis {

// Folded words and initials of a displayed name in order: hyphens part words (`joined`), dots and apostrophes
// fall away ("J.-P. O'Brien" is j, p, obrien).
[[nodiscard]] std::vector<Token> name_words(std::string_view displayed);

// Another spelling of German and Nordic letters for words that have them: "mueller" for "Müller", "soerensen"
// for "Sørensen", with the place of the word.
[[nodiscard]] std::vector<Token> name_variants(std::string_view displayed, const std::vector<Token>& words);

}  // namespace incipit::analysis
