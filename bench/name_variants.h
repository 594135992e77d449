// The list of name variants of the ACL Anthology (name_variants.yaml): for each person a canonical name and others it was printed under.
#pragma once

#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "schema/ascii.h"

namespace incipit::bench {

// Of "{first: A, last: B}" in a line of the file; values may stand in quotes.
[[nodiscard]] inline std::optional<std::string> name_in(const std::string& line) {
  const auto value = [&](const std::string& key) {
    const auto at = line.find(key + ": ");
    if (at == std::string::npos) return std::string();
    const auto from = at + key.size() + 2;
    return std::string(schema::trimmed(std::string_view(line).substr(from, line.find_first_of(",}", from) - from), " '\""));
  };
  if (line.find('{') == std::string::npos) return std::nullopt;
  return std::string(schema::trimmed(value("first") + ' ' + value("last"), " "));
}

struct NamedPerson {
  std::string id;                  // empty: not given
  std::vector<std::string> names;  // the canonical one first
};

[[nodiscard]] inline std::vector<NamedPerson> read_named_people(const std::string& file) {
  std::vector<NamedPerson> people;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("  id: ") && !people.empty()) people.back().id = line.substr(6);
    const auto name = name_in(line);
    if (!name) continue;
    if (line.starts_with("- canonical:")) people.emplace_back();
    if (line.starts_with("- canonical:") || (line.starts_with("  - {") && !people.empty())) people.back().names.push_back(*name);
  }
  return people;
}

}  // namespace incipit::bench
