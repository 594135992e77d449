// What a test collection holds besides its papers: questions, and which papers answer them.
//
// Threads: plain values and pure functions of a stream.
#pragma once

#include <istream>
#include <map>
#include <string>
#include <vector>

#include "schema/error.h"

namespace incipit::evaluation {

struct Question {
  std::string id;
  std::string text;
  bool operator==(const Question&) const = default;
};

// By question, the papers that are judged and how: a paper is relevant where its score is 1 or more. Papers that are not named are
// not relevant.
using Judgements = std::map<std::string, std::map<std::string, int>>;

// Questions as JSON lines with `_id` (or `id`) and `text`. Error: input_invalid with the line: no JSON object, no id, no text, an id
// twice.
[[nodiscard]] schema::Result<std::vector<Question>> read_questions(std::istream& in);

// Judgements by lines of three columns "question paper score" or of TREC's four "question 0 paper score", separated by tabs or
// spaces; a first line whose score is no number is a header. Error: input_invalid with the line; a paper judged twice is one.
[[nodiscard]] schema::Result<Judgements> read_judgements(std::istream& in);

}  // namespace incipit::evaluation
