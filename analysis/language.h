// Texts in other languages than English. Their words are no English ones, so they are not stemmed as such: "générale" is not found
// by "general", nor "communes" by "commun".
//
// Threads: any.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analysis/analyser.h"

namespace incipit::analysis {

// Whether a text is of another language that is written in Latin letters: at least three different function words of one language
// that are none of English, and in all more than three times as many as English ones. A text that leaves doubt is English. (Other scripts
// need no such test: the stemmer leaves their words alone.)
[[nodiscard]] bool is_in_other_language(std::span<const Token> tokens);

// The term of a folded form in such a text: as it stands, without an elided article or the like ("l'equation", "dell'analisi") and
// without apostrophes. At most 64 bytes; empty for an empty form only.
[[nodiscard]] std::string unstemmed_term(std::string_view form);

}  // namespace incipit::analysis
