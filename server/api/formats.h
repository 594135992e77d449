// Papers in other forms than JSON: which one a call asks for, and replies in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "schema/paper.h"
#include "schema/result.h"
#include "server/api/handlers.h"
#include "writers/format.h"

namespace incipit::server::api {

// The form of a reply.
struct ReplyForm {
  bool json = true;
  writers::Format format = writers::Format::jsonl;  // where it is not JSON
};

// What happens where the header Accept names nothing that is written here.
enum class Unacceptable { is_an_error, means_json };

// By `format=`, else by the header Accept. Errors: invalid_parameter, not_acceptable.
[[nodiscard]] schema::Result<ReplyForm> asked_form(const Call& call, Unacceptable otherwise);

// The one of an Accept header's types that is preferred most; nullopt: none is written here.
[[nodiscard]] std::optional<ReplyForm> accepted_form(std::string_view accept);

// Where a result comes from, as headers: Incipit-Revision, Incipit-Query (as understood, percent-encoded), Incipit-Total,
// Incipit-As-Of.
void add_provenance(HttpResponse& reply, const schema::IndexIdentity& index, const schema::QueryEcho& query, std::int64_t total,
                    const std::optional<schema::Date>& as_of);

// A reply whose body is in a format, with its media type and a file name; without a body yet.
[[nodiscard]] HttpResponse formatted_reply(writers::Format format, std::string_view file_stem);
// All papers with head and tail.
[[nodiscard]] std::string formatted_papers(writers::Format format, const std::vector<schema::Paper>& papers);

}  // namespace incipit::server::api
