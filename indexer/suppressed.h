// Ids that never come back: `suppress.txt` in the directory of an index, kept by hand. One id of any kind a line; a line that
// begins with '#' is a comment.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "schema/error.h"

namespace incipit::indexer {

// As written and as alias keys; none where there is no such file. Error: system, where it cannot be read: ids must not come
// back because of that.
[[nodiscard]] schema::Result<std::set<std::string>> read_suppressed(const std::filesystem::path& index);

}  // namespace incipit::indexer
