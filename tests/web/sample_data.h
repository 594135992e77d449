// Results made by hand, for the tests of the pages and for looking at them.
#pragma once

#include "schema/author.h"
#include "schema/request.h"
#include "schema/result.h"
#include "server/web/pages.h"

namespace incipit::server::web::samples {

inline constexpr int kYear = 2026;  // "this year" of all samples
inline constexpr std::string_view kAuthorId = "a0123456789";

[[nodiscard]] PageContext context();
// The seven papers of the reference author page, newest first; `kAuthorId` is Xiaoyan Bai's.
[[nodiscard]] std::vector<schema::Hit> reference_hits();
[[nodiscard]] schema::SearchResult reference_papers();
// The reference author without computed citations: h-index 50, 220 citations, novelty 64 and AI score 58
// imported.
[[nodiscard]] schema::AuthorProfile reference_profile();
[[nodiscard]] schema::SearchRequest search_request();
[[nodiscard]] schema::SearchResult search_result();

}  // namespace incipit::server::web::samples
