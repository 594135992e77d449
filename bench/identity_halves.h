// Two halves of all surnames, by a hash: parameters are chosen on one and judged on the other.
#pragma once

#include "identity/hashes.h"
#include "identity/name.h"

namespace incipit::bench {

enum class Half { training, held_out };

[[nodiscard]] inline Half half_of(const identity::Name& name) {
  return identity::hash_of(identity::family_name(name)) % 2 == 0 ? Half::training : Half::held_out;
}

}  // namespace incipit::bench
