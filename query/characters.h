// Characters that mean something in a query text, and may take several bytes.
#pragma once

#include <cstddef>
#include <string_view>

namespace incipit::query {

// Bytes of the white space or control character at `at`; 0 when none stands there.
[[nodiscard]] std::size_t blank_length(std::string_view text, std::size_t at);

// Bytes of the straight or curly double quote at `at`; 0 when none stands there. That of a TeX accent
// (G\"odel) is a letter.
[[nodiscard]] std::size_t quote_length(std::string_view text, std::size_t at);

[[nodiscard]] std::size_t count_code_points(std::string_view text);

// How many letters or digits a word must have before a star that stands for its rest.
inline constexpr std::size_t kBeginningLetters = 3;

}  // namespace incipit::query
