#include "server/web/people.h"

#include <algorithm>
#include <optional>

#include "server/web/urls.h"
#include "server/web/wording.h"

namespace incipit::server::web {
namespace {

constexpr std::size_t kNamesShown = 3;

std::string id_at(const schema::Hit& hit, std::size_t position) {
  return position < hit.author_ids.size() ? hit.author_ids[position] : std::string{};
}

ListPiece name_at(const PageContext& context, const schema::Hit& hit, std::size_t position, bool is_focus) {
  const std::string& name = hit.paper.authors[position].name;
  return {name, author_url(context, id_at(hit, position), name), is_focus};
}

std::optional<std::size_t> position_of(const schema::Hit& hit, const std::string& focus) {
  if (focus.empty()) return std::nullopt;
  const std::size_t count = std::min(hit.author_ids.size(), hit.paper.authors.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (hit.author_ids[i] == focus) return i;
  }
  return std::nullopt;
}

}  // namespace

std::vector<ListPiece> short_author_list(const PageContext& context, const schema::Hit& hit,
                                         const std::string& focus) {
  const std::size_t count = hit.paper.authors.size();
  const auto position = position_of(hit, focus);
  std::vector<ListPiece> pieces;
  for (std::size_t i = 0; i < std::min(count, kNamesShown); ++i) {
    if (i > 0) pieces.push_back({", ", "", false});
    pieces.push_back(name_at(context, hit, i, position == i));
  }
  if (count <= kNamesShown) return pieces;
  std::size_t named = kNamesShown;
  if (position && *position >= kNamesShown) {
    pieces.push_back({*position == kNamesShown ? ", " : " … ", "", false});
    pieces.push_back(name_at(context, hit, *position, true));
    pieces.push_back({", " + ordinal(static_cast<std::int64_t>(*position) + 1) + " of " +
                          grouped(static_cast<std::int64_t>(count)),
                      "", false});
    ++named;
  }
  if (named < count) pieces.push_back({" et al.", "", false});
  return pieces;
}

std::vector<ListPiece> all_authors(const PageContext& context, const schema::Hit& hit) {
  std::vector<ListPiece> pieces;
  for (std::size_t i = 0; i < hit.paper.authors.size(); ++i) {
    pieces.push_back(name_at(context, hit, i, false));
  }
  return pieces;
}

std::vector<View> views_of(const std::vector<ListPiece>& pieces) {
  std::vector<View> views;
  views.reserve(pieces.size());
  for (const ListPiece& piece : pieces) {
    View view = make_view();
    put_text(view, "piece_text", piece.text);
    put_text(view, "piece_url", piece.url);
    put_flag(view, "piece_focus", piece.is_focus);
    views.push_back(view);
  }
  return views;
}

}  // namespace incipit::server::web
