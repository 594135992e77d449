// Lists of the papers that cite one. A list names each citing paper once for each source, in the order of ids, then sources, so
// that equal citations give equal lists whatever order they came in.
#pragma once

#include <string>
#include <vector>

#include "schema/paper.h"

namespace incipit::schema {

// Adds `others` to `list` and orders it. Of entries that say the same (one source, ids of one alias_key) the earliest date stays, and
// the smallest spelling of the id.
void join_citing(std::vector<CitingPaper>& list, const std::vector<CitingPaper>& others);

// Takes out of `list` what `newer` says anew, with another date or the same.
void drop_citing(std::vector<CitingPaper>& list, const std::vector<CitingPaper>& newer);

// Adds to a list of references those of `others` that it does not name yet, in whatever spelling.
void join_references(std::vector<std::string>& list, const std::vector<std::string>& others);

}  // namespace incipit::schema
