// The search page and the home page as views.
#pragma once

#include "schema/request.h"
#include "schema/result.h"
#include "server/web/pages.h"
#include "server/web/templates.h"

namespace incipit::server::web {

[[nodiscard]] View search_view(const PageContext& context, const schema::SearchRequest& request,
                               const schema::SearchResult& result);
[[nodiscard]] View home_view(const PageContext& context, const schema::SearchResult& newest);

// The planner's notes in plain words, and "did you mean" links.
void put_notes(View& view, const PageContext& context, const schema::SearchRequest& request,
               const schema::SearchResult& result);

}  // namespace incipit::server::web
