// Why a paper has the novelty and the rank score that it has: the answer to `/v1/papers/{id}/novelty`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/metric.h"
#include "schema/result.h"

namespace incipit::schema {

// Behind a number that is not negative: "st" of 1st, "th" of 12th, "rd" of 23rd.
[[nodiscard]] std::string_view ordinal_suffix(std::int64_t number);
// A novelty of this index as people read it: "64th percentile of cs.CL 2024 (n = 212)", "71st percentile" of a median; never "64 %". It has a value.
[[nodiscard]] std::string percentile_in_words(const Metric& novelty);
// Hundredths as a decimal: 6400 is "64", 6450 "64.5".
[[nodiscard]] std::string decimal_of_hundredths(std::int64_t hundredths);

struct NewTermRow {
  std::string term;
  std::int64_t reuse = 0;  // later papers that use it
};

struct EarlierPaper {
  std::string id;
  std::string title;      // empty: the index does not have the paper any more, or it has no title
  double similarity = 0;  // cosine, 0 to 1
};

// What novelty is made of; there where it has a value.
struct NoveltyParts {
  std::int64_t new_terms = 0;           // terms that the paper was the first to use and later ones do
  double new_terms_percentile = 0;      // in the cell
  std::vector<NewTermRow> most_reused;  // of the new terms
  double distance = 0;                  // 1 - the greatest similarity
  double distance_percentile = 0;       // in the cell
  std::int64_t compared = 0;            // earlier papers
  std::vector<EarlierPaper> nearest;    // of these, the most similar first
  double raw = 0;                       // mean of the two percentiles; novelty is its own
};

struct RankPartRow {
  std::string name;
  double weight = 0;            // of 1, before those of missing parts are shared out
  std::optional<double> value;  // 0..100; nullopt: missing
};

struct RankParts {
  std::vector<RankPartRow> parts;
  std::optional<std::int64_t> age_days, citations;
  std::string cell;                  // of citations per year; empty without
  std::optional<std::int64_t> cell_papers;
};

struct NoveltyResult {
  IndexIdentity index;
  std::string id;
  std::string title;
  Metric novelty, rank_score;
  std::optional<NoveltyParts> receipt;
  std::optional<RankParts> rank;  // nullopt: the paper is in no snapshot
};

}  // namespace incipit::schema
