#include "query/filter_value.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "query/lexer.h"
#include "query/plan_nodes.h"
#include "schema/ascii.h"
#include "schema/date.h"
#include "schema/ids.h"

namespace incipit::query {
namespace {

using schema::ErrorCode;
using schema::Field;

// Schemes of identifiers that are paper ids of their own (D1).
constexpr std::array<std::string_view, 5> kIdSchemes{"pmid:", "openalex:", "s2:", "acl:", "bib:"};

tl::unexpected<schema::Error> bad_value(const AstNode& value, const std::string& expected) {
  return schema::fail_at(ErrorCode::invalid_query, "q",
                         "'" + value.text.substr(0, 40) + "' is not a value of " +
                             std::string(schema::row_of(value.field).name) + ": " + expected,
                         value.offset);
}

// A year of four digits; nullopt for anything else.
std::optional<int> year_of(std::string_view text) {
  if (text.size() != 4 || !schema::is_all_digits(text)) return std::nullopt;
  int year = 0;
  for (char c : text) year = year * 10 + (c - '0');
  if (year < schema::kMinYear || year > schema::kMaxYear) return std::nullopt;
  return year;
}

schema::Result<PlanNode> plan_years(const AstNode& value) {
  const std::string expected = "write 2019, 2019..2024, 2019.. or ..2024";
  const std::string_view text = value.text;
  PlanNode node;
  node.kind = PlanKind::years;
  node.field = Field::year;
  const auto dots = text.find("..");
  if (dots == text.npos) {
    node.years.from = node.years.to = year_of(text);
    if (!node.years.from) return bad_value(value, expected);
    return node;
  }
  const std::string_view from = text.substr(0, dots);
  const std::string_view to = text.substr(dots + 2);
  node.years.from = year_of(from);
  node.years.to = year_of(to);
  const bool unread = (!from.empty() && !node.years.from) || (!to.empty() && !node.years.to);
  if (unread || (from.empty() && to.empty())) return bad_value(value, expected);
  if (node.years.from && node.years.to && *node.years.from > *node.years.to) {
    return bad_value(value, "the first year comes after the last");
  }
  return node;
}

schema::Result<PlanNode> plan_category(const AstNode& value) {
  std::string_view text = value.text;
  if (value.field == Field::category && text.size() > 2 && text.substr(text.size() - 2) == ".*") {
    text.remove_suffix(2);
    if (text.find_first_of(".*") == text.npos) return filter_node(Field::archive, std::string(text));
  }
  if (text.find('*') == text.npos) return filter_node(value.field, std::string(text));
  return schema::fail_at(ErrorCode::unsupported_syntax, "q",
                         "a star in a category is answered only as a whole archive, like cat:cs.*",
                         value.offset);
}

}  // namespace

schema::Result<PlanNode> plan_filter_value(const AstNode& value) {
  switch (value.field) {
    case Field::category:
    case Field::primary:
    case Field::archive:
      return plan_category(value);
    case Field::year:
      return plan_years(value);
    case Field::has: {
      const auto fact = schema::fact_named(schema::lower_ascii(value.text));
      if (fact) return filter_node(Field::has, std::string(schema::name_of(*fact)));
      std::string names;
      for (const auto& row : schema::fact_table())
        names += (names.empty() ? "" : ", ") + std::string(row.name);
      return bad_value(value, "it is one of " + names);
    }
    case Field::status: {
      const std::string status = schema::lower_ascii(value.text);
      if (status != "withdrawn" && status != "retracted")
        return bad_value(value, "it is withdrawn or retracted");
      return filter_node(Field::status, status);
    }
    case Field::author_id:
      if (!schema::is_author_id(value.text)) return bad_value(value, "an author id is a and ten characters");
      return filter_node(Field::author_id, value.text);
    case Field::id:
      return identifier_node(value.text);
    case Field::alias: {
      // A value that brings its own scheme or address is read as it stands.
      std::string key = schema::alias_key(value.text);
      const bool is_known = key.rfind("doi:", 0) == 0 || key.rfind("arxiv:", 0) == 0;
      return filter_node(Field::alias, is_known ? key : schema::alias_key("doi:" + value.text));
    }
    default:
      return filter_node(value.field, value.text);
  }
}

std::optional<PlanNode> plan_identifier(std::string_view text) {
  const std::string key = schema::alias_key(text);
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (blank_length(key, i) > 0) return std::nullopt;
  }
  if (key.rfind("arxiv:", 0) == 0 && schema::parse_arxiv_id(text))
    return identifier_node(text);
  if (key.rfind("doi:", 0) == 0 && key.size() > 4) return identifier_node(text);
  const bool own_id = std::any_of(kIdSchemes.begin(), kIdSchemes.end(), [&](std::string_view scheme) {
    return text.size() > scheme.size() && text.substr(0, scheme.size()) == scheme;
  });
  if (own_id) return filter_node(Field::id, std::string(text));
  return std::nullopt;
}

}  // namespace incipit::query
