// Author lines as arXiv writes them: "A. One (MIT), B. Two, Jr. and C. Three". Names are set apart by commas
// and "and" outside of parentheses, which hold the affiliation of the author before them. "A. One (1) and B.
// Two (2) ((1) MIT, (2) ETH)" gives each author the affiliation of its number. TeX's thin space "\," is a
// space; "et al." is nobody.
#pragma once

#include <string_view>
#include <vector>

#include "corpus/reader.h"
#include "schema/paper.h"

namespace incipit::corpus {

// A parenthesis that is not closed makes all parentheses text, with a warning for "authors".
[[nodiscard]] std::vector<schema::Authorship> read_author_line(std::string_view text, Record& record);

}  // namespace incipit::corpus
