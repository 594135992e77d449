// What boosts add to a score by the text, written down once more.
#pragma once

#include <cstdint>
#include <optional>

#include "schema/date.h"
#include "schema/paper.h"
#include "schema/request.h"

namespace incipit::testing {

// `clock`: what ages are counted from where the request says no as_of.
[[nodiscard]] std::int64_t naive_boost(const schema::SearchRequest& request, const schema::Paper& paper, const std::optional<schema::Date>& clock,
                                       std::int64_t score);

}  // namespace incipit::testing
