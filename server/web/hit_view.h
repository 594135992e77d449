// One paper of a list: category tag, date, title, authors, snippet or abstract, links.
#pragma once

#include <string>

#include "schema/result.h"
#include "server/web/pages.h"
#include "server/web/templates.h"

namespace incipit::server::web {

enum class HitText { snippet, abstract };

struct HitStyle {
  HitText text = HitText::snippet;
  std::string focus;  // author id whose page the list stands on
};

[[nodiscard]] View hit_view(const PageContext& context, const schema::Hit& hit, const HitStyle& style);

// Tag, code and full name of a category, and the search that shows its papers.
[[nodiscard]] View category_view(const PageContext& context, const std::string& code);

// The safe ones of a paper's links, labelled ("arXiv", "PDF", "DOI").
[[nodiscard]] std::vector<View> link_views(const schema::Paper& paper);

// What a paper is known as besides, with links; nothing where duplicates were not looked for.
void put_duplicates(View& view, const PageContext& context, const schema::Hit& hit);

[[nodiscard]] std::string shown_title(const schema::Paper& paper);

}  // namespace incipit::server::web
