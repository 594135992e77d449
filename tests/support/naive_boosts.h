// What boosts add to a score by the text, written down once more.
#pragma once

#include <cstdint>
#include <optional>

#include "schema/date.h"
#include "schema/paper.h"
#include "schema/request.h"

namespace incipit::testing {

// Of a snapshot, in hundredths; nullopt where the paper has none.
struct NaiveFigures {
  std::optional<std::int64_t> novelty, rank;
};

// `clock`: what ages are counted from where the request says no as_of.
[[nodiscard]] std::int64_t naive_boost(const schema::SearchRequest& request, const schema::Paper& paper, const std::optional<schema::Date>& clock,
                                       const NaiveFigures& figures, std::int64_t score);

}  // namespace incipit::testing
