// Text with highlighted stretches. Spans count code points of the text as people read it, so the text is cut
// first and each piece is escaped by itself: a span can never end inside an entity.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"
#include "server/web/templates.h"

namespace incipit::server::web {

struct TextPiece {
  std::string text;
  bool marked = false;
  bool operator==(const TextPiece&) const = default;
};

// The pieces of `text` in order; together they are `text`. Spans may come in any order and overlap; what lies
// beyond the end of the text marks nothing.
[[nodiscard]] std::vector<TextPiece> cut_at_spans(std::string_view text, std::vector<schema::Span> spans);

// The pieces of one field of a hit with its highlights.
[[nodiscard]] std::vector<View> marked_views(const schema::Hit& hit, std::string_view field,
                                             std::string_view text);

}  // namespace incipit::server::web
