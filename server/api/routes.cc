#include "server/api/routes.h"

#include <algorithm>
#include <array>
#include <optional>

#include "server/api/handlers.h"

namespace incipit::server::api {
namespace {

using enum Door;
using enum ParameterGroup;

constexpr std::array kRoutes{
    Route{"GET", "/v1/papers", answer_papers, data, paper_search, "PaperList", "Search and browse papers"},
    Route{"GET", "/v1/papers/{id}", answer_paper, data, paper, "PaperRecord",
          "One paper by its id or any other identifier"},
    Route{"POST", "/v1/papers/batch", answer_paper_batch, data, fields_only, "PaperBatch",
          "Many papers by identifier, null where there is none"},
    Route{"GET", "/v1/papers/{id}/similar", answer_similar_papers, data, page_of_papers, "PaperList",
          "Papers that share the terms that say most of it"},
    Route{"GET", "/v1/papers/{id}/references", answer_references, data, paper_search, "PaperList",
          "Papers that it cites, with the parameters of /v1/papers"},
    Route{"GET", "/v1/papers/{id}/citations", answer_citations, data, paper_search, "PaperList",
          "Papers that cite it, with the parameters of /v1/papers"},
    Route{"GET", "/v1/papers/{id}/novelty", answer_novelty, data, none, "Novelty",
          "Why the paper has its novelty and its rank score: its place in which cell, new terms, nearest earlier papers, parts and weights"},
    Route{"GET", "/v1/authors", answer_authors, data, author_search, "AuthorList", "Find people by name"},
    Route{"GET", "/v1/authors/{id}", answer_author, data, fields_only, "AuthorProfile",
          "The profile of an author id or external id"},
    Route{"GET", "/v1/authors/{id}/papers", answer_author_papers, data, paper_search, "PaperList",
          "An author's papers, with the parameters of /v1/papers"},
    Route{"POST", "/v1/authors/batch", answer_author_batch, data, fields_only, "AuthorBatch",
          "Many profiles by id, null where there is none"},
    Route{"GET",
          "/v1/authors/{id}/coauthors",
          answer_unavailable,
          data,
          none,
          {},
          "All coauthors",
          "the full list of coauthors is not part of this version; the profile names the most frequent"},
    Route{"GET", "/v1/authors/{id}/evidence", answer_author_evidence, data, evidence, "AuthorEvidence",
          "Why the authorships of an author are one person, and who else it may be"},
    Route{"GET", "/v1/stats", answer_statistics, data, paper_set, "Statistics", "Statistics of a result set"},
    Route{"GET", "/v1/export", answer_export, data, paper_export, {}, "Stream a result set of any size"},
    Route{"GET", "/v1/parse", answer_parse, data, paper_query, "ParseResult",
          "A query taken apart: what each part finds, what empties the result, and what weaker queries find"},
    Route{"GET", "/v1/suggest", answer_suggest, data, suggest, "Suggestions",
          "Words, people, categories and papers that may be meant by a text while it is typed"},
    Route{"GET", "/v1/facets/{field}", answer_facet, data, facet_values, "FacetList", "All values of a facet, or those that begin so"},
    Route{"GET", "/v1/index", answer_index, data, none, "IndexInfo",
          "What the index holds and where it came from"},
    Route{"POST",
          "/v1/admin/reload",
          answer_unavailable,
          data,
          none,
          {},
          "Look for a new generation",
          "administration over HTTP is not part of this version; a new generation is served by itself"},
    Route{
        "POST",
        "/v1/admin/papers",
        answer_unavailable,
        data,
        none,
        {},
        "Add or replace papers",
        "administration over HTTP is not part of this version; the command `incipit index` writes the index"},
    Route{
        "DELETE",
        "/v1/admin/papers/{id}",
        answer_unavailable,
        data,
        none,
        {},
        "Remove a paper",
        "administration over HTTP is not part of this version; the command `incipit index` writes the index"},
    Route{"GET", "/livez", answer_live, data, none, "Status", "200 while the process answers"},
    Route{"GET", "/readyz", answer_ready, data, none, "Status", "200 while searches are answered, else 503"},
    Route{"GET", "/openapi.json", answer_openapi, data, none, {}, "This document"},
    Route{"GET", "/", answer_home_page, page, none, {}, "Start page"},
    Route{"GET", "/search", answer_search_page, page, paper_search, {}, "Search results"},
    Route{"GET", "/paper/{id...}", answer_paper_page, page, none, {}, "One paper"},
    Route{"GET", "/author/{id}", answer_author_page, page, paper_search, {}, "One author"},
    Route{"GET", "/name/{name}", answer_name_page, page, author_search, {}, "All authors of a name"},
    Route{"GET",
          "/category/{code}",
          answer_category_page,
          page,
          none,
          {},
          "Redirects to the papers of a category"},
    Route{"GET", "/assets/{file}", answer_asset, page, none, {}, "Style and images of the pages"},
};

// The variables' values where the path fits the pattern.
std::optional<std::vector<std::string>> fit(std::string_view pattern,
                                            const std::vector<std::string>& segments) {
  const auto parts = pattern_segments(pattern);
  std::vector<std::string> values;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i >= segments.size()) return {};
    if (takes_rest(parts[i])) {
      std::string rest = segments[i];
      for (std::size_t j = i + 1; j < segments.size(); ++j) rest += "/" + segments[j];
      if (rest.empty()) return {};
      values.push_back(std::move(rest));
      return values;
    }
    if (is_variable(parts[i])) {
      if (segments[i].empty()) return {};
      values.push_back(segments[i]);
    } else if (parts[i] != segments[i]) {
      return {};
    }
  }
  if (parts.size() != segments.size()) return {};
  return values;
}

}  // namespace

std::span<const Route> route_table() { return kRoutes; }

std::vector<std::string_view> pattern_segments(std::string_view pattern) {
  std::vector<std::string_view> parts;
  std::size_t begin = 1;
  while (true) {
    const std::size_t end = std::min(pattern.find('/', begin), pattern.size());
    parts.push_back(pattern.substr(begin, end - begin));
    if (end == pattern.size()) return parts;
    begin = end + 1;
  }
}

bool is_variable(std::string_view pattern_segment) { return pattern_segment.starts_with('{'); }
bool takes_rest(std::string_view pattern_segment) { return pattern_segment.ends_with("...}"); }

RouteMatch match_route(std::string_view method, const std::vector<std::string>& segments) {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  RouteMatch match;
  for (const Route& route : kRoutes) {
    auto values = fit(route.pattern, segments);
    if (!values) continue;
    match.allowed.emplace_back(route.method);
    if (route.method == "GET") match.allowed.emplace_back("HEAD");
    if (route.method != wanted) continue;
    match.route = &route;
    match.values = std::move(*values);
  }
  if (!match.allowed.empty()) match.allowed.emplace_back("OPTIONS");
  return match;
}

}  // namespace incipit::server::api
