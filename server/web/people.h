// The author list rule: three names and "et al." from the fourth author on; exactly three authors are all
// shown; and whose page it is, is always named, with the position where that is later than third.
#pragma once

#include <string>
#include <vector>

#include "schema/result.h"
#include "server/web/pages.h"
#include "server/web/templates.h"

namespace incipit::server::web {

// One stretch of an author list, in order: a name (with an address) or the words between names.
struct ListPiece {
  std::string text;
  std::string url;        // empty: words between names
  bool is_focus = false;  // the author whose page it is
};

// `focus` is the author id whose page the list stands on, "" elsewhere.
[[nodiscard]] std::vector<ListPiece> short_author_list(const PageContext& context, const schema::Hit& hit,
                                                       const std::string& focus);
// Every name, in order, without words between.
[[nodiscard]] std::vector<ListPiece> all_authors(const PageContext& context, const schema::Hit& hit);

[[nodiscard]] std::vector<View> views_of(const std::vector<ListPiece>& pieces);

}  // namespace incipit::server::web
