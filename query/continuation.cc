#include "query/continuation.h"

#include "query/paper_lookup.h"

namespace incipit::query {

schema::Result<std::optional<After>> Continuation::after(std::string_view plan, std::string_view cursor, const Deadline& deadline,
                                                         RestsOn rests) const {
  if (cursor.empty()) return std::optional<After>();
  const auto place = cursors_.read(plan, cursor, rests);
  if (!place) return tl::make_unexpected(place.error());
  auto paper = with_id(segments_, place->id, deadline);
  if (!paper) return schema::fail_at(schema::ErrorCode::cursor_invalid, "cursor", "this cursor names a paper that the index does not have");
  paper->score = place->score;
  return After{*paper, place->before};
}

std::string Continuation::behind(const Found* last, std::int64_t given, std::int64_t total, std::string_view plan, RestsOn rests) const {
  if (!last || given >= total) return {};
  return cursors_.write(plan, {std::string(id_of(segments_, *last)), last->score.value_or(0), given}, rests);
}

}  // namespace incipit::query
