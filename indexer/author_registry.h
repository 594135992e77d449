// The registry that keeps author ids stable from generation to generation (decision D6): which ids there are, the authorship that each
// was minted from, and what became of those that are one with another.
//
// Threads: values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/error.h"

namespace incipit::indexer {

// A row: an id, its founding authorship, and the key of the name there. An id whose founding authorship is gone has another one of
// its author, as long as any is left.
struct RegisteredAuthor {
  std::string id;
  std::string paper;
  std::uint32_t position = 0;  // from 0
  std::string name_key;
  std::string moved_to;  // the id that took it over; empty while it stands

  bool operator==(const RegisteredAuthor&) const = default;
};

// Of a generation: the rows of all its author layers, the newest of each id, by id. A generation without any has an empty registry.
// `wanted`: only rows that pass. Error: index_damaged with the line.
using RowFilter = std::function<bool(const RegisteredAuthor& row)>;
[[nodiscard]] schema::Result<std::vector<RegisteredAuthor>> read_registry(const std::filesystem::path& generation, const RowFilter& wanted = {});
// The same of some layers, oldest first.
[[nodiscard]] schema::Result<std::vector<RegisteredAuthor>> read_registry_layers(const std::vector<std::filesystem::path>& layers,
                                                                                 const RowFilter& wanted = {});
// The registry file `author-ids.tsv` of one layer.
[[nodiscard]] schema::Result<void> write_registry(const std::filesystem::path& file, const std::vector<RegisteredAuthor>& rows);

// By what an authorship is told from others.
[[nodiscard]] std::string mention_key(std::string_view paper, std::uint32_t position);

// An entity that is to have an id, by its founding authorship: that of its oldest paper.
struct Founding {
  std::string paper;
  std::uint32_t position = 0;
  std::string name_key;
};

// Authorships of an entity that had an id before and have the same name still.
struct IdClaim {
  std::uint32_t entity = 0;
  std::string id;
  std::int64_t authorships = 0;
};

// Which entity an authorship is of now, and the key of its name; nullopt where it is not (any more).
struct NamedMention {
  std::uint32_t entity = 0;
  std::string name_key;
};
using MentionLookup = std::function<std::optional<NamedMention>(const std::string& paper, std::uint32_t position)>;

struct GivenIds {
  std::vector<std::string> ids;           // by entity
  std::vector<RegisteredAuthor> registry;  // the old rows, changed where they have to be, and new ones; by id
};

// Gives each entity an id. Of several ids that claim an entity the one of most authorships stays and the others lead to it; an id whose
// authorships are in several entities stays with the most. An id that led to another one stands again where its founding authorship, by
// the same name, is of an entity without one: what was one is two again. An id that claims none goes to the first entity without one that has its
// name, else follows its founding authorship. What is left is minted from the founding authorship.
// `entities`: in the order of founding, oldest first. `is_taken`: of ids that `registry` does not hold.
[[nodiscard]] GivenIds give_author_ids(const std::vector<Founding>& entities, std::vector<IdClaim> claims, std::vector<RegisteredAuthor> registry,
                                       const MentionLookup& mention, const std::function<bool(const std::string& id)>& is_taken = {});

}  // namespace incipit::indexer
