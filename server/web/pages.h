// The pages as HTML: pure functions from results to text. Everything that comes from a corpus or a request is
// escaped by the templates; pages read without scripts and contact no other host.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "schema/author.h"
#include "schema/error.h"
#include "schema/index_info.h"
#include "schema/request.h"
#include "schema/result.h"

namespace incipit::server::web {

// What pages tell of the index.
struct PageIndex {
  std::string revision;
  std::string program;
  std::int64_t papers = 0;
  std::int64_t authors = 0;
  std::optional<schema::Date> as_of;
};
[[nodiscard]] PageIndex page_index(const schema::IndexInfo& info);

// What a page needs to know besides its result.
struct PageContext {
  int current_year = 0;   // the server's clock: dates of this year are shown without it (D3)
  std::string base;       // path prefix of all links, "" at the root
  std::string json_twin;  // address of the same answer as JSON, path and query
  PageIndex index;
  // Category codes whose short form is unique in the index (D5): they are shown short. Lives while the page
  // is made; nullptr shows all codes in full.
  const std::set<std::string>* short_categories = nullptr;
};

// A query string ("?q=...&category=...") in the API's parameter names that asks for `request`.
[[nodiscard]] std::string query_string(const schema::SearchRequest& request);
[[nodiscard]] std::string query_string(const schema::AuthorSearchRequest& request);

[[nodiscard]] std::string home_page(const PageContext& context, const schema::SearchResult& newest);
[[nodiscard]] std::string search_page(const PageContext& context, const schema::SearchRequest& request,
                                      const schema::SearchResult& result);
[[nodiscard]] std::string paper_page(const PageContext& context, const schema::PaperResult& result);
// `papers`: the author's papers as asked for by `request` (sort, page).
[[nodiscard]] std::string author_page(const PageContext& context, const schema::AuthorProfile& profile,
                                      const schema::SearchRequest& request,
                                      const schema::SearchResult& papers);
// All authors of a name search: `/name/{name}` and the author part of a search.
[[nodiscard]] std::string authors_page(const PageContext& context, const schema::AuthorSearchRequest& request,
                                       const schema::AuthorSearchResult& result);
// `q`: the query as typed; it stays in the search box, and the place that the error names is marked in it.
[[nodiscard]] std::string error_page(const PageContext& context, const schema::Error& error, int status,
                                     std::string_view q = {});

struct Asset {
  std::string_view content_type;
  std::string_view bytes;
};
// A static file of the pages by name ("style.css"); nullptr when there is none.
[[nodiscard]] const Asset* asset(std::string_view name);

}  // namespace incipit::server::web
