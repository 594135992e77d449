#include "schema/authorship_place.h"

#include <charconv>

#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::schema {

std::string to_string(const AuthorshipPlace& place) { return place.paper + ':' + std::to_string(place.position); }

std::optional<AuthorshipPlace> authorship_place(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view digits = text.substr(colon + 1);
  std::uint32_t position = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), position);
  if (failed != std::errc{} || end != digits.data() + digits.size() || position >= limits::kAuthorsPerPaper.value) return std::nullopt;
  if (!check_paper_id(text.substr(0, colon))) return std::nullopt;
  return AuthorshipPlace{std::string(text.substr(0, colon)), position};
}

}  // namespace incipit::schema
