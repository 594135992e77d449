// Which tokens stand together as one compound word, the same for texts and for queries.
//
// A chain is a token with the `joined` tokens behind it. A chain of 2 to 5 parts has a joined form, its parts
// side by side ("pre-training": "pretraining"); so has each pair of neighbours in a longer chain. Chains of
// numbers alone
// ("2019-2021") and of CJK have none. A combining prefix, one space and a word ("pre training") have one too.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analyser.h"

namespace incipit::analysis {

inline constexpr std::size_t kMaxCompoundParts = 5;

// The place behind the chain that starts at token `first`.
[[nodiscard]] std::size_t end_of_chain(const std::vector<Token>& tokens, std::size_t first);

// The joined form of tokens [first, end); nullopt where they have none.
[[nodiscard]] std::optional<std::string> joined_form(const std::vector<Token>& tokens, std::size_t first,
                                                     std::size_t end);

// True when token `i` is a chain of its own, a combining prefix, and one plain space before a word of three
// or more letters that is no stop word.
[[nodiscard]] bool is_spaced_prefix(std::string_view text, const std::vector<Token>& tokens, std::size_t i);

}  // namespace incipit::analysis
