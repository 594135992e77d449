// What must hold of every query text.
#pragma once

#include <string>

namespace incipit::fuzz {

// The text is understood or refused with a place in it; what was understood, written out, is understood the same; and every
// way of matching gives the same plan again. The first fault; empty when it holds.
[[nodiscard]] std::string fault_of_query(const std::string& text);

}  // namespace incipit::fuzz
