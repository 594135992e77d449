// One form of a name, and what two forms have to say of each other.
//
// Threads: pure functions and values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/person_name.h"

namespace incipit::identity {

// A name as it is compared. Two displayed names with equal `form` are one form.
struct Name {
  std::vector<analysis::NameWord> words;  // as they are compared: plain_spelling
  std::string native;                     // characters of an unspaced script
  std::string suffix;                     // "jr"
  std::string letters;                    // of all words, with hyphens and spaces out, as they are compared
  std::string form;                       // words joined by spaces, then native and suffix

  // The word that stands for the family name, counted from the front: the last one that is no initial, else the last. 0 where there
  // are no words.
  std::size_t family = 0;
};

[[nodiscard]] Name read_name(std::string_view displayed);

// The blocks in which authorships of this name stand; the first is its home, the others are for spellings whose home is another one:
// "wang|y" for Y. Wang. Guests come where another word than the last may be the family name (double surnames), where the first given
// name may be left out, by letters whatever their order ("~" and the sorted letters: Ziyu Zhuang, Zhuang Ziyu), and by the consonants
// of long names ("^rfv|ncl": Nikolay Arefyev, Nikolay Arefiev).
[[nodiscard]] std::vector<std::string> block_keys(const Name& name);

// How two names of one block differ, from near to far.
enum class Difference : std::uint8_t {
  none,
  spacing,     // the same letters, parted or ordered otherwise
  middle,      // one has a given name or initial more
  initials,    // an initial for a given name
  short_form,  // one given name is a short form of the other: Steve, Steven
  spelling,    // a letter of a long name, or its vowels
  first_left_out,   // the first given name: C. Raymond Perrault, Raymond Perrault
  part_of_surname,  // one of the words of a double surname
};

struct NameMatch {
  Difference difference = Difference::none;  // the farthest, where there are several
  std::uint8_t letters = 0;                  // of the given names that both have; 1 for an initial alone
  std::uint8_t shared_middle = 0;  // given names and initials after the first that both have
};

// Nullopt: names of two people, as far as names go. `key`: of the block in which they meet.
[[nodiscard]] std::optional<NameMatch> match_names(const Name& one, const Name& other, std::string_view key);

// The first given name with what hyphens join to it ("minghsuan" for Ming-Hsuan Yang), by which its rarity is asked; empty for a mononym.
[[nodiscard]] std::string first_given(const Name& name);
// The family name, by which its rarity is asked; of a name without words the whole.
[[nodiscard]] const std::string& family_name(const Name& name);

}  // namespace incipit::identity
