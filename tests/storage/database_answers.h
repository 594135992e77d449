// Two Xapian databases asked for everything that a searcher can ask: each must answer like the other.
#pragma once

#include <filesystem>

namespace incipit::testing {

// Fails the test where they differ, or where the first is not whole. `seed`: of the searches and skips.
void expect_same_answers(const std::filesystem::path& ours, const std::filesystem::path& stock, unsigned seed);

}  // namespace incipit::testing
