// Text in encodings of one byte per character as UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace incipit::corpus {

enum class Encoding { utf8, latin1, windows1252 };

// A byte that windows-1252 does not define becomes U+FFFD. UTF-8 is given back as it is, not checked.
[[nodiscard]] std::string to_utf8(std::string_view text, Encoding encoding);

void append_utf8(std::string& out, char32_t character);

}  // namespace incipit::corpus
