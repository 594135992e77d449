#include "server/api/formats.h"

#include <algorithm>
#include <cstdlib>

#include "schema/ascii.h"
#include "server/api/parameter_table.h"
#include "server/api/target.h"

namespace incipit::server::api {
namespace {

using schema::ErrorCode;
using schema::fail_at;

// The parts between separators, in lower case and without blanks around them.
std::vector<std::string> parts_of(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  for (const std::string_view part : schema::split(text, separator)) parts.push_back(schema::lower_ascii(schema::trimmed(part, " \t")));
  return parts;
}

std::optional<ReplyForm> written_type(const std::string& type) {
  if (type == "*/*" || type == "application/*" || type == "application/json") return ReplyForm{};
  if (type == "text/*") return ReplyForm{false, writers::Format::csv};
  if (type == "application/x-ndjson") return ReplyForm{false, writers::Format::jsonl};
  for (const auto& row : writers::format_table()) {
    if (parts_of(row.media_type, ";").front() == type) return ReplyForm{false, row.format};
  }
  return {};
}

}  // namespace

std::optional<ReplyForm> accepted_form(std::string_view accept) {
  if (schema::trimmed(accept, " \t").empty()) return ReplyForm{};
  std::optional<ReplyForm> best;
  double best_weight = 0;
  for (const std::string& entry : parts_of(accept, ",")) {
    const auto parts = parts_of(entry, ";");
    double weight = 1;
    for (const std::string& part : parts) {
      if (part.starts_with("q=")) weight = std::strtod(part.c_str() + 2, nullptr);
    }
    const auto choice = written_type(parts.front());
    if (choice && weight > best_weight) {
      best = choice;
      best_weight = weight;
    }
  }
  return best;
}

schema::Result<ReplyForm> asked_form(const Call& call, Unacceptable otherwise) {
  for (const auto& [name, value] : call.parameters) {
    if (name != "format") continue;
    const auto choices = choices_of(*find_parameter(call.route->parameters, "format"));
    if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
      return fail_at(ErrorCode::invalid_parameter, "format",
                     "format is one of " + std::string(find_parameter(call.route->parameters, "format")->choices));
    }
    const auto format = writers::format_named(value);
    return format ? ReplyForm{false, *format} : ReplyForm{};
  }
  if (const auto accepted = accepted_form(call.request.header("Accept"))) return *accepted;
  if (otherwise == Unacceptable::means_json) return ReplyForm{};
  return fail_at(ErrorCode::not_acceptable, "Accept", "nothing of what Accept names is written here; see format=");
}

void add_provenance(HttpResponse& reply, const schema::IndexIdentity& index, const schema::QueryEcho& query, std::int64_t total,
                    const std::optional<schema::Date>& as_of) {
  reply.headers.emplace_back("Incipit-Revision", index.revision);
  reply.headers.emplace_back("Incipit-Query", schema::percent_encode(query.parsed));
  reply.headers.emplace_back("Incipit-Total", std::to_string(total));
  for (const auto& note : query.notes) {
    if (note.left_out) reply.headers.emplace_back("Incipit-Left-Out", std::to_string(*note.left_out));
  }
  if (as_of) reply.headers.emplace_back("Incipit-As-Of", as_of->iso());
}

HttpResponse formatted_reply(writers::Format format, std::string_view file_stem) {
  const auto& row = writers::row_of(format);
  HttpResponse reply{200, std::string(row.media_type), {{"Cache-Control", "no-cache"}, {"Vary", "Accept"}}, {}};
  std::string name;
  for (const char c : file_stem) {
    name += schema::is_ascii_alnum(c) || c == '.' || c == '-' ? c : '_';
  }
  reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "." + std::string(row.extension) + "\"");
  return reply;
}

std::string formatted_papers(writers::Format format, const std::vector<schema::Paper>& papers) {
  const auto& row = writers::row_of(format);
  std::string text(row.head);
  for (std::size_t i = 0; i < papers.size(); ++i) {
    if (i > 0) text += row.between;
    text += writers::write_paper(format, papers[i]);
  }
  return text + std::string(row.tail);
}

}  // namespace incipit::server::api
