#include "query/continuation.h"

namespace incipit::query {

schema::Result<std::optional<After>> Continuation::after(std::string_view plan, std::string_view cursor, const Deadline& deadline) const {
  if (cursor.empty()) return std::optional<After>();
  const auto place = cursors_.read(plan, cursor);
  if (!place) return tl::make_unexpected(place.error());
  for (std::uint32_t s = 0; s < segments_.size(); ++s) {
    const DocSet papers = segments_[s].papers_with(schema::Field::id, place->id, deadline);
    if (!papers.isEmpty()) return After{{s, papers.minimum(), place->score}, place->before};
  }
  return schema::fail_at(schema::ErrorCode::cursor_invalid, "cursor", "this cursor names a paper that the index does not have");
}

std::string Continuation::behind(const Found* last, std::int64_t given, std::int64_t total, std::string_view plan) const {
  if (!last || given >= total) return {};
  return cursors_.write(plan, {std::string(id_of(segments_, *last)), last->score.value_or(0), given});
}

}  // namespace incipit::query
