// What a plan looks for in the texts of papers, so that it can be shown where it stands: what matched is marked and nothing else.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "query/plan.h"

namespace incipit::query {

struct WantedText {
  using InField = std::pair<schema::Field, std::string>;
  struct Phrase {
    schema::Field field;
    std::vector<PhraseWord> words;  // side by side
  };

  std::vector<InField> terms;       // words in any form that has this stem
  std::vector<InField> beginnings;  // of words
  std::vector<Phrase> phrases;
};

// Of the positive parts of a plan, in their order; of words near each other, the words.
[[nodiscard]] WantedText wanted_text(const PlanNode& plan);

}  // namespace incipit::query
