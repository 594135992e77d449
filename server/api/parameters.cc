#include "server/api/parameters.h"

#include <algorithm>

#include "schema/limits.h"
#include "server/api/parameter_values.h"

namespace incipit::server::api {
namespace {

using schema::Error;
using schema::ErrorCode;
using schema::fail_at;
using schema::Result;
using schema::SearchRequest;

// Puts a value that was read into its place, or hands on the error.
template <class T, class Place>
Result<void> put(Result<T> value, Place& place) {
  if (!value) return tl::make_unexpected(std::move(value.error()));
  place = std::move(*value);
  return {};
}

template <class Values>
Result<void> check_count(const ParameterRow& row, const Values& values) {
  if (values.size() < static_cast<std::size_t>(schema::limits::kFilterValues.value)) return {};
  return fail_at(
      ErrorCode::limit_exceeded, std::string(row.name),
      std::string(row.name) + " takes at most " + std::to_string(schema::limits::kFilterValues.value) +
          " values (limit filter_values: " + std::string(schema::limits::kFilterValues.reason) + ")");
}

Result<void> put_text(const ParameterRow& row, const std::string& value, std::string& place,
                      const schema::Limit& limit = schema::limits::kQueryBytes) {
  if (value.size() > static_cast<std::size_t>(limit.value)) {
    return fail_at(ErrorCode::limit_exceeded, std::string(row.name),
                   std::string(row.name) + " is at most " + std::to_string(limit.value) + " bytes (limit " +
                       std::string(limit.name) + ": " + std::string(limit.reason) + ")");
  }
  place = value;
  return {};
}

Result<void> put_cursor(const ParameterRow& row, const std::string& value, std::string& place) {
  if (value.empty()) return fail_at(ErrorCode::cursor_invalid, std::string(row.name), "a cursor is never empty; leave it out for the first page");
  return put_text(row, value, place);
}

Result<void> add_filter(const ParameterRow& row, const std::string& value, schema::FilterValues& filter) {
  auto read = read_signed(row, value);
  if (!read) return tl::make_unexpected(read.error());
  auto& values = read->excluded ? filter.none_of : filter.any_of;
  if (auto counted = check_count(row, values); !counted) return counted;
  if (std::find(values.begin(), values.end(), read->value) == values.end()) values.push_back(read->value);
  return {};
}

Result<void> add_years(const ParameterRow& row, const std::string& value,
                       std::vector<schema::YearRange>& years, std::vector<schema::YearRange>& not_years) {
  const auto read = read_signed(row, value);
  if (!read) return tl::make_unexpected(read.error());
  const auto range = read_years(row, read->value);
  if (!range) return tl::make_unexpected(range.error());
  auto& list = read->excluded ? not_years : years;
  if (auto counted = check_count(row, list); !counted) return counted;
  list.push_back(*range);
  return {};
}

Result<void> add_fact(const ParameterRow& row, const std::string& value, schema::SearchFilters& filters) {
  const auto read = read_signed(row, value);
  if (!read) return tl::make_unexpected(read.error());
  if (auto known = read_choice(row, read->value); !known) return tl::make_unexpected(known.error());
  const auto fact = schema::fact_named(read->value);
  if (!fact) return fail_at(ErrorCode::internal, std::string(row.name), "a fact without a row");
  auto& list = read->excluded ? filters.has_not : filters.has;
  if (std::find(list.begin(), list.end(), *fact) == list.end()) list.push_back(*fact);
  return {};
}

Result<void> add_facets(const ParameterRow& row, const std::string& value,
                        std::vector<schema::FacetField>& facets) {
  const auto names = read_comma_list(row, value);
  if (!names) return tl::make_unexpected(names.error());
  for (const std::string& name : *names) {
    const auto field = schema::facet_named(name);
    if (!field) return fail_at(ErrorCode::internal, std::string(row.name), "a facet without a row");
    if (std::find(facets.begin(), facets.end(), *field) == facets.end()) facets.push_back(*field);
  }
  return {};
}

Result<void> add_boosts(const ParameterRow& row, const std::string& value, std::vector<schema::Boost>& boosts) {
  const auto names = read_comma_list(row, value);
  if (!names) return tl::make_unexpected(names.error());
  for (const std::string& name : *names) {
    const auto known = std::find_if(schema::kBoosts.begin(), schema::kBoosts.end(), [&](const auto& boost) { return boost.name == name; });
    if (known == schema::kBoosts.end()) return fail_at(ErrorCode::internal, std::string(row.name), "a boost without a row");
    if (std::find(boosts.begin(), boosts.end(), known->boost) == boosts.end()) boosts.push_back(known->boost);
  }
  return {};
}

Result<schema::Sort> read_sort(const ParameterRow& row, const std::string& value) {
  const auto read = read_signed(row, value);
  if (!read) return tl::make_unexpected(read.error());
  const auto name = read_choice(row, read->value);
  if (!name) return tl::make_unexpected(name.error());
  using enum schema::SortKey;
  static const std::vector<std::pair<std::string, schema::SortKey>> kKeys{
      {"relevance", relevance}, {"published", published}, {"updated", updated}, {"citations", citations},
      {"novelty", novelty},     {"rank", rank},           {"title", title}};
  for (const auto& [known, key] : kKeys) {
    if (known == *name) return schema::Sort{key, read->excluded};
  }
  return fail_at(ErrorCode::internal, "sort", "a sort key without a row");
}

template <class T>
Result<T> read_mode(const ParameterRow& row, const std::string& value,
                    const std::vector<std::pair<std::string, T>>& modes) {
  const auto name = read_choice(row, value);
  if (!name) return tl::make_unexpected(name.error());
  for (const auto& [known, mode] : modes) {
    if (known == *name) return mode;
  }
  return fail_at(ErrorCode::internal, std::string(row.name), "a choice without a meaning");
}

// Filters of papers; nullopt when `row` is none of them.
std::optional<Result<void>> read_filter(const ParameterRow& row, const std::string& value,
                                        schema::SearchFilters& filters) {
  const std::string_view name = row.name;
  if (name == "category") return add_filter(row, value, filters.category);
  if (name == "primary") return add_filter(row, value, filters.primary);
  if (name == "archive") return add_filter(row, value, filters.archive);
  if (name == "author") return add_filter(row, value, filters.author);
  if (name == "venue") return add_filter(row, value, filters.venue);
  if (name == "affiliation") return add_filter(row, value, filters.affiliation);
  if (name == "status") return add_filter(row, value, filters.status);
  if (name == "cites") return add_filter(row, value, filters.cites);
  if (name == "cited_by") return add_filter(row, value, filters.cited_by);
  if (name == "year") return add_years(row, value, filters.years, filters.not_years);
  if (name == "has") return add_fact(row, value, filters);
  if (name == "from") return put(read_date(row, value), filters.from);
  if (name == "to") return put(read_date(row, value), filters.to);
  if (name == "as_of") return put(read_date(row, value), filters.as_of);
  if (name == "min_citations") return put(read_integer(row, value), filters.min_citations);
  if (name == "min_novelty") return put(read_percentile(row, value), filters.min_novelty);
  if (name != "id") return {};
  if (value.empty()) return fail_at(ErrorCode::invalid_parameter, "id", "id must not be empty");
  if (auto counted = check_count(row, filters.ids); !counted) return counted;
  filters.ids.push_back(value);
  return Result<void>{};
}

Result<void> read_search_parameter(const ParameterRow& row, const std::string& value,
                                   SearchRequest& request) {
  if (auto filter = read_filter(row, value, request.filters)) return std::move(*filter);
  const std::string_view name = row.name;
  if (name == "q") return put_text(row, value, request.q);
  if (name == "facets") return add_facets(row, value, request.facets);
  if (name == "boost") return add_boosts(row, value, request.boosts);
  if (name == "facet_limit") return put(read_integer(row, value), request.facet_limit);
  if (name == "sort") return put(read_sort(row, value), request.sort);
  if (name == "limit") return put(read_integer(row, value), request.limit);
  if (name == "offset") return put(read_integer(row, value), request.offset);
  if (name == "cursor") return put_cursor(row, value, request.cursor);
  if (name == "explain") return put(read_flag(row, value), request.explain);
  if (name == "synonyms") return put(read_flag(row, value), request.synonyms);
  if (name == "expand") return put(read_flag(row, value), request.expand);
  if (name == "fields" || name == "format") return {};  // of the reply: parse_fields, asked_form
  if (name == "syntax") {
    using enum schema::QuerySyntax;
    return put(read_mode<schema::QuerySyntax>(row, value, {{"operators", operators}, {"text", text}}),
               request.syntax);
  }
  if (name == "match") {
    using enum schema::MatchMode;
    return put(read_mode<schema::MatchMode>(row, value, {{"auto", automatic}, {"all", all}, {"any", any}}),
               request.match);
  }
  if (name == "collapse") {
    return put(read_mode<schema::Collapse>(row, value, {{"duplicates", schema::Collapse::duplicates}}), request.collapse);
  }
  if (name == "highlight") {
    using enum schema::HighlightMode;
    return put(
        read_mode<schema::HighlightMode>(row, value, {{"spans", spans}, {"html", html}, {"none", none}}),
        request.highlight);
  }
  return fail_at(ErrorCode::internal, std::string(name), "a parameter without a reader");
}

Result<void> read_author_parameter(const ParameterRow& row, const std::string& value,
                                   schema::AuthorSearchRequest& request) {
  const std::string_view name = row.name;
  if (name == "q") return put_text(row, value, request.q);
  if (name == "limit") return put(read_integer(row, value), request.limit);
  if (name == "offset") return put(read_integer(row, value), request.offset);
  if (name == "cursor") return put_cursor(row, value, request.cursor);
  if (name == "fields") return {};
  if (name != "category" && name != "year") {
    return fail_at(ErrorCode::internal, std::string(name), "a parameter without a reader");
  }
  if (value.starts_with('-')) {
    return fail_at(ErrorCode::not_available, std::string(name),
                   std::string(name) + " cannot be excluded in a search for people by this version");
  }
  std::vector<schema::YearRange> none;
  if (name == "year") return add_years(row, value, request.years, none);
  schema::FilterValues filter{request.categories, {}};
  if (auto added = add_filter(row, value, filter); !added) return added;
  request.categories = std::move(filter.any_of);
  return {};
}

Result<void> read_suggest_parameter(const ParameterRow& row, const std::string& value, schema::SuggestRequest& request) {
  if (row.name == "q") return put_text(row, value, request.q, schema::limits::kSuggestBytes);
  if (row.name == "limit") return put(read_integer(row, value), request.limit);
  if (row.name != "kind") {
    return fail_at(ErrorCode::internal, std::string(row.name), "a parameter without a reader");
  }
  const auto kind = read_choice(row, value);
  if (!kind) return tl::make_unexpected(kind.error());
  for (const auto& known : schema::kSuggestionKinds) {
    if (known.name == *kind) request.kind = known.kind;
  }
  return {};
}

Error unknown_parameter(ParameterGroup group, const std::string& name) {
  std::vector<std::string> known;
  for (const ParameterRow& row : parameter_table(group)) known.emplace_back(row.name);
  std::string message = "there is no such parameter here";
  if (const auto near = nearest(name, known)) message += "; did you mean " + *near + "?";
  return Error{ErrorCode::unknown_parameter, message, {}, name, {}};
}

template <class Request, class Read>
Result<Request> read_all(ParameterGroup group, const Parameters& parameters, const Read& read) {
  if (const auto checked = check_parameters(group, parameters); !checked) {
    return tl::make_unexpected(checked.error());
  }
  const auto given = [&](std::string_view wanted) {
    return std::any_of(parameters.begin(), parameters.end(), [&](const auto& parameter) { return parameter.first == wanted; });
  };
  if (given("cursor") && given("offset")) {
    return fail_at(ErrorCode::invalid_parameter, "cursor", "a cursor says where to go on; it cannot be given together with offset");
  }
  Request request;
  for (const auto& [name, value] : parameters) {
    const ParameterRow* row = find_parameter(group, name);
    const Result<void> done = read(*row, value, request);
    if (!done) return tl::make_unexpected(done.error());
  }
  return request;
}

}  // namespace

Result<void> check_parameters(ParameterGroup group, const Parameters& parameters) {
  std::vector<std::string_view> seen;
  for (const auto& [name, value] : parameters) {
    const ParameterRow* row = find_parameter(group, name);
    if (!row) return tl::make_unexpected(unknown_parameter(group, name));
    if (!row->unavailable.empty()) {
      return fail_at(ErrorCode::not_available, name, std::string(row->unavailable));
    }
    if (row->times == Times::any) continue;
    if (std::find(seen.begin(), seen.end(), row->name) != seen.end()) {
      return fail_at(ErrorCode::invalid_parameter, name, name + " may be given once only");
    }
    seen.push_back(row->name);
  }
  return {};
}

Parameters known_parameters(ParameterGroup group, const Parameters& parameters) {
  Parameters known;
  for (const auto& parameter : parameters) {
    if (parameter.first == "cursor") continue;  // pages count their results from the first
    if (!parameter.second.empty() && find_parameter(group, parameter.first)) known.push_back(parameter);
  }
  return known;
}

Result<SearchRequest> parse_search_request(
    const std::vector<std::pair<std::string, std::string>>& parameters) {
  auto request = read_all<SearchRequest>(ParameterGroup::paper_search, parameters, read_search_parameter);
  if (!request) return request;
  const auto& filters = request->filters;
  if (filters.from && filters.to && filters.from->instant > filters.to->last_instant()) {
    return fail_at(ErrorCode::invalid_parameter, "to", "to is before from");
  }
  return request;
}

Result<schema::AuthorSearchRequest> parse_author_search_request(
    const std::vector<std::pair<std::string, std::string>>& parameters) {
  return read_all<schema::AuthorSearchRequest>(ParameterGroup::author_search, parameters,
                                               read_author_parameter);
}

Result<schema::SuggestRequest> parse_suggest_request(const Parameters& parameters) {
  return read_all<schema::SuggestRequest>(ParameterGroup::suggest, parameters, read_suggest_parameter);
}

Result<schema::FacetRequest> parse_facet_request(const std::string& field, const Parameters& parameters) {
  schema::FacetRequest request;
  const auto known = schema::facet_named(field);
  if (!known) return fail_at(ErrorCode::invalid_parameter, "field", "there is no facet of this name");
  request.field = *known;
  if (const auto checked = check_parameters(ParameterGroup::facet_values, parameters); !checked) return tl::make_unexpected(checked.error());
  Parameters asking;
  for (const auto& [name, value] : parameters) {
    const ParameterRow& row = *find_parameter(ParameterGroup::facet_values, name);
    Result<void> done;
    if (name == "prefix") {
      done = put_text(row, value, request.prefix);
    } else if (name == "limit") {
      done = put(read_integer(row, value), request.limit);
    } else if (name == "cursor") {
      done = put_cursor(row, value, request.cursor);
    } else {
      asking.emplace_back(name, value);
    }
    if (!done) return tl::make_unexpected(done.error());
  }
  auto search = parse_search_request(asking);
  if (!search) return tl::make_unexpected(search.error());
  request.search = std::move(*search);
  return request;
}

Result<std::optional<std::vector<std::string>>> parse_fields(const Parameters& parameters,
                                                             const std::vector<std::string>& members) {
  std::optional<std::vector<std::string>> fields;
  for (const auto& [name, value] : parameters) {
    const ParameterRow* row = name == "fields" ? find_parameter(ParameterGroup::fields_only, name) : nullptr;
    if (!row) continue;
    const auto names = read_comma_list(*row, value);
    if (!names) return tl::make_unexpected(names.error());
    if (!fields) fields.emplace();
    for (const std::string& field : *names) {
      if (std::find(members.begin(), members.end(), field) == members.end()) {
        std::string message = "results have no member " + field;
        if (const auto near = nearest(field, members)) message += "; did you mean " + *near + "?";
        return fail_at(ErrorCode::invalid_parameter, "fields", message);
      }
      fields->push_back(field);
    }
  }
  return fields;
}

}  // namespace incipit::server::api
