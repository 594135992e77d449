// Why two authorships, or two entities of one block, are one person or two: the rule that decided, and what speaks for and against.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "identity/features.h"
#include "identity/model.h"
#include "identity/resolve.h"

namespace incipit::identity {

enum class Rule : std::uint8_t {
  evidence,       // the sum is 0 or more, or below
  same_id,        // one id of a scheme in common: one person
  different_ids,  // of one scheme: two
  same_paper,     // both wrote it: two
  names,          // no two names of theirs are compatible: two
};

struct Evidence {
  Kind kind = Kind::prior;
  float weight = 0;  // nats; above 0 speaks for one person
  // Means over the pairs compared: shared coauthors, cosine of the texts or affiliations, share of common categories (or 1 for the venue), years between,
  // Difference of the names; -1 where papers do not say, and for the prior.
  float observed = -1;
};

struct Explanation {
  Rule rule = Rule::evidence;
  std::string id;                  // that decided; of different ids the first of `one`
  std::string other_id;            // of different ids the other
  std::vector<Evidence> evidence;  // the weightiest first; empty for incompatible names
  float sum = 0;                   // of all weights: the model's log odds less the threshold
  bool one_person = false;
};

// Of two members or two groups of members. Of large groups kSample members each are compared, as `resolve` does. Two entities of a
// block with a sum of 0 or more may still be two: the join of others was nearer and closed this one out.
[[nodiscard]] Explanation explain(const BlockView& block, const std::vector<std::uint32_t>& one, const std::vector<std::uint32_t>& other,
                                  Ids ids = Ids::decide, const Model& model = Model::shipped());

}  // namespace incipit::identity
