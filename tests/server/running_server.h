// A server on a free port over an index of the bundled sample and a few papers of these tests, made once per
// process.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/server/raw_client.h"

namespace incipit::testing {

// The port of the shared server; the first call builds the index and starts it.
std::uint16_t shared_port();

// The index of the shared server.
std::filesystem::path shared_index();

// The lines that the shared server logged so far.
std::string shared_log();

// A GET whose reply is JSON and valid by `schema`; both are checked with gtest.
nlohmann::json get_json(const std::string& target, const std::string& schema, int status = 200);

// A title with everything that a page or a log must not take literally.
inline constexpr const char* kHostileTitle = "<script>alert('x')</script> \"quoted\" & hostiletitleword";
inline constexpr const char* kHostileId = "bib:a/b c?d#e%2F<i>";

// Two papers that are duplicates of each other; the first leads.
inline constexpr const char* kTwinIds[] = {"bib:twin <a>", "bib:twin <b>"};

}  // namespace incipit::testing
