// Text for a TeX document. For the sources of this room only.
#pragma once

#include <string>
#include <string_view>

namespace incipit::writers {

// Text of a record, which may hold TeX, as a value between the braces of BibTeX: formulas, commands, accents and escapes stay as they
// are, so that nothing is escaped twice; signs that TeX would take for something else (& % # _ ^ $) are escaped, lone braces
// written by name. Braces are balanced as BibTeX counts them. One line; other characters stay UTF-8.
[[nodiscard]] std::string tex_text(std::string_view text);

// The same for a title, in which styles change the case of letters: words that would lose capitals are put in braces. Of a title in
// which most words begin with a capital those are words with capitals behind their first letter; else all words with capitals but
// the first.
[[nodiscard]] std::string tex_title(std::string_view text);

}  // namespace incipit::writers
