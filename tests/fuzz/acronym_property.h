// What must hold of the acronyms that are found in any text.
#pragma once

#include <string>
#include <string_view>

namespace incipit::fuzz {

// Each pair is a short form and a long one beside the same parenthesis, as `analysis/acronyms.h` promises, and pairs come in the order
// of the text. The first fault; empty when it holds.
[[nodiscard]] std::string fault_of_acronyms(std::string_view text);

}  // namespace incipit::fuzz
