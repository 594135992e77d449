#include <utility>

#include "schema/ascii.h"
#include "schema/ids.h"
#include "server/api/answers.h"
#include "server/api/handlers.h"
#include "server/api/parameters.h"
#include "server/web/pages.h"

namespace incipit::server::api {
namespace {

using schema::Error;
using schema::ErrorCode;
using schema::Result;

// What the result page counts beside its list.
const std::vector<schema::FacetField>& page_facets() {
  using enum schema::FacetField;
  static const std::vector<schema::FacetField> facets{category, year, author, venue};
  return facets;
}

web::PageContext page_context(const Call& call, query::Searcher& searcher, std::string json_twin) {
  web::PageContext context;
  context.current_year = call.service.clock().year();
  context.json_twin = std::move(json_twin);
  context.index = web::page_index(searcher.info());
  context.short_categories = &searcher.unique_short_categories();
  return context;
}

}  // namespace

void answer_home_page(const CallPointer& call) {
  answer_in_pool(call, [](query::Searcher& searcher, const Call& asked) -> Result<HttpResponse> {
    const auto newest = searcher.search(schema::SearchRequest{});
    if (!newest) return tl::make_unexpected(newest.error());
    return page_reply(web::home_page(page_context(asked, searcher, "/v1/papers"), *newest));
  });
}

void answer_search_page(const CallPointer& call) {
  auto request = parse_search_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  if (request->facets.empty()) request->facets = page_facets();
  request->highlight = schema::HighlightMode::spans;
  answer_in_pool(
      call,
      [request = std::move(*request)](query::Searcher& searcher, const Call& asked) -> Result<HttpResponse> {
        const auto result = searcher.search(request);
        if (!result) return tl::make_unexpected(result.error());
        const auto context = page_context(asked, searcher, "/v1/papers" + web::query_string(request));
        return page_reply(web::search_page(context, request, *result));
      });
}

void answer_paper_page(const CallPointer& call) {
  answer_in_pool(call, [](query::Searcher& searcher, const Call& asked) -> Result<HttpResponse> {
    auto paper = searcher.paper(asked.values[0]);
    if (!paper) return tl::make_unexpected(paper.error());
    const auto counts = searcher.citation_counts(paper->hit.paper.id);
    if (!counts) return tl::make_unexpected(counts.error());
    paper->counts = *counts;
    const auto context = page_context(asked, searcher, "/v1/papers/" + schema::percent_encode(paper->hit.paper.id));
    return page_reply(web::paper_page(context, *paper));
  });
}

void answer_author_page(const CallPointer& call) {
  auto request = parse_search_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  if (!request->filters.author.any_of.empty()) return answer_error(*call, author_named_twice());
  request->filters.author.any_of = {call->values[0]};
  request->highlight = schema::HighlightMode::spans;
  answer_in_pool(
      call,
      [request = std::move(*request)](query::Searcher& searcher, const Call& asked) -> Result<HttpResponse> {
        const auto profile = searcher.author(asked.values[0]);
        if (!profile) return tl::make_unexpected(profile.error());
        if (schema::is_author_id(asked.values[0]) && asked.values[0] != profile->id) {
          return moved_author_reply("/author/", profile->id);
        }
        const auto papers = searcher.search(request);
        if (!papers) return tl::make_unexpected(papers.error());
        const auto context = page_context(asked, searcher, "/v1/authors/" + schema::percent_encode(profile->id));
        return page_reply(web::author_page(context, *profile, request, *papers));
      });
}

void answer_name_page(const CallPointer& call) {
  Parameters parameters;
  for (const auto& parameter : call->parameters) {
    if (parameter.first != "q") parameters.push_back(parameter);
  }
  parameters.emplace_back("q", call->values[0]);
  call->parameters = std::move(parameters);
  auto request = parse_author_search_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  answer_in_pool(
      call,
      [request = std::move(*request)](query::Searcher& searcher, const Call& asked) -> Result<HttpResponse> {
        const auto result = searcher.authors(request);
        if (!result) return tl::make_unexpected(result.error());
        const auto context = page_context(asked, searcher, "/v1/authors" + web::query_string(request));
        return page_reply(web::authors_page(context, request, *result));
      });
}

void answer_category_page(const CallPointer& call) {
  const std::string& code = call->values[0];
  if (code.starts_with('-')) {  // in a filter it would exclude
    return answer_error(
        *call, Error{ErrorCode::invalid_parameter, "a category does not begin with '-'", {}, "category", {}});
  }
  schema::SearchRequest request;
  request.filters.category.any_of = {code};
  call->respond(redirect_reply("/search" + web::query_string(request)));
}

void answer_asset(const CallPointer& call) {
  const web::Asset* asset = web::asset(call->values[0]);
  if (!asset)
    return answer_error(*call, Error{ErrorCode::route_not_found, "there is no such file", {}, {}, {}});
  const std::string tag = entity_tag("asset", asset->bytes);
  std::vector<std::pair<std::string, std::string>> headers{{"ETag", tag}, {"Cache-Control", "no-cache"}};
  if (names_tag(call->request.header("If-None-Match"), tag)) {
    return call->respond(HttpResponse{304, {}, std::move(headers), {}});
  }
  call->respond(
      HttpResponse{200, std::string(asset->content_type), std::move(headers), std::string(asset->bytes)});
}

}  // namespace incipit::server::api
