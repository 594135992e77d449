// Author entities from the author lists of all papers, and the registry that keeps their ids stable (decision D6).
//
// For now two mentions are one entity when their names have the same normalised form (`analysis::name_key`); external
// ids are collected, and an entity that carries two different ids of one scheme is shown as ambiguous.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "indexer/intake.h"
#include "schema/author_entity.h"
#include "schema/error.h"

namespace incipit::indexer {

// A row of the registry: an id, the mention it was minted from, and the name that mention had.
struct RegisteredAuthor {
  std::string id;
  std::string paper;
  std::uint32_t position = 0;  // from 0
  std::string name_key;
  std::string moved_to;  // the id that took it over; empty while it stands
};

struct AuthorEntities {
  std::vector<schema::AuthorEntity> entities;              // by ordinal: most papers first, then name, then id
  std::vector<std::vector<std::string>> name_keys;         // of each entity's name forms, parallel to `entities`
  std::vector<std::vector<std::uint32_t>> of_paper;        // ordinals by position, parallel to Intake::papers
  std::vector<RegisteredAuthor> registry;                  // old rows kept, new ones added; by id
};

// Takes the author lists out of `intake` (their memory is not needed afterwards). Rows of author tables that name nobody, or
// more than one, go to the dead letters and among the examples in `intake.info`.
[[nodiscard]] AuthorEntities form_entities(Intake& intake, const std::vector<RegisteredAuthor>& previous, DeadLetters& dead);

// The registry file `author-ids.tsv`; an absent file is an empty registry. Error: index_damaged with the line.
[[nodiscard]] schema::Result<std::vector<RegisteredAuthor>> read_registry(const std::filesystem::path& file);
[[nodiscard]] schema::Result<void> write_registry(const std::filesystem::path& file, const std::vector<RegisteredAuthor>& registry);

}  // namespace incipit::indexer
