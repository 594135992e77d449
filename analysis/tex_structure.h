// Where the formulas and the groups of a TeX text are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace incipit::analysis {

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Formulas with their delimiters, in order: $...$, $$...$$, \(...\), \[...\].
//
// A dollar sign is an amount of money, and opens no formula, when a digit follows it and the text up to the
// next dollar sign ends in a space, or is followed by a digit, or has a word of three letters and no sign of
// a formula
// (\ ^ _ { = < >). An inline formula is at most 1000 bytes long.
[[nodiscard]] std::vector<Span> find_formulas(std::string_view text);

// The braces of a text outside its formulas.
class Groups {
 public:
  Groups(std::string_view text, const std::vector<Span>& formulas);

  // The place of the closing brace of the group that opens at `open`; npos for a lone brace.
  [[nodiscard]] std::size_t closing(std::size_t open) const;
  // True when the group that opens at `open` has signs of a set or a structure directly inside: , ; : = | < >
  // "
  [[nodiscard]] bool is_structure(std::size_t open) const;

 private:
  struct Group {
    std::uint32_t close_after = 0;  // distance to the closing brace; 0: none
    bool structure = false;
  };
  std::vector<Group> groups_;  // by place of the opening brace; empty for a text without braces
};

}  // namespace incipit::analysis
