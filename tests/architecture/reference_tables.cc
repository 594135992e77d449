#include "tests/architecture/reference_tables.h"

#include "schema/error.h"
#include "schema/limits.h"
#include "server/api/error_table.h"
#include "server/api/parameter_table.h"
#include "server/api/routes.h"

namespace incipit::architecture {
namespace {

using server::api::Door;
using server::api::ParameterGroup;
using server::api::ParameterKind;
using server::api::ParameterRow;
using server::api::Times;

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const auto& cell : cells) line += " " + cell + (cell.empty() ? "|" : " |");
  return line + "\n";
}

std::string head(const std::vector<std::string>& names) {
  std::string line = "|";
  for (std::size_t i = 0; i < names.size(); ++i) line += "---|";
  return row(names) + line + "\n";
}

std::string code(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string limits() {
  std::string text = head({"limit", "value", "unit", "reason"});
  for (const auto& limit : schema::limit_table()) {
    text += row(
        {code(limit.name), std::to_string(limit.value), std::string(limit.unit), std::string(limit.reason)});
  }
  return text;
}

std::string errors() {
  std::string text = head({"code", "HTTP status"});
  for (const auto error : schema::all_error_codes()) {
    text += row({code(schema::public_name(error)), std::to_string(server::api::status_of(error))});
  }
  return text;
}

std::string parameters_of(ParameterGroup group) {
  switch (group) {
    case ParameterGroup::none:
      return "none";
    case ParameterGroup::paper_search:
      return "[papers](#parameters-of-paper-lists)";
    case ParameterGroup::paper_query:
      return "`q`, `syntax` and filters of [papers](#parameters-of-paper-lists)";
    case ParameterGroup::paper_set:
      return "`q`, `syntax`, `match`, `collapse` and filters of [papers](#parameters-of-paper-lists)";
    case ParameterGroup::paper_export:
      return "`q`, `syntax`, `match`, `collapse`, filters and `sort` of [papers](#parameters-of-paper-lists), `format`";
    case ParameterGroup::facet_values:
      return "`q`, `syntax`, `match`, `collapse` and filters of [papers](#parameters-of-paper-lists), `prefix`, `limit`, `cursor`";
    case ParameterGroup::author_search:
      return "[authors](#parameters-of-author-lists)";
    case ParameterGroup::paper:
      return "`format`, `fields`";
    case ParameterGroup::page_of_papers:
      return "`limit`, `offset`, `cursor`, `fields`";
    case ParameterGroup::evidence:
      return "`with`";
    case ParameterGroup::suggest:
      return "`q`, `kind`, `limit`";
    case ParameterGroup::fields_only:
      return "`fields`";
  }
  return "";
}

enum class Answered { yes, no };

std::string routes(Door door, Answered answered) {
  std::string text = answered == Answered::yes ? head({"method", "path", "answers", "parameters"})
                                               : head({"method", "path", "why not"});
  for (const auto& route : server::api::route_table()) {
    if (route.door != door || route.unavailable.empty() != (answered == Answered::yes)) continue;
    if (answered == Answered::yes) {
      text += row({std::string(route.method), code(route.pattern), std::string(route.summary),
                   parameters_of(route.parameters)});
    } else {
      text += row({std::string(route.method), code(route.pattern), std::string(route.unavailable)});
    }
  }
  return text;
}

std::string values_of(const ParameterRow& parameter) {
  if (!parameter.choices.empty()) {
    std::string list;
    for (const auto& choice : choices_of(parameter)) list += (list.empty() ? "" : ", ") + code(choice);
    return list;
  }
  switch (parameter.kind) {
    case ParameterKind::integer: {
      std::string text = parameter.maximum == nullptr ? "integer from " + std::to_string(parameter.minimum)
                                                      : std::to_string(parameter.minimum) + " to " +
                                                            std::to_string(parameter.maximum->value);
      if (parameter.default_value != nullptr)
        text += ", default " + std::to_string(parameter.default_value->value);
      return text;
    }
    case ParameterKind::date:
      return "date";
    case ParameterKind::year_range:
      return "years";
    case ParameterKind::percentile:
      return "percentile";
    case ParameterKind::flag:
      return "`1` or `0`";
    case ParameterKind::comma_list:
      return "comma list";
    case ParameterKind::filter:
    case ParameterKind::choice:
    case ParameterKind::text:
      return "text";
  }
  return "";
}

std::string parameters(ParameterGroup group) {
  std::string text = head({"parameter", "values", "times", "meaning"});
  for (const auto& parameter : server::api::parameter_table(group)) {
    std::string meaning(parameter.meaning);
    if (!parameter.unavailable.empty()) meaning += "; not available: " + std::string(parameter.unavailable);
    text += row({code(parameter.name), values_of(parameter), parameter.times == Times::once ? "once" : "any",
                 meaning});
  }
  return text;
}

}  // namespace

std::vector<ReferenceTable> reference_tables() {
  return {
      {"limits", "docs/limits.md", limits()},
      {"errors", "docs/api.md", errors()},
      {"routes", "docs/api.md", routes(Door::data, Answered::yes)},
      {"pages", "docs/api.md", routes(Door::page, Answered::yes)},
      {"routes_not_answered", "docs/api.md", routes(Door::data, Answered::no)},
      {"paper_parameters", "docs/api.md", parameters(ParameterGroup::paper_search)},
      {"author_parameters", "docs/api.md", parameters(ParameterGroup::author_search)},
  };
}

}  // namespace incipit::architecture
