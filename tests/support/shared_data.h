// Where tests find data that is not in the repository: the folder INCIPIT_DATA, or `shared/data` beside it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace incipit::testing {

// A file or folder of the shared test data, or an empty string where there is none: tests that need it skip, visibly.
inline std::string shared_data(const std::string& file) {
  const char* given = std::getenv("INCIPIT_DATA");
  const std::string root = given != nullptr ? given : std::string(INCIPIT_SOURCE_DIR) + "/../shared/data";
  const std::string path = root + '/' + file;
  return std::filesystem::exists(path) ? path : std::string();
}

}  // namespace incipit::testing
