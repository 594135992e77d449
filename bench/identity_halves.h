// Two halves of all surnames, by a hash: parameters are chosen on one and judged on the other.
#pragma once

#include "identity/hashes.h"
#include "identity/name.h"

namespace incipit::bench {

enum class Half { training, held_out };

[[nodiscard]] inline Half half_of(const identity::Name& name) {
  const std::string& family = name.words.empty() ? name.form : name.words[name.family].form;
  return identity::hash_of(family) % 2 == 0 ? Half::training : Half::held_out;
}

}  // namespace incipit::bench
