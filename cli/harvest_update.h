// Bringing what a harvest fetched into the index, each page once.
#pragma once

#include <filesystem>

#include "cli/session.h"

namespace incipit::cli {

// Updates the index with the pages of a complete harvest that it does not have yet; builds it where there is none. Which pages it
// has stands in `directory`/updated; a run that was killed before it was written there applies them again, which changes
// nothing. Returns the exit code.
[[nodiscard]] int update_from_harvest(const Session& session, const std::filesystem::path& directory);

}  // namespace incipit::cli
