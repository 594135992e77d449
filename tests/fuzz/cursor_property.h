// What must hold of every word that is sent as a cursor.
#pragma once

#include <string>
#include <string_view>

namespace incipit::fuzz {

// The bytes as a cursor are refused with a code of cursors, or are what the place that they name is written as; and a place made of
// the bytes comes back, from its own index and request alone and not when a character was changed. The first fault; empty when
// it holds.
[[nodiscard]] std::string fault_of_cursor(std::string_view bytes);

}  // namespace incipit::fuzz
