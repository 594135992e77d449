// Acronyms that a text explains: "large language models (LLMs)", and the other way round "LLM (large language model)".
//
// The algorithm of Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (Pacific
// Symposium on Biocomputing, 2003): the characters of the short form are looked for in the words beside the parenthesis, from the
// last to the first; the first one must begin a word. A short form here is one word of 2 to 10 characters that begins with a letter
// or digit and has two letters at least, one of them a capital, so that "(see Fig. 2)", "(2019)", "(i)" and "(a)" explain nothing.
// The s of a plural is not looked for.
//
// Threads: any.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace incipit::analysis {

// Places of the two forms, in bytes of the text.
struct ExplainedAcronym {
  std::size_t short_begin = 0, short_end = 0;  // as it stands, with the s of a plural
  std::size_t long_begin = 0, long_end = 0;
  bool operator==(const ExplainedAcronym&) const = default;
};

// In the order of the text, of a display text. Linear in its length.
[[nodiscard]] std::vector<ExplainedAcronym> explained_acronyms(std::string_view display_text);

}  // namespace incipit::analysis
