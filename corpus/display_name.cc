#include "corpus/display_name.h"

#include "schema/ascii.h"
#include "schema/ids.h"

namespace incipit::corpus {
namespace {

// How many bytes at the beginning of valid UTF-8 must not be shown as they are.
std::size_t unshowable(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (at(0) < 0x20 || at(0) == 0x7f) return 1;
  if (text.size() >= 2 && at(0) == 0xC2 && at(1) < 0xA0) return 2;  // U+0080 to U+009F
  if (text.size() < 3 || at(0) != 0xE2) return 0;
  if (at(1) == 0x80 && (at(2) == 0x8E || at(2) == 0x8F)) return 3;  // left-to-right and right-to-left marks
  if (at(1) == 0x80 && at(2) >= 0xA8 && at(2) <= 0xAE) return 3;    // line separators, embeddings, overrides
  if (at(1) == 0x81 && at(2) >= 0xA6 && at(2) <= 0xA9) return 3;    // isolates
  return 0;
}

void escape(std::string_view bytes, std::string& out) {
  for (const char c : bytes) out += "\\x" + schema::hex_of({&c, 1});
}

}  // namespace

std::string display_name(std::string_view name) {
  const bool utf8 = schema::is_valid_utf8(name);
  std::string out;
  while (!name.empty()) {
    std::size_t hidden = 0;
    if (utf8 || static_cast<unsigned char>(name[0]) < 0x80) {
      hidden = unshowable(name.substr(0, utf8 ? name.npos : 1));
    } else {
      hidden = 1;
    }
    if (hidden > 0) {
      escape(name.substr(0, hidden), out);
    } else {
      out += name[0];
    }
    name.remove_prefix(hidden > 0 ? hidden : 1);
  }
  return out;
}

}  // namespace incipit::corpus
