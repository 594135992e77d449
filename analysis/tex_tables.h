// What analysis knows of TeX: accents, letters with names, commands that only style, commands that only
// arrange.
#pragma once

#include <string_view>

namespace incipit::analysis {

// The combining mark of an accent command ('\'' for \', 'c' for \c ...), 0 when it is none.
[[nodiscard]] char32_t tex_accent(char command);

struct TexLetter {
  std::string_view text;  // UTF-8; empty when the command is no letter
  bool swallows_space;    // a letter of words eats the space behind its name; a unit (\AA, \deg) does not
};
// The letter that \ss, \o, \AA ... stand for.
[[nodiscard]] TexLetter tex_letter(std::string_view command);

// \emph{x}, \textbf{x}, \url{x} ...: shown as x.
[[nodiscard]] bool is_text_markup(std::string_view command);

// \em, \bf ... at the beginning of a group: {\em x} is shown as x.
[[nodiscard]] bool is_declaration(std::string_view command);

// \mathcal, \left, \frac ...: style or arrange what follows and are no word themselves.
[[nodiscard]] bool is_formatting(std::string_view command);

// \times, \in, \leq ...: signs whose names would be read as English words ("times" has the stem of "time").
[[nodiscard]] bool is_sign(std::string_view command);

}  // namespace incipit::analysis
