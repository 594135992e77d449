#include "server/api/answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "query/cursor.h"
#include "schema/ascii.h"
#include "schema/limits.h"
#include "schema/result_json.h"
#include "server/api/error_table.h"
#include "server/api/formats.h"
#include "server/web/pages.h"

namespace incipit::server::api {
namespace {

using schema::Error;
using schema::ErrorCode;
using Clock = std::chrono::steady_clock;

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

std::string_view opaque_tag(std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; }

bool has_tag(const Call& call) { return call.route->method == "GET"; }

// Whether the same address has other forms than JSON.
bool has_formats(const Call& call) { return call.route->door == Door::data && find_parameter(call.route->parameters, "format"); }

// What a reply depends on beside the revision and the target. The same content may be published again, which
// /v1/index tells; pages leave out the current year (D3).
std::string circumstances(const Call& call, const schema::IndexInfo& info) {
  if (has_formats(call)) {
    const auto accepted = accepted_form(call.request.header("Accept"));
    if (accepted && !accepted->json) return std::string(writers::row_of(accepted->format).name);
  }
  if (call.route->answer == answer_index) return fmt::format("{} {}", info.generation, info.built_at);
  return call.route->door == Door::page ? fmt::format("page {}", call.service.clock().year()) : "";
}

// Figures of a snapshot are in nearly every reply, and it may be computed anew while the content stays.
std::string snapshot_of(const schema::IndexInfo& info) { return info.snapshot ? " " + info.snapshot->revision : ""; }

// What the search box of an error page holds.
std::string_view typed_query(const Call& call) {
  for (const auto& [name, value] : call.parameters) {
    if (name == "q") return value;
  }
  return {};
}

// The revision that a cursor goes on in; empty without one.
std::string asked_revision(const Call& call) {
  for (const auto& [name, value] : call.parameters) {
    if (name == "cursor") return query::revision_of_cursor(value).value_or("");
  }
  return {};
}

// On a pool thread, which an exception would end together with the process.
void deliver(const Call& call, HttpResponse reply) noexcept {
  try {
    call.respond(std::move(reply));
  } catch (...) {  // NOLINT(bugprone-empty-catch): the connection answers for a reply that never came
  }
}

HttpResponse finish(query::Searcher& searcher, const Call& call, const Work& work) {
  const auto started = Clock::now();
  const schema::IndexInfo& info = searcher.info();
  const std::string tag =
      has_tag(call) ? entity_tag(info.revision, call.request.target, circumstances(call, info) + call.service.pool.settings() + snapshot_of(info)) : "";
  const std::string_view known = call.request.header("If-None-Match");
  const HttpResponse not_modified{304, {}, {{"ETag", tag}, {"Cache-Control", "no-cache"}}, {}};
  if (!tag.empty() && names_tag(known, tag)) return not_modified;
  const auto reply_of = [&] {
    auto made = work(searcher, call);
    return made ? within_reply_limit(std::move(*made)) : made;
  };
  auto reply = reply_of();
  if (!reply) return error_reply(call.service, call.route->door, reply.error(), typed_query(call));
  if (reply->status != 200) return std::move(*reply);
  if (!tag.empty() && schema::trimmed(known, " \t") == "*") return not_modified;  // anything that exists
  const double ms = std::chrono::duration<double, std::milli>(Clock::now() - started).count();
  reply->headers.emplace_back("Server-Timing", fmt::format("search;dur={:.2f}", ms));
  if (!tag.empty()) reply->headers.emplace_back("ETag", tag);
  if (has_formats(call) && reply->content_type == kJsonType) reply->headers.emplace_back("Vary", "Accept");
  return std::move(*reply);
}

}  // namespace

HttpResponse json_reply(const nlohmann::ordered_json& document) {
  return HttpResponse{200, std::string(kJsonType), {{"Cache-Control", "no-cache"}}, schema::dump(document)};
}

HttpResponse moved_author_reply(const std::string& prefix, const std::string& id, const std::string& suffix) {
  HttpResponse reply = json_reply({{"moved_to", id}});
  reply.status = 301;
  reply.headers.emplace_back("Location", prefix + id + suffix);
  return reply;
}

Error author_named_twice() {
  return Error{ErrorCode::invalid_parameter,
               "the path names the author already; author= may only exclude here",
               {},
               "author",
               {}};
}

HttpResponse redirect_reply(std::string location) {
  return HttpResponse{302, {}, {{"Location", std::move(location)}, {"Cache-Control", "no-cache"}}, {}};
}

HttpResponse page_reply(std::string html) {
  return HttpResponse{200, std::string(kHtmlType), {{"Cache-Control", "no-cache"}}, std::move(html)};
}

HttpResponse problem_reply(const Error& error, int status) {
  HttpResponse reply{status,
                     std::string(kProblemType),
                     {{"Cache-Control", "no-store"}},
                     schema::dump(schema::problem_json(error, status))};
  if (error.code == ErrorCode::overloaded) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

schema::Result<HttpResponse> within_reply_limit(HttpResponse reply) {
  const auto& limit = schema::limits::kReplyBytes;
  if (reply.body.size() <= static_cast<std::size_t>(limit.value)) return reply;
  return schema::fail(
      ErrorCode::limit_exceeded,
      fmt::format("the reply would be larger than {} bytes (limit {}: {}); ask for less at once", limit.value,
                  limit.name, limit.reason));
}

HttpResponse error_reply(Service& service, Door door, const Error& error, std::string_view q) {
  const int status = status_of(error.code);
  if (!error.detail.empty() && service.log) {
    service.log(fmt::format("error {}: {}: {}", public_name(error.code), error.message, error.detail));
  }
  HttpResponse reply = problem_reply(error, status);
  if (door == Door::data) return reply;
  web::PageContext context;
  context.current_year = service.clock().year();
  context.index = web::page_index(*service.pool.info());
  reply.content_type = kHtmlType;
  reply.body = web::error_page(context, error, status, q);
  return reply;
}

void answer_error(Call& call, const Error& error) {
  call.respond(error_reply(call.service, call.route->door, error, typed_query(call)));
}

void answer_in_pool(const CallPointer& call, Work work) {
  const auto submit = [&](query::SearchPool::Job job) {
    return call->service.pool.submit(std::move(job), asked_revision(*call));
  };
  const bool taken = submit([call, work = std::move(work)](query::Searcher& searcher) {
    HttpResponse reply;
    try {
      reply = finish(searcher, *call, work);
    } catch (const std::exception& failure) {
      const Error error{ErrorCode::internal,
                        "the request could not be answered because of a fault here",
                        std::string("exception: ") + failure.what(),
                        {},
                        {}};
      reply = error_reply(call->service, call->route->door, error);
    }
    deliver(*call, std::move(reply));
  });
  if (taken) return;
  answer_error(
      *call,
      Error{ErrorCode::overloaded, "too many searches are waiting; try again in a moment", {}, {}, {}});
}

std::string entity_tag(std::string_view revision, std::string_view target, std::string_view circumstances) {
  return fmt::format("W/\"{}-{:016x}\"", revision.substr(0, 16),
                     fnv1a(fmt::format("{} {} {}", INCIPIT_VERSION, target, circumstances)));
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
  const auto candidates = schema::split(if_none_match, ",");
  return std::any_of(candidates.begin(), candidates.end(), [&](std::string_view part) {
    const std::string_view candidate = schema::trimmed(part, " \t");
    return !candidate.empty() && opaque_tag(candidate) == opaque_tag(tag);
  });
}

void keep_members(nlohmann::ordered_json& object, const std::vector<std::string>& members) {
  nlohmann::ordered_json kept = nlohmann::ordered_json::object();
  for (auto& [name, value] : object.items()) {
    const bool always = name == "id" || name == "index";
    if (always || std::find(members.begin(), members.end(), name) != members.end())
      kept[name] = std::move(value);
  }
  object = std::move(kept);
}

}  // namespace incipit::server::api
