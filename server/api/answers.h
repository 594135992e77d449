// How replies are made: JSON documents, problems, error pages, entity tags, and the way through the search
// pool.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "schema/result.h"
#include "server/api/handlers.h"

namespace incipit::server::api {

inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::string_view kProblemType = "application/problem+json";
inline constexpr std::string_view kHtmlType = "text/html; charset=utf-8";

[[nodiscard]] HttpResponse json_reply(const nlohmann::ordered_json& document);
[[nodiscard]] HttpResponse page_reply(std::string html);
[[nodiscard]] HttpResponse redirect_reply(std::string location);  // 302
[[nodiscard]] HttpResponse problem_reply(const schema::Error& error, int status);

// An error through the door that was asked: a problem document or an error page, with its status. `detail`
// goes to the log; `q` stays in the search box of the page.
[[nodiscard]] HttpResponse error_reply(Service& service, Door door, const schema::Error& error,
                                       std::string_view q = {});
void answer_error(Call& call, const schema::Error& error);

// The reply, or limit_exceeded when its body passes kReplyBytes.
[[nodiscard]] schema::Result<HttpResponse> within_reply_limit(HttpResponse reply);

// Work on a pool thread. Its reply gets Server-Timing and, for GET, a weak entity tag, answered with 304
// where the client has it. The tag depends on the index revision, the snapshot, the program, the target, for pages the
// current year and for /v1/index the generation. A full pool answers 503.
using Work = std::function<schema::Result<HttpResponse>(query::Searcher& searcher, const Call& call)>;
void answer_in_pool(const CallPointer& call, Work work);

// `W/"revision-hash"` of the reply to `target` under an index revision, and under what else it depends on.
[[nodiscard]] std::string entity_tag(std::string_view revision, std::string_view target,
                                     std::string_view circumstances = {});
// Whether If-None-Match names the tag, weakly compared; "*" names none.
[[nodiscard]] bool names_tag(std::string_view if_none_match, std::string_view tag);

// Of author= where the path names the author.
[[nodiscard]] schema::Error author_named_twice();

// 301 to where an author whose id was merged is found now (D6), the id between `prefix` and `suffix`; the body names it as `moved_to`.
[[nodiscard]] HttpResponse moved_author_reply(const std::string& prefix, const std::string& id, const std::string& suffix = {});

// Leaves `id`, `index` and the named members of an object.
void keep_members(nlohmann::ordered_json& object, const std::vector<std::string>& members);

}  // namespace incipit::server::api
