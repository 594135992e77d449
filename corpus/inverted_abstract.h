// OpenAlex keeps an abstract as an index from each word to its positions; here it becomes text again.
#pragma once

#include <simdjson.h>

#include <string>
#include <tl/expected.hpp>

namespace incipit::corpus {

// A position beyond this is no abstract's; most have fewer than 2,000 words.
inline constexpr std::int64_t kMaxAbstractPosition = 1'000'000;

// The words in the order of their positions with a blank between two; positions may be missing. The memory
// used follows the number of positions given, never their values, and the text is at most
// limits::kRecordBytes long. Error: what is wrong, as the rest of a warning.
[[nodiscard]] tl::expected<std::string, std::string> text_of_inverted_index(simdjson::dom::object index);

}  // namespace incipit::corpus
