// UTF-8 in and out, and the classes of characters that analysis distinguishes. Ill-formed bytes read as
// U+FFFD, one byte at a time at least, so that a loop over any bytes ends.
#pragma once

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace incipit::analysis {

// The code point at `i`, which moves behind it.
[[nodiscard]] inline char32_t next_code_point(std::string_view text, std::size_t& i) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  UChar32 c = 0;
  U8_NEXT(bytes, i, text.size(), c);
  return c < 0 ? U'\uFFFD' : static_cast<char32_t>(c);
}

// The code point before `i`, which must be above 0.
[[nodiscard]] inline char32_t code_point_before(std::string_view text, std::size_t i) {
  std::size_t start = i - 1;
  while (start > 0 && i - start < 4 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  return next_code_point(text, start);
}

inline void append_utf8(std::string& out, char32_t c) {
  char buffer[4];
  std::size_t length = 0;
  U8_APPEND_UNSAFE(buffer, length, static_cast<UChar32>(c));
  out.append(buffer, length);
}

[[nodiscard]] constexpr bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
[[nodiscard]] constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr bool is_ascii_alnum(char c) { return is_ascii_letter(c) || is_ascii_digit(c); }
[[nodiscard]] constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// Letters, digits and other numbers, and marks: what a token is made of.
[[nodiscard]] inline bool is_word_character(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

[[nodiscard]] inline bool is_mark(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}

// Characters of scripts written without spaces between words, each of which is a token of its own.
[[nodiscard]] constexpr bool is_unspaced_script(char32_t c) {
  if (c < 0x0E00) return false;
  return (c >= 0x0E01 && c <= 0x0E4E) ||  // Thai
         (c >= 0x3005 && c <= 0x3007) ||  // iteration mark, closing mark, zero
         (c >= 0x3038 && c <= 0x303A) ||  // ten, twenty, thirty
         (c >= 0x3041 && c <= 0x3096) ||  // Hiragana
         (c >= 0x309D && c <= 0x309F) ||  // its iteration marks
         (c >= 0x30A1 && c <= 0x30FA) ||  // Katakana
         (c >= 0x30FC && c <= 0x30FF) ||  // length and iteration marks
         (c >= 0x31F0 && c <= 0x31FF) ||  // small Katakana
         (c >= 0x3400 && c <= 0x4DBF) ||  // Han
         (c >= 0x4E00 && c <= 0x9FFF) ||  // Han
         (c >= 0xAC00 && c <= 0xD7A3) ||  // Hangul syllables
         (c >= 0xF900 && c <= 0xFAFF) ||  // Han compatibility
         (c >= 0xFF66 && c <= 0xFF9D) ||  // half-width Katakana
         (c >= 0x20000 && c <= 0x3FFFD);  // Han
}

// ½ and its like: a number of its own beside other digits ("2½" is not 212).
[[nodiscard]] constexpr bool is_vulgar_fraction(char32_t c) {
  return (c >= 0x00BC && c <= 0x00BE) || (c >= 0x2150 && c <= 0x215F) || c == 0x2189;
}

// Zero-width joiner and non-joiner: they show nothing but decide how Persian words and emoji sequences look.
[[nodiscard]] constexpr bool is_shaping(char32_t c) { return c == 0x200C || c == 0x200D; }

// Characters that show nothing and separate nothing: soft hyphen, zero-width and direction marks, BOM.
[[nodiscard]] constexpr bool is_invisible(char32_t c) {
  return c == 0x00AD || c == 0x061C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

}  // namespace incipit::analysis
