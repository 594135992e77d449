// An author entity as the index stores it: one person as far as the identity rules can tell, with what no column holds.
// Counts and statistics are not stored here; they are computed from the papers' columns when asked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/author.h"
#include "schema/error.h"

namespace incipit::schema {

struct AuthorEntity {
  std::string id;                          // D6
  std::string name;                        // the form its papers use most
  std::vector<std::string> name_variants;  // the other forms, most used first
  std::vector<std::string> ids;            // external, sorted
  std::vector<std::string> affiliations;   // most used first
  std::vector<Metric> imported;            // scope imported
};

[[nodiscard]] std::string canonical_json(const AuthorEntity& entity);
// Error: index_damaged.
[[nodiscard]] Result<AuthorEntity> author_entity_from_json(std::string_view json);

}  // namespace incipit::schema
