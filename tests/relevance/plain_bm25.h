// What Incipit's ranking is compared with: plain BM25 of the same analysis, title, abstract and author names as one text, every
// query term by its full weight, no quantising. By loops over all papers.
//
//   score = sum over query terms of count * ln(1 + (N - df + 0.5) / (df + 0.5)) * tf (k1 + 1) / (tf + k1 (1 - b + b length / mean))
//
// Threads: one (the Analyser is borrowed).
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/analyser.h"
#include "evaluation/run.h"
#include "tests/relevance/collections.h"

namespace incipit::relevance {

struct Bm25Constants {
  double k1 = 1.2, b = 0.75;
};

class PlainBm25 {
 public:
  PlainBm25(const TestCollection& collection, analysis::Analyser& analyser);

  // The first thousand papers of every question; equal scores by id.
  [[nodiscard]] evaluation::Run run(Bm25Constants constants) const;

 private:
  struct Posting {
    std::uint32_t paper = 0;
    double count = 0;
  };
  struct QueryTerm {
    std::string term;
    double count = 0;
  };

  std::vector<std::string> ids_;
  std::vector<double> lengths_;
  double mean_length_ = 0;
  std::unordered_map<std::string, std::vector<Posting>> postings_;
  std::vector<std::pair<std::string, std::vector<QueryTerm>>> questions_;
};

}  // namespace incipit::relevance
