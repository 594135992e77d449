// One pass that turns TeX's text markup into Unicode.
#pragma once

#include <string>
#include <string_view>

namespace incipit::analysis {

// True when `tex_markup` could change `text`.
[[nodiscard]] bool has_tex_markup(std::string_view text);

// Accents, letters, markup commands, quotes, dashes, ties, escapes and grouping braces outside formulas.
// `text` is clean (see clean_text.h). Linear; not idempotent by itself, since what it uncovers may be markup
// again.
[[nodiscard]] std::string tex_markup(std::string_view text);

}  // namespace incipit::analysis
