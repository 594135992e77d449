// Plan nodes put together without repeats or needless nesting, so that equal queries give equal plans.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/plan.h"
#include "schema/fields.h"

namespace incipit::query {

[[nodiscard]] PlanNode node_of(PlanKind kind, schema::Field field = schema::Field::text);

// Papers with the whole value in a filter field; papers published in these years.
[[nodiscard]] PlanNode filter_node(schema::Field field, std::string value);
[[nodiscard]] PlanNode years_node(const schema::YearRange& years);

// Papers that any spelling of an identifier means: as their id, or as an alias (D1).
[[nodiscard]] PlanNode identifier_node(std::string_view identifier);

// Whether a star behind a word with this form means all words that begin so: three letters or digits at least.
[[nodiscard]] bool can_be_beginning(std::string_view form);

// One all_of or any_of node for several: each part once, nested ones of the same kind dissolved, a single
// part as itself; nullopt for none.
[[nodiscard]] std::optional<PlanNode> combined(PlanKind kind, std::vector<PlanNode> parts);

// any_of both; `a` alone without `b`.
[[nodiscard]] PlanNode either(PlanNode a, std::optional<PlanNode> b);

}  // namespace incipit::query
