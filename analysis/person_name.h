// The words of one person's name in the order given, family, ready to be compared.
//
// "Müller, Hans-Peter A., Jr." is hans, +peter, a (an initial), muller with the suffix jr. Particles ("van", "de la") are told and left
// out, since sources drop, join and sort them as they like. Of a name in two scripts ("王小明 (Xiaoming Wang)") the words are the
// romanised ones and `native` has the other; a name in an unspaced script alone has that and no words.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace incipit::analysis {

struct NameWord {
  std::string form;      // folded
  bool initial = false;  // one letter
  bool joined = false;   // a hyphen joins it to the word before

  bool operator==(const NameWord&) const = default;
};

struct PersonName {
  std::vector<NameWord> words;
  std::string suffix;     // "jr", "iii"; empty: none
  std::string native;     // characters of an unspaced script
  std::string particles;  // those left out, joined by spaces

  bool operator==(const PersonName&) const = default;
};

[[nodiscard]] PersonName person_name(std::string_view displayed);

// A folded form in which German and Nordic letters are spelled one way: "mueller" and "muller" are muller, "soerensen" is sorensen,
// "aagaard" is agard. The last two letters of a word stay as they are ("joe"), as does any word of four letters or fewer and what may
// be pinyin ("xuewei").
[[nodiscard]] std::string plain_spelling(std::string_view form);

// Whether a folded word is a suffix of names ("jr", "iii").
[[nodiscard]] bool is_name_suffix(std::string_view form);

}  // namespace incipit::analysis
