#include "corpus/encoding.h"

#include <array>

namespace incipit::corpus {
namespace {

// What windows-1252 has at 0x80 to 0x9F; 0: nothing.
constexpr std::array<char16_t, 32> kWindows1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

}  // namespace

void append_utf8(std::string& out, char32_t character) {
  const auto byte = [](char32_t bits) { return static_cast<char>(bits); };
  if (character < 0x80) {
    out += byte(character);
  } else if (character < 0x800) {
    out += byte(0xC0 | (character >> 6));
    out += byte(0x80 | (character & 0x3F));
  } else if (character < 0x10000) {
    out += byte(0xE0 | (character >> 12));
    out += byte(0x80 | ((character >> 6) & 0x3F));
    out += byte(0x80 | (character & 0x3F));
  } else {
    out += byte(0xF0 | (character >> 18));
    out += byte(0x80 | ((character >> 12) & 0x3F));
    out += byte(0x80 | ((character >> 6) & 0x3F));
    out += byte(0x80 | (character & 0x3F));
  }
}

std::string to_utf8(std::string_view text, Encoding encoding) {
  if (encoding == Encoding::utf8) return std::string(text);
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool special = encoding == Encoding::windows1252 && byte >= 0x80 && byte < 0xA0;
    const char16_t point = special ? kWindows1252[byte - 0x80] : char16_t{byte};
    append_utf8(out, special && point == 0 ? char16_t{0xFFFD} : point);
  }
  return out;
}

}  // namespace incipit::corpus
