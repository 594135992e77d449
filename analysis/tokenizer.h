// The words of a display text in order.
//
//   run          letters, digits and marks; inside it an apostrophe between letters ("d'angelo"), `.` and `,`
//   between
//                digits ("3.14"), `&` between letter runs of at most three ("at&t") stay
//   signs        up to three + or # behind a run of at most three letters ("c++"), a dot before at most five
//   letters
//                at a word's start (".net")
//   acronym      letters with dots: "U.S.A." is "usa", "e.g." is "eg"
//   CJK, Thai    each character is a token, `joined` directly behind another one
//   TeX          the name of a command is a token ("alpha") unless it styles, arranges or is a sign
//   (tex_tables.h);
//                braces and dollar signs are looked through: `L_{1}`, `$k$-means`
//
// `joined`: nothing but one joiner stands between a token and the one before: a hyphen, `/`, `_`, `^`, or `.`
// or `:` between letters; or nothing but braces and dollar signs (`$n$th`).
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/analyser.h"

namespace incipit::analysis {

// Folded forms of runs beyond ASCII, remembered. Forgets everything when it has grown to `kMaxEntries`.
class FoldMemo {
 public:
  static constexpr std::size_t kMaxEntries = 500'000;
  static constexpr std::size_t kMaxRunBytes = 128;  // longer runs are not worth their memory
  // Bounded (fold.h). The reference is valid until the next call.
  [[nodiscard]] const std::string& form_of(std::string_view run);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> forms_;
  std::string long_form_;
};

// Any bytes; linear. Offsets fall on code point boundaries of well-formed text.
[[nodiscard]] std::vector<Token> tokenize(std::string_view text, FoldMemo& memo);

// True for a token of a script that is written without spaces.
[[nodiscard]] bool is_unspaced_form(std::string_view form);

}  // namespace incipit::analysis
