// The canonical JSON of a paper: the Incipit JSON Lines schema (D4) with sorted keys and no absent fields, in
// one line. Stored in the index, exported by `incipit export --canonical`, and readable as an input again.
#pragma once

#include <string>
#include <string_view>

#include "schema/error.h"
#include "schema/paper.h"

namespace incipit::schema {

// One line without the line end. Equal papers give equal bytes.
[[nodiscard]] std::string canonical_json(const Paper& paper);

// Reads what `canonical_json` wrote. Error: index_damaged for anything else.
[[nodiscard]] Result<Paper> paper_from_canonical_json(std::string_view json);

}  // namespace incipit::schema
