// The author side of a generation on disk: the entity table, the name look-up tables and the registry.
#pragma once

#include "indexer/author_entities.h"
#include "indexer/intake.h"
#include "schema/error.h"
#include "storage/index_directory.h"

namespace incipit::indexer {

// Facts of an author's papers that name look-up filters by.
struct AuthorFilters {
  std::vector<std::vector<std::string>> categories;  // by ordinal, sorted
  std::vector<std::vector<int>> years;
};
[[nodiscard]] schema::Result<AuthorFilters> gather_author_filters(const Intake& intake, const Spool& spool,
                                                                  const AuthorEntities& authors);

// Errors: system.
[[nodiscard]] schema::Result<void> write_authors(const AuthorEntities& authors, const AuthorFilters& filters,
                                                 const storage::GenerationPaths& paths);

}  // namespace incipit::indexer
