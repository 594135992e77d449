// Snippets and highlights: which stretches of a display text answer the query.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analysis/analyser.h"
#include "query/plan.h"
#include "schema/result.h"

namespace incipit::query {

struct WantedWords {
  std::unordered_set<std::string> terms;
  std::vector<std::string> beginnings;  // of forms
  std::vector<std::vector<PhraseWord>> phrases;

  [[nodiscard]] bool empty() const { return terms.empty() && beginnings.empty() && phrases.empty(); }
};

// The stretches of a text in a language whose tokens, or compounds of up to three, have one of the terms or begin so, and those that are a phrase;
// byte ranges, in order.
[[nodiscard]] std::vector<schema::Span> matching_bytes(const std::vector<analysis::Token>& tokens, analysis::Language language,
                                                       const WantedWords& wanted, analysis::Analyser& analyser);

struct Snippet {
  std::string text;  // with an ellipsis where it was cut
  std::vector<schema::Span> spans;  // code points
};
// The stretch of at most limits::kSnippetCharacters characters that has the most of the matches (byte ranges, in order); the
// beginning of the text without any. Cuts fall between words and never inside a formula.
[[nodiscard]] Snippet make_snippet(std::string_view text, const std::vector<schema::Span>& matches);

// Byte ranges of valid UTF-8 as code point ranges.
[[nodiscard]] std::vector<schema::Span> to_code_points(std::string_view text, const std::vector<schema::Span>& bytes);

// The text with its spans (code points) in <mark>, everything else escaped for HTML.
[[nodiscard]] std::string marked_html(std::string_view text, const std::vector<schema::Span>& spans);

}  // namespace incipit::query
