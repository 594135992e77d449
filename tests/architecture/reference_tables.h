// The tables of the program as Markdown, as docs/ shows them.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace incipit::architecture {

struct ReferenceTable {
  std::string name;      // of the marks around it in the document: letters and underscores
  std::string document;  // path from the root
  std::string text;      // its lines
};

inline void PrintTo(const ReferenceTable& table, std::ostream* out) { *out << table.name; }

[[nodiscard]] std::vector<ReferenceTable> reference_tables();

}  // namespace incipit::architecture
