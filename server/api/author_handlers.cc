#include <nlohmann/json.hpp>
#include <utility>

#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/result_json.h"
#include "server/api/answers.h"
#include "server/api/batch.h"
#include "server/api/handlers.h"
#include "server/api/parameters.h"
#include "server/api/reply_schemas.h"

namespace incipit::server::api {

using schema::ErrorCode;

void answer_authors(const CallPointer& call) {
  auto request = parse_author_search_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  auto fields = parse_fields(call->parameters, author_members());
  if (!fields) return answer_error(*call, fields.error());
  answer_in_pool(call,
                 [request = std::move(*request), fields = std::move(*fields)](
                     query::Searcher& searcher, const Call&) -> schema::Result<HttpResponse> {
                   const auto result = searcher.authors(request);
                   if (!result) return tl::make_unexpected(result.error());
                   auto document = schema::to_json(*result);
                   if (fields) {
                     for (auto& author : document["results"]) keep_members(author, *fields);
                   }
                   return json_reply(document);
                 });
}

void answer_author(const CallPointer& call) {
  auto fields = parse_fields(call->parameters, profile_members());
  if (!fields) return answer_error(*call, fields.error());
  answer_in_pool(call,
                 [fields = std::move(*fields)](query::Searcher& searcher,
                                               const Call& asked) -> schema::Result<HttpResponse> {
                   const auto profile = searcher.author(asked.values[0]);
                   if (!profile) return tl::make_unexpected(profile.error());
                   if (schema::is_author_id(asked.values[0]) && asked.values[0] != profile->id) {
                     return moved_author_reply("/v1/authors/", profile->id);
                   }
                   auto document = schema::to_json(*profile);
                   if (fields) keep_members(document, *fields);
                   return json_reply(document);
                 });
}

void answer_author_batch(const CallPointer& call) {
  answer_batch(call, profile_members(), ErrorCode::author_not_found,
               [](query::Searcher& searcher, const std::string& id) -> schema::Result<nlohmann::ordered_json> {
                 const auto found = searcher.author(id);
                 if (!found) return tl::make_unexpected(found.error());
                 return schema::to_json(*found);
               });
}

void answer_author_evidence(const CallPointer& call) {
  if (const auto checked = check_parameters(ParameterGroup::evidence, call->parameters); !checked) return answer_error(*call, checked.error());
  const std::string other = call->parameters.empty() ? std::string() : call->parameters.front().second;
  if (!call->parameters.empty() && other.empty()) {
    return answer_error(*call, schema::Error{ErrorCode::invalid_parameter, "name an author or an authorship to compare with", {}, "with", {}});
  }
  answer_in_pool(call, [other](query::Searcher& searcher, const Call& asked) -> schema::Result<HttpResponse> {
    const auto answer = searcher.evidence(asked.values[0], other);
    if (!answer) return tl::make_unexpected(answer.error());
    if (schema::is_author_id(asked.values[0]) && asked.values[0] != answer->author.id) {
      return moved_author_reply("/v1/authors/", answer->author.id, "/evidence" + (other.empty() ? "" : "?with=" + schema::percent_encode(other)));
    }
    return json_reply(schema::to_json(*answer));
  });
}

}  // namespace incipit::server::api
