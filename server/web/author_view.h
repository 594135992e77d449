// The author page and the list of authors as views.
#pragma once

#include "schema/author.h"
#include "server/web/pages.h"
#include "server/web/templates.h"

namespace incipit::server::web {

[[nodiscard]] View author_view(const PageContext& context, const schema::AuthorProfile& profile,
                               const schema::SearchRequest& request, const schema::SearchResult& papers);
[[nodiscard]] View authors_view(const PageContext& context, const schema::AuthorSearchRequest& request,
                                const schema::AuthorSearchResult& result);

}  // namespace incipit::server::web
