// What two records of one work have in common beside identifiers: the folded title and the surname of the first author. Records
// of several sources join by them (indexer); papers are shown as duplicates of each other by the same titles (query).
//
// Threads: pure functions, safe from any thread.
#pragma once

#include <cstddef>
#include <string>

#include "schema/paper.h"

namespace incipit::analysis {

// In bytes of its key (title_sort_key): shorter titles ("Editorial") are no evidence.
inline constexpr std::size_t kShortestWorkTitle = 16;

// Folded: of the family name where it is given, else of the last word of the name.
[[nodiscard]] std::string surname_key(const schema::Authorship& author);

}  // namespace incipit::analysis
