// The author side of a generation on disk, layer by layer: the entity table, the name look-up tables and the registry.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "indexer/author_registry.h"
#include "schema/author_entity.h"
#include "schema/error.h"
#include "storage/manifest.h"

namespace incipit::indexer {

// What a layer holds.
struct AuthorLayer {
  std::vector<std::pair<std::uint32_t, const schema::AuthorEntity*>> entities;  // by ordinal, ascending
  std::vector<RegisteredAuthor> registry;                                       // rows that are new or changed, by id
};

// Errors: system.
[[nodiscard]] schema::Result<void> write_author_layer(const AuthorLayer& layer, const std::filesystem::path& directory);

// What the content sum takes of an entity: nothing when no paper has it.
void add_to_sum(storage::ContentSum& sum, const schema::AuthorEntity& entity);
void take_from_sum(storage::ContentSum& sum, const schema::AuthorEntity& entity);

}  // namespace incipit::indexer
