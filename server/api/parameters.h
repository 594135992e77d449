// Turns parameters, as a query string or a command line gives them, into request values. One parser for every
// door, so the same question is the same request.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schema/error.h"
#include "schema/request.h"
#include "schema/suggestion.h"
#include "server/api/parameter_table.h"
#include "server/api/target.h"

namespace incipit::server::api {

// Papers. Repeated filters mean any of them, a leading '-' excludes. `min_novelty` is not_available.
// Errors: unknown_parameter (with the nearest known name), invalid_parameter, limit_exceeded, not_available, cursor_invalid (an
// empty one).
[[nodiscard]] schema::Result<schema::SearchRequest> parse_search_request(
    const std::vector<std::pair<std::string, std::string>>& parameters);

// People. Errors: the same.
[[nodiscard]] schema::Result<schema::AuthorSearchRequest> parse_author_search_request(
    const std::vector<std::pair<std::string, std::string>>& parameters);

// Suggestions. Errors: the same.
[[nodiscard]] schema::Result<schema::SuggestRequest> parse_suggest_request(const Parameters& parameters);

// Values of the facet `field`. Errors: the same; invalid_parameter for a facet that there is not.
[[nodiscard]] schema::Result<schema::FacetRequest> parse_facet_request(const std::string& field, const Parameters& parameters);

// Names in the group's table, each given as often as its row allows, none unavailable in this version.
[[nodiscard]] schema::Result<void> check_parameters(ParameterGroup group, const Parameters& parameters);

// What a page reads of its query string: known parameters with a value (forms send empty fields; trackers add
// names of their own).
[[nodiscard]] Parameters known_parameters(ParameterGroup group, const Parameters& parameters);

// The members that `fields=` asks for; nullopt without it. `members` are those there are.
// Error: invalid_parameter, naming the nearest member.
[[nodiscard]] schema::Result<std::optional<std::vector<std::string>>> parse_fields(
    const Parameters& parameters, const std::vector<std::string>& members);

}  // namespace incipit::server::api
