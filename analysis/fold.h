// Folding of single words, and the limit on their length.
#pragma once

#include <string>
#include <string_view>

namespace incipit::analysis {

// A form over this many bytes keeps its beginning and ends in a hash of the whole, so that equal words stay
// equal and no term outgrows what an index can hold.
inline constexpr std::size_t kMaxFormBytes = 64;

// The folded form of a run of word characters and inner punctuation (' . , &): like `fold`, without any other
// punctuation that compatibility decomposition brings in. May be empty (a run of accents).
[[nodiscard]] std::string fold_word(std::string_view run);

// `form` itself up to kMaxFormBytes, else its first bytes (whole characters), '~' and 16 hexadecimal digits.
[[nodiscard]] std::string bounded_form(std::string form);

}  // namespace incipit::analysis
