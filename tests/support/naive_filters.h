// Facts of a single paper that filters and facets look at, read straight from its metadata.
#pragma once

#include <string>
#include <vector>

#include "schema/paper.h"
#include "schema/request.h"

namespace incipit::testing {

// Archives of its categories, each once.
[[nodiscard]] std::vector<std::string> archives_of(const schema::Paper& paper);
// True when `identifier` in any spelling is one of the paper's.
[[nodiscard]] bool is_identified_by(const schema::Paper& paper, const std::string& identifier);
[[nodiscard]] bool is_in_years(const schema::Paper& paper, const schema::YearRange& years);
// Distinct values that the paper adds to a facet; the key of a name for FacetField::author.
[[nodiscard]] std::vector<std::string> facet_values(const schema::Paper& paper, schema::FacetField field);
// The filters without those on the facet's own field: a facet shows what else could be chosen.
[[nodiscard]] schema::SearchFilters without_own(schema::SearchFilters filters, schema::FacetField field);
// Every filter but `author`, which needs author ids, `affiliation`, which needs words, `min_novelty`, and the facts, which are looked up once
// per paper.
[[nodiscard]] bool passes_metadata(const schema::SearchFilters& filters, const schema::Paper& paper);
// One of `wanted.any_of` where there are any, and none of `wanted.none_of`.
[[nodiscard]] bool passes_values(const schema::FilterValues& wanted, const std::vector<std::string>& values);

}  // namespace incipit::testing
