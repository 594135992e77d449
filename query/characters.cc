#include "query/characters.h"

#include <algorithm>

#include "schema/ascii.h"

namespace incipit::query {
namespace {

// The quote of an accent in TeX, as in G\\"odel and G\\"{o}del.
bool is_tex_accent(std::string_view text, std::size_t at) {
  if (at == 0 || text[at - 1] != '\\' || at + 1 >= text.size()) return false;
  return text[at + 1] == '{' || schema::is_ascii_letter(text[at + 1]);
}

}  // namespace

std::size_t blank_length(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  if (byte(0) <= 0x20 || byte(0) == 0x7F) return 1;
  if (byte(0) == 0xC2) return byte(1) <= 0xA0 && byte(1) >= 0x80 ? 2 : 0;  // C1 controls, no-break space
  if (byte(0) == 0xE1) return byte(1) == 0x9A && byte(2) == 0x80 ? 3 : 0;  // U+1680
  if (byte(0) == 0xE3) return byte(1) == 0x80 && byte(2) == 0x80 ? 3 : 0;  // U+3000
  if (byte(0) != 0xE2) return 0;
  const bool general = byte(1) == 0x80 && ((byte(2) >= 0x80 && byte(2) <= 0x8A) || byte(2) == 0xA8 ||
                                           byte(2) == 0xA9 || byte(2) == 0xAF);
  return general || (byte(1) == 0x81 && byte(2) == 0x9F) ? 3 : 0;
}

std::size_t quote_length(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == '"') return is_tex_accent(text, at) ? 0 : 1;
  const std::string_view three = text.substr(at, 3);
  return three == "\u201C" || three == "\u201D" ? 3 : 0;
}

std::size_t count_code_points(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

}  // namespace incipit::query
