// Numbers in texts that come from outside.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace incipit::schema {

// The whole text as a number: no blanks, no plus sign, nothing behind it; nullopt for anything else and for what does
// not fit. The same in every locale.
template <class Number>
[[nodiscard]] std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, number);
  if (fault != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace incipit::schema
