// What a whole corpus looks like once its papers are in order: years, categories, and of each paper the figures that later passes need.
//
// A paper's *ordinal* is its place in the order (date, id). Papers with a date and words are *ordered*: they alone can be earlier or later
// than another one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "snapshot/weights.h"

namespace incipit::snapshot {

// As they lie in the file of facts, by ordinal.
struct PaperFacts {
  std::int64_t instant = 0;
  std::int64_t citations = -1;       // -1: unknown
  std::uint64_t weight_squares = 0;  // sum of the squared tf weights of all terms
  std::uint32_t category = 0;        // of CorpusShape::categories
  std::int16_t year = 0;
  bool dated = false;
  bool ordered = false;
  std::int8_t code = -1;  // -1: unknown
  std::int8_t unused[7] = {};
};

struct CorpusShape {
  struct Year {
    int year = 0;
    std::uint32_t first = 0;   // the ordinal of its first paper
    std::uint32_t before = 0;  // ordered papers of earlier years
  };

  std::uint32_t papers = 0;
  std::uint32_t ordered = 0;
  std::uint64_t terms = 0;  // different ones of each paper, added up
  int first_year = 0;       // of ordered papers; without any: after all years
  std::vector<Year> years;  // ascending, of dated papers
  std::vector<std::string> categories;

  // Ordered papers of years before this one.
  [[nodiscard]] std::uint32_t papers_before(int year) const {
    const auto from = at_or_after(year);
    return from == years.end() ? ordered : from->before;
  }
  // The first ordinal of the years from year - kYearsBack on.
  [[nodiscard]] std::uint32_t window_begin(int year) const {
    const auto from = at_or_after(year - kYearsBack);
    return from == years.end() ? papers : from->first;
  }
  // The year of a dated paper.
  [[nodiscard]] int year_of(std::uint32_t ordinal) const {
    return std::prev(std::upper_bound(years.begin(), years.end(), ordinal, [](std::uint32_t a, const Year& b) { return a < b.first; }))->year;
  }
  // Whether papers of a year have a novelty: the first two years of a corpus have too little before them.
  [[nodiscard]] bool is_judged(int year) const { return year >= first_year + 2; }

 private:
  [[nodiscard]] std::vector<Year>::const_iterator at_or_after(int year) const {
    return std::lower_bound(years.begin(), years.end(), year, [](const Year& a, int b) { return a.year < b; });
  }
};

}  // namespace incipit::snapshot
