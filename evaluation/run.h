// A run: what an engine answered to each question, best first; and its file form, TREC's six columns
// "question Q0 paper rank score tag".
//
// Threads: plain values and pure functions of a stream.
#pragma once

#include <istream>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "schema/result.h"

namespace incipit::evaluation {

using Run = std::map<std::string, std::vector<schema::RankedPaper>>;

// The first paper of a question has the rank `before` + 1. Ids with white space have no form in a run file; error: input_invalid,
// naming the id, and then nothing is written.
[[nodiscard]] schema::Result<void> write_run(std::ostream& out, const Run& run, std::string_view tag, std::size_t before = 0);

// Papers of a question by falling score, equal ones by rank (what some tools write as a rank does not order). Error: input_invalid
// with the line: not six columns, a rank or score that is no number, a paper twice for a question.
[[nodiscard]] schema::Result<Run> read_run(std::istream& in);

}  // namespace incipit::evaluation
