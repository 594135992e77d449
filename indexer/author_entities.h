// Author entities from the author lists of all papers: who wrote what, as the identity room decides it, with ids from the registry
// (decision D6).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "identity/people.h"
#include "indexer/author_registry.h"
#include "indexer/dead_letters.h"
#include "indexer/intake.h"
#include "indexer/overrides.h"
#include "indexer/spool.h"
#include "schema/author_entity.h"
#include "schema/error.h"
#include "storage/generation.h"

namespace incipit::indexer {

struct AuthorEntities {
  std::vector<schema::AuthorEntity> entities;              // by ordinal: most papers first, then name, then id
  std::vector<std::vector<std::uint32_t>> of_paper;        // ordinals by position, parallel to Intake::papers
  std::vector<RegisteredAuthor> registry;                  // old rows kept, new ones added; by id
  Overrides overrides;                                     // by which they were corrected
};

// What is known of authors before a build.
struct KnownAuthors {
  std::vector<RegisteredAuthor> registry;
  std::shared_ptr<const storage::Generation> generation;  // that the registry is of; null where it cannot be asked
};

struct IdentityRules {
  identity::Ids ids = identity::Ids::decide;
  int jobs = 0;         // 0: the number of cores
  Overrides overrides;  // corrections by hand
};

// The key under which an author is found by the whole name. A name of symbols alone is its own key.
[[nodiscard]] std::string name_key_of(const std::string& display_name);
[[nodiscard]] std::string name_key_of(const schema::Authorship& author);
// Adds what one authorship says of its author; the count of papers is left to the caller.
void count_mention(schema::AuthorEntity& entity, const schema::Authorship& author);

// Gives an imported figure to an author; false where that one has too many (figures_per_subject).
[[nodiscard]] bool add_imported(schema::AuthorEntity& entity, const corpus::MetricRow& row);
// What becomes of a row that does not mean exactly one author.
void set_aside_author_row(const AuthorMetricRow& row, const std::vector<std::string>& candidates, DeadLetters& dead, schema::IndexInfo& info);
void set_aside_surplus_row(const AuthorMetricRow& row, DeadLetters& dead, schema::IndexInfo& info);

// Takes the author lists out of `intake` (their memory is not needed afterwards). Rows of author tables that name nobody, or
// more than one, go to the dead letters and among the examples in `intake.info`. Errors: internal, index_damaged.
[[nodiscard]] schema::Result<AuthorEntities> form_entities(Intake& intake, const Spool& spool, KnownAuthors known, const IdentityRules& rules,
                                                           DeadLetters& dead);

}  // namespace incipit::indexer
