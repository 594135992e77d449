// The authorships of one block into entities.
//
//   1. Authorships with the same id of one scheme are one entity, whatever else speaks against it, transitively. Entities with
//      different ids of one scheme are never joined, nor are two authorships of one paper.
//   2. Those of equal names are joined by average linkage over the model's scores.
//   3. What came of it is joined in the same way across compatible names.
//
// Bounds, for the names of tens of thousands: authorships of one name are joined in runs of kRun by year, and runs like names in step
// 3; of the entities of names that are compatible with each other step 3 takes the kMaxJoined largest, then the earliest. Scores of
// large entities are means over kSample authorships of each, evenly drawn.
//
// The result depends on the block alone, not on the order of its members. Threads: pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "identity/features.h"
#include "identity/model.h"

namespace incipit::identity {

inline constexpr std::size_t kRun = 1024;
inline constexpr std::size_t kMaxJoined = 2048;
inline constexpr std::size_t kSample = 8;

enum class Ids : std::uint8_t { decide, ignore };

struct Entity {
  std::vector<std::uint32_t> members;     // indices into Block::members, by (paper id, position)
  float confidence = 1;                   // 0 to 1: by the model, that its weakest join is right times that the nearest entity is another person
  std::vector<std::uint32_t> candidates;  // entities of the block that may be the same person: the evidence does not decide; ascending
};

// By their first member.
[[nodiscard]] std::vector<Entity> resolve(const BlockView& block, Ids ids = Ids::decide, const Model& model = Model::shipped());

// The mean score between two groups of members as `resolve` takes it; kForbidden where a rule or the names keep them apart.
[[nodiscard]] float score_between(const BlockView& block, const std::vector<std::uint32_t>& one, const std::vector<std::uint32_t>& other, Ids ids,
                                  const Model& model = Model::shipped());

}  // namespace incipit::identity
