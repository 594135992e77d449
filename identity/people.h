// Entities of blocks into people: what is one across blocks.
//
// A person is made of entities of home blocks. They are one where they share an id of one scheme (transitively, over any names), and
// where a block in which both stand, one as a guest, has most of each in one entity. Ids that differ within a scheme keep people apart
// from everything but shared ids, and so does a paper of both.
//
// The result does not depend on the order of papers. Threads: pure functions; blocks may be resolved in parallel by the caller.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "identity/blocks.h"
#include "identity/evidence.h"
#include "identity/resolve.h"

namespace incipit::identity {

struct Person {
  std::vector<std::uint32_t> mentions;    // indices into the list of mentions, by (paper id, position)
  float confidence = 1;                   // 0 to 1: the least of the entities that make it
  std::vector<std::uint32_t> candidates;  // other people who may be the same: the evidence does not decide; ascending
};

// `entities`: of each block, as `resolve` gave them. By the first mention.
[[nodiscard]] std::vector<Person> unite(std::span<const Block> blocks, std::span<const std::vector<Entity>> entities,
                                        std::span<const Mention> mentions, std::span<const PaperEvidence> papers, Ids ids = Ids::decide);

// `resolve` without the work where a block has one member.
[[nodiscard]] std::vector<Entity> entities_of(const Block& block, std::span<const Mention> mentions, std::span<const PaperEvidence> papers,
                                              Ids ids = Ids::decide, const Model& model = Model::shipped());

// All of it on the calling thread: blocks, their entities, people.
[[nodiscard]] std::vector<Person> people_of(std::span<const Mention> mentions, std::span<const PaperEvidence> papers, Ids ids = Ids::decide,
                                            const Model& model = Model::shipped());

}  // namespace incipit::identity
