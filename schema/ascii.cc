#include "schema/ascii.h"

namespace incipit::schema {
namespace {

void append_hex(std::string& text, char c, std::string_view digits) {
  const auto byte = static_cast<unsigned char>(c);
  text += digits[byte >> 4];
  text += digits[byte & 15];
}

}  // namespace

bool is_all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_ascii_digit); }

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), ascii_lower);
  return lower;
}

bool equal_in_any_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

bool cut_prefix(std::string_view& text, std::string_view prefix) {
  if (!equal_in_any_case(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view trimmed(std::string_view text, std::string_view blanks) {
  const auto first = text.find_first_not_of(blanks);
  return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (std::size_t end = 0; (end = text.find(separator)) != text.npos; text.remove_prefix(end + separator.size())) {
    parts.push_back(text.substr(0, end));
  }
  parts.push_back(text);
  return parts;
}

std::string hex_of(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) append_hex(hex, c, "0123456789abcdef");
  return hex;
}

std::optional<unsigned> hex_digit(char c) {
  if (is_ascii_digit(c)) return static_cast<unsigned>(c - '0');
  const char lower = ascii_lower(c);
  if (lower >= 'a' && lower <= 'f') return static_cast<unsigned>(lower - 'a' + 10);
  return {};
}

std::optional<std::string> bytes_of_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return {};
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const auto high = hex_digit(hex[i]), low = hex_digit(hex[i + 1]);
    if (!high || !low) return {};
    bytes += static_cast<char>(*high << 4 | *low);
  }
  return bytes;
}

std::string percent_encode(std::string_view text, std::string_view plain) {
  std::string encoded;
  for (const char c : text) {
    if (is_ascii_alnum(c) || plain.find(c) != plain.npos) {
      encoded += c;
    } else {
      encoded += '%';
      append_hex(encoded, c, "0123456789ABCDEF");
    }
  }
  return encoded;
}

}  // namespace incipit::schema
