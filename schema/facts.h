// The facts that `has=` asks for, as predicates of a paper.
#pragma once

#include "schema/fields.h"
#include "schema/paper.h"

namespace incipit::schema {

// `code`: a link of kind "code", or the address of a known code host in abstract or comments.
[[nodiscard]] bool has_fact(const Paper& paper, Fact fact);

}  // namespace incipit::schema
