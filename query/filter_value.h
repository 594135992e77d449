// The value of a filter field in query text (`year:2019..2024`, `cat:cs.*`, `id:2401.01967v2`) as a plan.
#pragma once

#include <optional>
#include <string_view>

#include "query/ast.h"
#include "query/plan.h"
#include "schema/error.h"

namespace incipit::query {

// `value` is an AstKind::value node. Errors: invalid_query for a value that the field cannot have, with the
// offset of the value; unsupported_syntax for a `*` other than the `.*` of a category.
[[nodiscard]] schema::Result<PlanNode> plan_filter_value(const AstNode& value);

// The papers that an identifier typed alone means (an arXiv id, a DOI, `pmid:1`); nullopt for any other text.
[[nodiscard]] std::optional<PlanNode> plan_identifier(std::string_view text);

}  // namespace incipit::query
