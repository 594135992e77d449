// The doors that strangers' bytes go through: those of the corpus room, the query text and cursors, and the acronyms of a text, each
// with its property. The fuzzer feeds them what it makes up; the replay feeds them the files of tests/fuzz/corpus/<name>/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace incipit::fuzz {

struct Target {
  std::string name;  // of a format, or "detection", "archive", "decompression", "metric-tables", "harvest-page",
                     // "query", "cursor", "acronyms"
  // The first fault; empty when the property holds.
  std::string (*run)(const Target& target, std::string_view bytes);
};

// One for each row of the format table, then the others.
[[nodiscard]] const std::vector<Target>& target_table();
// nullptr when there is none.
[[nodiscard]] const Target* target_named(std::string_view name);

}  // namespace incipit::fuzz
