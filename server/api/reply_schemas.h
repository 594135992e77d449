// JSON Schemas of every reply (the components of the OpenAPI document) and the member names they give.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace incipit::server::api {

// Name to schema. No object allows members that it does not name, so a new member must be declared here.
[[nodiscard]] nlohmann::ordered_json reply_schemas();

// The members that `fields=` may name.
[[nodiscard]] const std::vector<std::string>& paper_members();         // of a search result
[[nodiscard]] const std::vector<std::string>& paper_record_members();  // of /v1/papers/{id}
[[nodiscard]] const std::vector<std::string>& author_members();        // of a search for people
[[nodiscard]] const std::vector<std::string>& profile_members();       // of /v1/authors/{id}

}  // namespace incipit::server::api
