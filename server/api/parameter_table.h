// The parameter tables: each parameter's name, meaning, kind, choices and limit. The parser, the list of
// known names and the OpenAPI document read these rows and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/limits.h"

namespace incipit::server::api {

enum class ParameterKind { text, choice, comma_list, filter, year_range, date, integer, percentile, flag };

// How often a parameter may be given.
enum class Times { once, any };

struct ParameterRow {
  std::string_view name;
  ParameterKind kind;
  Times times;
  std::string_view meaning;
  std::string_view choices = {};                 // comma list of the values of a `choice` or a `comma_list`
  std::int64_t minimum = 0;                      // of an integer
  const schema::Limit* maximum = nullptr;        // of an integer; nullptr: none
  const schema::Limit* default_value = nullptr;  // of an integer
  std::string_view unavailable = {};             // why this version does not answer it; empty: it does
  bool on = false;                               // of a flag: what it is where it is not given
};

// Which table a route reads.
enum class ParameterGroup {
  none,
  paper_search,
  paper_query,
  paper_set,
  paper_export,
  facet_values,
  author_search,
  paper,
  page_of_papers,
  evidence,
  suggest,
  fields_only
};

[[nodiscard]] std::span<const ParameterRow> parameter_table(ParameterGroup group);
[[nodiscard]] const ParameterRow* find_parameter(ParameterGroup group, std::string_view name);

// The choices of a row, in its order.
[[nodiscard]] std::vector<std::string> choices_of(const ParameterRow& row);

// The name of `known` nearest to `name` by edit distance; nullopt when none is near (more than a third of its
// letters differ, and more than two; more than one in names below four letters).
[[nodiscard]] std::optional<std::string> nearest(std::string_view name, std::span<const std::string> known);

}  // namespace incipit::server::api
