// Other forms of words of a query: synonyms, and what acronyms stand for. The planner asks for them; where they come from it does
// not know.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "query/plan.h"

namespace incipit::query {

struct OtherForm {
  std::string text;                    // as it is told
  std::vector<PhraseWord> words;       // found by their terms, side by side
  std::optional<std::int64_t> papers;  // that explain it: of a learned pair; nullopt: from the file of synonyms
};

struct OtherForms {
  std::size_t words = 0;  // of the query, that have them together
  std::vector<OtherForm> forms;
};

// The other forms of the longest beginning of these words that has some. Each word by its stems, those of a compound with a space
// between them.
using FormFinder = std::function<std::optional<OtherForms>(std::span<const std::string> words)>;

// plan_parsed; unfielded bare words that are not excluded also match their other forms, and a note tells each. Where these would pass
// a limit, as plan_parsed alone.
[[nodiscard]] schema::Result<QueryPlan> plan_with_other_forms(ParsedQuery parsed, schema::MatchMode match, analysis::Analyser& analyser,
                                                              const TermFrequency& frequency, const FormFinder& finder);

}  // namespace incipit::query
