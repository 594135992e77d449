// Authors who are not to be called by the names on their papers (schema::AuthorEntity::private_names) are called by the name that they
// are shown by, wherever a record leaves the index for people or programs.
#pragma once

#include <cstdint>
#include <span>

#include "schema/error.h"
#include "schema/paper.h"
#include "storage/author_table.h"

namespace incipit::query {

// `ordinals`: of the paper's authors. Error: index_damaged.
[[nodiscard]] schema::Result<schema::Paper> with_shown_names(schema::Paper paper, std::span<const std::uint32_t> ordinals,
                                                             const storage::AuthorTable& authors);

}  // namespace incipit::query
