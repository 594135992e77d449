#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "schema/result_json.h"
#include "server/api/answers.h"
#include "server/api/batch.h"
#include "server/api/handlers.h"
#include "server/api/parameters.h"
#include "server/api/reply_schemas.h"

namespace incipit::server::api {
namespace {

using schema::Error;
using schema::ErrorCode;
using schema::fail_at;
using Fields = std::optional<std::vector<std::string>>;

schema::Result<HttpResponse> list_reply(const schema::Result<schema::SearchResult>& result, const Fields& fields) {
  if (!result) return tl::make_unexpected(result.error());
  auto document = schema::to_json(*result);
  if (fields) {
    for (auto& hit : document["results"]) keep_members(hit, *fields);
  }
  return json_reply(document);
}

void search_papers(const CallPointer& call, schema::SearchRequest request, Fields fields) {
  answer_in_pool(call, [request = std::move(request), fields = std::move(fields)](query::Searcher& searcher, const Call&) {
    return list_reply(searcher.search(request), fields);
  });
}

// Whether a client that sends this Accept header takes JSON.
bool accepts_json(std::string_view accept) {
  if (accept.empty()) return true;
  for (const std::string_view type : {"application/json", "application/*", "*/*"}) {
    if (accept.find(type) != std::string_view::npos) return true;
  }
  return false;
}

schema::Result<void> check_format(const Call& call) {
  for (const auto& [name, value] : call.parameters) {
    if (name != "format" || value == "json") continue;
    const auto choices = choices_of(*find_parameter(ParameterGroup::paper, "format"));
    if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
      return fail_at(ErrorCode::invalid_parameter, "format", "format must be json in this version");
    }
    return fail_at(ErrorCode::not_available, "format",
                   "the format " + value + " is not part of this version; use json");
  }
  if (accepts_json(call.request.header("Accept"))) return {};
  return fail_at(ErrorCode::not_acceptable, "Accept", "only application/json is answered by this version");
}

}  // namespace

void answer_papers(const CallPointer& call) {
  auto request = parse_search_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  auto fields = parse_fields(call->parameters, paper_members());
  if (!fields) return answer_error(*call, fields.error());
  search_papers(call, std::move(*request), std::move(*fields));
}

void answer_parse(const CallPointer& call) {
  auto request = parse_search_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  answer_in_pool(call,
                 [request = std::move(*request)](query::Searcher& searcher, const Call&) -> schema::Result<HttpResponse> {
                   const auto result = searcher.parse(request);
                   if (!result) return tl::make_unexpected(result.error());
                   return json_reply(schema::to_json(*result));
                 });
}

void answer_author_papers(const CallPointer& call) {
  auto request = parse_search_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  auto fields = parse_fields(call->parameters, paper_members());
  if (!fields) return answer_error(*call, fields.error());
  if (!request->filters.author.any_of.empty()) {
    return answer_error(*call, author_named_twice());
  }
  request->filters.author.any_of = {call->values[0]};
  search_papers(call, std::move(*request), std::move(*fields));
}

void answer_paper(const CallPointer& call) {
  if (const auto checked = check_format(*call); !checked) return answer_error(*call, checked.error());
  auto fields = parse_fields(call->parameters, paper_record_members());
  if (!fields) return answer_error(*call, fields.error());
  answer_in_pool(call,
                 [fields = std::move(*fields)](query::Searcher& searcher,
                                               const Call& asked) -> schema::Result<HttpResponse> {
                   const auto result = searcher.paper(asked.values[0]);
                   if (!result) return tl::make_unexpected(result.error());
                   auto document = schema::to_json(*result);
                   if (fields) keep_members(document, *fields);
                   return json_reply(document);
                 });
}

void answer_similar_papers(const CallPointer& call) {
  auto page = parse_search_request(call->parameters);
  if (!page) return answer_error(*call, page.error());
  auto fields = parse_fields(call->parameters, paper_members());
  if (!fields) return answer_error(*call, fields.error());
  answer_in_pool(call, [limit = page->limit, offset = page->offset, fields = std::move(*fields)](query::Searcher& searcher, const Call& asked) {
    return list_reply(searcher.similar(asked.values[0], limit, offset), fields);
  });
}

void answer_paper_batch(const CallPointer& call) {
  answer_batch(
      call, paper_record_members(), ErrorCode::paper_not_found,
      [](query::Searcher& searcher, const std::string& id) -> schema::Result<nlohmann::ordered_json> {
        const auto found = searcher.paper(id);
        if (!found) return tl::make_unexpected(found.error());
        return schema::to_json(*found);
      });
}

}  // namespace incipit::server::api
