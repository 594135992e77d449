// The part of display text that has nothing to do with TeX.
#pragma once

#include <string>
#include <string_view>

namespace incipit::analysis {

// White space and control characters become single spaces, none at the ends; invisible characters are
// removed, but for the joiners that shape what is beside them; ill-formed bytes become U+FFFD; NFC; e-mail addresses are masked. Idempotent, linear.
[[nodiscard]] std::string clean_text(std::string_view given);

}  // namespace incipit::analysis
