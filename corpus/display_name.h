// A name that a stranger wrote, made fit to be shown in one line of text.
#pragma once

#include <string>
#include <string_view>

namespace incipit::corpus {

// Control characters, characters that turn the direction of text, and (in a name that is not UTF-8) every
// byte over 127 are written as \xHH.
[[nodiscard]] std::string display_name(std::string_view name);

}  // namespace incipit::corpus
