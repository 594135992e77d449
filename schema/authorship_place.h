// An authorship by where it stands: a paper's id and a place in its author list, from 0. Written "2401.01967:1".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace incipit::schema {

struct AuthorshipPlace {
  std::string paper;
  std::uint32_t position = 0;  // below limits::kAuthorsPerPaper
  auto operator<=>(const AuthorshipPlace&) const = default;
};
[[nodiscard]] std::string to_string(const AuthorshipPlace& place);
// Nullopt where the text is none.
[[nodiscard]] std::optional<AuthorshipPlace> authorship_place(std::string_view text);

}  // namespace incipit::schema
