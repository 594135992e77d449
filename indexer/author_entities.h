// Author entities from the author lists of all papers, and the registry that keeps their ids stable (decision D6).
//
// For now two mentions are one entity when their names have the same normalised form (`analysis::name_key`); external
// ids are collected, and an entity that carries two different ids of one scheme is shown as ambiguous.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
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
  std::vector<std::vector<std::uint32_t>> of_paper;        // ordinals by position, parallel to Intake::papers
  std::vector<RegisteredAuthor> registry;                  // old rows kept, new ones added; by id
};

// Names with the same key are one entity for now. A name of symbols alone is its own key.
[[nodiscard]] std::string name_key_of(const std::string& display_name);
[[nodiscard]] std::string entity_key(const schema::Authorship& author);
// Adds (1) or takes away (-1) what one authorship says of its author; the count of papers is left to the caller.
void count_mention(schema::AuthorEntity& entity, const schema::Authorship& author, int times);
// The id that a founding mention mints, and the next one when that is taken.
[[nodiscard]] std::string mint_author_id(std::string& seed);
[[nodiscard]] std::string mention_key(std::string_view paper, std::uint32_t position);

// Gives an imported figure to an author; false where that one has too many (figures_per_subject).
[[nodiscard]] bool add_imported(schema::AuthorEntity& entity, const corpus::MetricRow& row);
// What becomes of a row that does not mean exactly one author.
void set_aside_author_row(const AuthorMetricRow& row, const std::vector<std::string>& candidates, DeadLetters& dead, schema::IndexInfo& info);
void set_aside_surplus_row(const AuthorMetricRow& row, DeadLetters& dead, schema::IndexInfo& info);

// Takes the author lists out of `intake` (their memory is not needed afterwards). Rows of author tables that name nobody, or
// more than one, go to the dead letters and among the examples in `intake.info`.
[[nodiscard]] AuthorEntities form_entities(Intake& intake, const std::vector<RegisteredAuthor>& previous, DeadLetters& dead);

// Of a generation: the rows of all its author layers, the newest of each id. A generation without any has an empty registry.
// `wanted`: only rows whose founding paper passes. Error: index_damaged with the line.
using FoundingFilter = std::function<bool(std::string_view paper)>;
[[nodiscard]] schema::Result<std::vector<RegisteredAuthor>> read_registry(const std::filesystem::path& generation,
                                                                          const FoundingFilter& wanted = {});
// The same of some layers, oldest first.
[[nodiscard]] schema::Result<std::vector<RegisteredAuthor>> read_registry_layers(const std::vector<std::filesystem::path>& layers,
                                                                                 const FoundingFilter& wanted = {});
// The registry file `author-ids.tsv` of one layer.
[[nodiscard]] schema::Result<void> write_registry(const std::filesystem::path& file, const std::vector<RegisteredAuthor>& rows);

}  // namespace incipit::indexer
