// The test collections with judgements: SciFact is bundled, the others are in the shared test data, where that is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evaluation/collection.h"
#include "schema/paper.h"

namespace incipit::relevance {

struct TestCollection {
  std::string name;
  std::vector<schema::Paper> papers;
  std::vector<evaluation::Question> questions;  // those with a relevant paper
  evaluation::Judgements judgements;
};

// "scifact", "cacm", "cranfield", "npl"; nullopt where its files are not there. Cranfield's texts repeat the title, which is taken
// out; its scores run backwards, but all from 1 on are relevant.
[[nodiscard]] std::optional<TestCollection> load_collection(const std::string& name);

}  // namespace incipit::relevance
