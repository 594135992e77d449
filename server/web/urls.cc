#include "server/web/urls.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "schema/ascii.h"
#include "schema/novelty.h"

namespace incipit::server::web {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

using schema::percent_encode;

bool is_unreserved(char c) { return schema::is_ascii_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string range_value(const schema::YearRange& range) {
  const std::string from = range.from ? std::to_string(*range.from) : "";
  const std::string to = range.to ? std::to_string(*range.to) : "";
  return range.from && range.from == range.to ? from : from + ".." + to;
}

void add_values(Parameters& parameters, const std::string& name, const schema::FilterValues& values) {
  for (const std::string& value : values.any_of) parameters.emplace_back(name, value);
  for (const std::string& value : values.none_of) parameters.emplace_back(name, "-" + value);
}

void add_filters(Parameters& parameters, const schema::SearchFilters& filters) {
  add_values(parameters, "category", filters.category);
  add_values(parameters, "primary", filters.primary);
  add_values(parameters, "archive", filters.archive);
  add_values(parameters, "author", filters.author);
  for (const auto& range : filters.years) parameters.emplace_back("year", range_value(range));
  for (const auto& range : filters.not_years) parameters.emplace_back("year", "-" + range_value(range));
  add_values(parameters, "venue", filters.venue);
  add_values(parameters, "affiliation", filters.affiliation);
  add_values(parameters, "status", filters.status);
  add_values(parameters, "cites", filters.cites);
  add_values(parameters, "cited_by", filters.cited_by);
  if (filters.from) parameters.emplace_back("from", filters.from->iso());
  if (filters.to) parameters.emplace_back("to", filters.to->iso());
  for (const schema::Fact fact : filters.has) parameters.emplace_back("has", schema::name_of(fact));
  for (const schema::Fact fact : filters.has_not) {
    parameters.emplace_back("has", "-" + std::string{schema::name_of(fact)});
  }
  if (filters.min_novelty) parameters.emplace_back("min_novelty", schema::decimal_of_hundredths(*filters.min_novelty));
  if (filters.min_citations) parameters.emplace_back("min_citations", std::to_string(*filters.min_citations));
  if (filters.as_of) parameters.emplace_back("as_of", filters.as_of->iso());
  for (const std::string& id : filters.ids) parameters.emplace_back("id", id);
}

void add_page(Parameters& parameters, std::int64_t limit, std::int64_t offset) {
  if (limit != schema::limits::kPageDefault.value) parameters.emplace_back("limit", std::to_string(limit));
  if (offset != 0) parameters.emplace_back("offset", std::to_string(offset));
}

std::string joined(const Parameters& parameters) {
  std::string out;
  for (const auto& [name, value] : parameters) {
    out += out.empty() ? '?' : '&';
    out += name + "=" + percent_encode(value);
  }
  return out;
}

// Everything but `q`, in the API's names.
Parameters parameters_of(const schema::SearchRequest& request) {
  Parameters parameters;
  if (request.syntax == schema::QuerySyntax::text) parameters.emplace_back("syntax", "text");
  if (request.match == schema::MatchMode::all) parameters.emplace_back("match", "all");
  if (request.match == schema::MatchMode::any) parameters.emplace_back("match", "any");
  add_filters(parameters, request.filters);
  if (request.collapse == schema::Collapse::duplicates) parameters.emplace_back("collapse", "duplicates");
  if (!request.facets.empty()) {
    std::string names;
    for (const schema::FacetField field : request.facets) {
      if (!names.empty()) names += ',';
      names += schema::name_of(field);
    }
    parameters.emplace_back("facets", names);
  }
  if (request.facet_limit != schema::limits::kFacetDefault.value) {
    parameters.emplace_back("facet_limit", std::to_string(request.facet_limit));
  }
  if (request.sort) parameters.emplace_back("sort", sort_value(*request.sort));
  add_page(parameters, request.limit, request.offset);
  if (request.highlight == schema::HighlightMode::none) parameters.emplace_back("highlight", "none");
  if (request.highlight == schema::HighlightMode::html) parameters.emplace_back("highlight", "html");
  if (!request.synonyms) parameters.emplace_back("synonyms", "0");
  if (request.explain) parameters.emplace_back("explain", "1");
  if (request.expand) parameters.emplace_back("expand", "1");
  std::string boosts;
  for (const schema::BoostRow& row : schema::kBoosts) {
    const bool given = std::find(request.boosts.begin(), request.boosts.end(), row.boost) != request.boosts.end();
    if (given) boosts += (boosts.empty() ? "" : ",") + std::string(row.name);
  }
  if (!boosts.empty()) parameters.emplace_back("boost", boosts);
  return parameters;
}

std::string shell_quoted(std::string_view text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_unreserved(c) || c == '/' || c == ':' || c == ',';
  });
  if (plain) return std::string{text};
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace

std::string query_string(const schema::SearchRequest& request) {
  Parameters parameters = parameters_of(request);
  if (!request.q.empty()) parameters.insert(parameters.begin(), {"q", request.q});
  return joined(parameters);
}

std::string query_string(const schema::AuthorSearchRequest& request) {
  Parameters parameters;
  if (!request.q.empty()) parameters.emplace_back("q", request.q);
  for (const std::string& category : request.categories) parameters.emplace_back("category", category);
  for (const auto& range : request.years) parameters.emplace_back("year", range_value(range));
  add_page(parameters, request.limit, request.offset);
  return joined(parameters);
}

std::string name_url(const PageContext& context, schema::AuthorSearchRequest request) {
  const std::string path = context.base + "/name/" + percent_encode(request.q);
  request.q.clear();
  return path + query_string(request);
}

std::string paper_url(const PageContext& context, std::string_view id) {
  return context.base + "/paper/" + percent_encode(id);
}

std::string author_url(const PageContext& context, std::string_view id, std::string_view name) {
  if (!id.empty()) return context.base + "/author/" + percent_encode(id);
  return context.base + "/name/" + percent_encode(name);
}

std::string search_url(const PageContext& context, const schema::SearchRequest& request) {
  return context.base + "/search" + query_string(request);
}

bool is_safe_link(std::string_view url) {
  std::string_view rest = url;
  if (!schema::cut_prefix(rest, "http://") && !schema::cut_prefix(rest, "https://")) return false;
  if (rest.empty() || rest.front() == '/') return false;
  return std::none_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '"' || c == '\'' || c == '<' ||
           c == '>' || c == '\\' || c == '`' || c == '{' || c == '}';
  });
}

schema::SearchRequest for_page(schema::SearchRequest request) {
  request.facets.clear();
  request.highlight = schema::HighlightMode::spans;
  return request;
}

std::string sort_value(const schema::Sort& sort) {
  const auto key = [&]() -> std::string {
    switch (sort.key) {
      case schema::SortKey::relevance:
        return "relevance";
      case schema::SortKey::published:
        return "published";
      case schema::SortKey::updated:
        return "updated";
      case schema::SortKey::citations:
        return "citations";
      case schema::SortKey::novelty:
        return "novelty";
      case schema::SortKey::rank:
        return "rank";
      case schema::SortKey::title:
        return "title";
    }
    return "relevance";
  }();
  return sort.reversed ? "-" + key : key;
}

std::string search_command(const schema::SearchRequest& request) {
  std::string out = "incipit search";
  for (const auto& [name, value] : parameters_of(for_page(request))) {
    if (has_control(value)) return "";
    if (name == "synonyms") {  // on unless it is given
      out += " --no-synonyms";
      continue;
    }
    std::string option = name;
    std::replace(option.begin(), option.end(), '_', '-');
    out += " --" + option + "=" + shell_quoted(value);
  }
  if (has_control(request.q)) return "";
  if (request.q.starts_with('-')) out += " --";
  return out + " " + shell_quoted(request.q);
}

std::string id_command(std::string_view command, std::string_view id) {
  if (has_control(id)) return "";
  return "incipit " + std::string{command} + (id.starts_with('-') ? " -- " : " ") + shell_quoted(id);
}

}  // namespace incipit::server::web
