// Addresses on pages: our own paths, and which foreign addresses are safe to link.
#pragma once

#include <string>
#include <string_view>

#include "schema/request.h"
#include "server/web/pages.h"

namespace incipit::server::web {

[[nodiscard]] std::string paper_url(const PageContext& context, std::string_view id);
// The page of an author id; with an empty id the page that lists who bears `name`.
[[nodiscard]] std::string author_url(const PageContext& context, std::string_view id, std::string_view name);
// The page of a name search, with its filters and place.
[[nodiscard]] std::string name_url(const PageContext& context, schema::AuthorSearchRequest request);
[[nodiscard]] std::string search_url(const PageContext& context, const schema::SearchRequest& request);

// True for an absolute http or https address with a host and without spaces, quotes or control characters:
// only such addresses become links.
[[nodiscard]] bool is_safe_link(std::string_view url);

// What a page link asks: `request` without what the page decides itself (facets, highlighting).
[[nodiscard]] schema::SearchRequest for_page(schema::SearchRequest request);

// "relevance", "-published": the value of `sort=`.
[[nodiscard]] std::string sort_value(const schema::Sort& sort);

// The command that gives the same answer, quoted for a POSIX shell; empty where the text has control
// characters and no command line would carry it.
[[nodiscard]] std::string search_command(const schema::SearchRequest& request);
[[nodiscard]] std::string id_command(std::string_view command, std::string_view id);

}  // namespace incipit::server::web
