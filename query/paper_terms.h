// The terms of a stored paper, for what is found by papers instead of by words.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "analysis/analyser.h"
#include "schema/paper.h"

namespace incipit::query {

// The terms of title and abstract, as they are indexed, and how often each is there; stop words left out. `paper` is a displayed one.
[[nodiscard]] std::map<std::string, std::int64_t> content_terms(const schema::Paper& paper, analysis::Analyser& analyser);

}  // namespace incipit::query
