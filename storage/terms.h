// How a field's value becomes a term of the Xapian tables, the same for writing and asking.
#pragma once

#include <string>
#include <string_view>

#include "schema/fields.h"

namespace incipit::storage {

// Glass refuses terms over 245 bytes (a zero byte counts twice).
inline constexpr std::size_t kMaxTermBytes = 240;

// The field's prefix and the value; a term over kMaxTermBytes keeps its beginning and ends in a hash of the whole, so equal
// values stay equal and different ones different.
[[nodiscard]] std::string index_term(schema::Field field, std::string_view value);
void append_index_term(std::string& out, schema::Field field, std::string_view value);

// Terms of the author-name tables (`authors/NNNN/names`).
namespace author_terms {
inline constexpr std::string_view kFullName = "F";     // the key of a whole name form
inline constexpr std::string_view kExternalId = "XID:";
inline constexpr std::string_view kBlock = "B:";  // identity::block_keys of a name form
}  // namespace author_terms

[[nodiscard]] std::string author_term(std::string_view prefix, std::string_view value);

}  // namespace incipit::storage
