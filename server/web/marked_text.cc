#include "server/web/marked_text.h"

#include <algorithm>

namespace incipit::server::web {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

std::vector<TextPiece> cut_at_spans(std::string_view text, std::vector<schema::Span> spans) {
  std::sort(spans.begin(), spans.end(),
            [](const schema::Span& a, const schema::Span& b) { return a.begin < b.begin; });
  std::vector<TextPiece> pieces;
  std::size_t span = 0;
  std::size_t code_point = 0;
  std::size_t marked_until = 0;
  for (std::size_t at = 0; at < text.size(); ++code_point) {
    std::size_t end = at + 1;
    while (end < text.size() && is_continuation(text[end])) ++end;
    while (span < spans.size() && spans[span].begin <= code_point) {
      marked_until = std::max(marked_until, spans[span].end);
      ++span;
    }
    const bool marked = code_point < marked_until;
    if (pieces.empty() || pieces.back().marked != marked) pieces.push_back({"", marked});
    pieces.back().text.append(text.substr(at, end - at));
    at = end;
  }
  return pieces;
}

std::vector<View> marked_views(const schema::Hit& hit, std::string_view field, std::string_view text) {
  std::vector<schema::Span> spans;
  for (const schema::Highlight& highlight : hit.highlights) {
    if (highlight.field == field) spans.insert(spans.end(), highlight.spans.begin(), highlight.spans.end());
  }
  std::vector<View> views;
  for (const TextPiece& piece : cut_at_spans(text, std::move(spans))) {
    View view = make_view();
    put_text(view, "piece_text", piece.text);
    put_flag(view, "piece_marked", piece.marked);
    views.push_back(view);
  }
  return views;
}

}  // namespace incipit::server::web
