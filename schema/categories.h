// Categories (decision D5): codes are verbatim and case-sensitive, unknown codes are valid, and a table holds
// arXiv's names. The archive of a code is what stands before its first dot.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace incipit::schema {

struct CategoryRow {
  std::string_view code;  // "cs.CL"
  std::string_view name;  // "Computation and Language"
};

// arXiv's categories, sorted by code.
[[nodiscard]] std::span<const CategoryRow> category_table();
// The name of a known code, else the code itself.
[[nodiscard]] std::string_view category_name(std::string_view code);
// "cs" for "cs.CL" and for "cs".
[[nodiscard]] std::string_view archive_of(std::string_view code);
// "CL" for "cs.CL"; the code itself where it has no dot. Unique or not is the index's business.
[[nodiscard]] std::string_view short_code(std::string_view code);

}  // namespace incipit::schema
