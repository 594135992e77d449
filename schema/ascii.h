// Text looked at as bytes: the letters and digits of ASCII, lower case, parts and ends of texts, hexadecimal digits.
//
// Bytes of 0x80 and above are neither letters nor digits and stay as they are, whatever the locale and the sign of char, so any
// bytes may be asked. Threads: pure functions.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace incipit::schema {

[[nodiscard]] constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_ascii_capital(char c) { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || is_ascii_capital(c); }
[[nodiscard]] constexpr bool is_ascii_alnum(char c) { return is_ascii_letter(c) || is_ascii_digit(c); }
[[nodiscard]] constexpr char ascii_lower(char c) { return is_ascii_capital(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// At least one, and nothing else.
[[nodiscard]] bool is_all_digits(std::string_view text);

[[nodiscard]] std::string lower_ascii(std::string_view text);
[[nodiscard]] bool equal_in_any_case(std::string_view a, std::string_view b);
// Cuts `prefix`, which is in lower case, from the beginning of `text`, whatever its letter case there. False: it does not stand there.
bool cut_prefix(std::string_view& text, std::string_view prefix);

// Without the characters of `blanks` at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text, std::string_view blanks);
// What stands between the separators, which are not empty: one part at least; parts may be empty.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, std::string_view separator);

template <class Words>
[[nodiscard]] std::string joined(const Words& words, std::string_view separator) {
  std::string text;
  for (bool first = true; const auto& word : words) {
    if (!first) text += separator;
    first = false;
    text += word;
  }
  return text;
}

// Two lower-case digits for each byte.
[[nodiscard]] std::string hex_of(std::string_view bytes);
// Nullopt for anything but pairs of hexadecimal digits, of either letter case.
[[nodiscard]] std::optional<std::string> bytes_of_hex(std::string_view hex);
[[nodiscard]] std::optional<unsigned> hex_digit(char c);
// Letters, digits and the characters of `plain` as they are, all other bytes as %XX (RFC 3986, 2.1). Unless said: the unreserved
// characters, so that the text is one path segment or parameter value.
[[nodiscard]] std::string percent_encode(std::string_view text, std::string_view plain = "-._~");

}  // namespace incipit::schema
