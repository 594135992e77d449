// The acronyms that an abstract explains, as its paper's terms hold them.
//
// Threads: any, with an Analyser of their own.
#pragma once

#include <string_view>
#include <vector>

#include "analysis/analyser.h"
#include "storage/acronym_terms.h"

namespace incipit::indexer {

// Each pair once, in the order of the text; `tokens` are those of the display text. A long form has at most limits::kSynonymWords.
[[nodiscard]] std::vector<storage::AcronymPair> acronyms_of(std::string_view display_text, const std::vector<analysis::Token>& tokens,
                                                            analysis::Analyser& analyser);

}  // namespace incipit::indexer
