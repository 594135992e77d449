// The figures of an author as tiles and as table rows. A tile says in words what its figure covers: computed
// from this index over n, or imported from a named source at a date. A computed figure leads and imported
// ones stand beside it; where nothing is computed an imported one leads; where there is neither the tile says
// "not available" and why.
#pragma once

#include <vector>

#include "schema/author.h"
#include "server/web/templates.h"

namespace incipit::server::web {

// h-index, papers, citations, novelty, and AI score or rank score, in this order.
[[nodiscard]] std::vector<View> tile_views(const schema::AuthorProfile& profile);

// Every statistic, ours first, then the imported ones.
[[nodiscard]] std::vector<View> statistic_views(const schema::AuthorProfile& profile);

// Each broken bound in a plain sentence.
[[nodiscard]] std::vector<View> inconsistency_views(const schema::AuthorProfile& profile);

}  // namespace incipit::server::web
