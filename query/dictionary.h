// The words of all texts of an index: which begin as typed, which nearly are a word, and how many papers have each.
//
// The words are those that segments were built with; what only deleted papers had is told by the count of papers, which is of
// the papers that are left (D9), so such words are not answered.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/analyser.h"
#include "query/segment_view.h"
#include "query/word_list.h"

namespace incipit::query {

struct KnownWord {
  std::string form;               // folded
  std::uint64_t occurrences = 0;  // in the texts of the segments, the deleted ones included
  std::int64_t papers = 0;        // that a search for it finds
  int errors = 0;                 // between it and what was typed
};

class Dictionary {
 public:
  Dictionary(const std::vector<SegmentView>& segments, analysis::Analyser& analyser) : segments_(segments), analyser_(analyser) {}

  // Words that begin so, each standing for all words of its terms, which find the same papers: the one that occurs most. Most
  // papers first, out of those that occur most.
  [[nodiscard]] std::vector<KnownWord> beginning_with(std::string_view beginning, std::size_t limit);
  // The same for words that begin so but for one error (query/word_list.h).
  [[nodiscard]] std::vector<KnownWord> beginning_nearly(std::string_view beginning, std::size_t limit);
  // Words with at most `errors` errors, in no order; `papers` is not filled in.
  [[nodiscard]] std::vector<KnownWord> near(std::string_view word, int errors) const;

  // Papers that a search for a word in a field of texts finds.
  [[nodiscard]] std::int64_t papers_with(const std::string& form, schema::Field field = schema::Field::text);
  // How often a word occurs, in the deleted papers too.
  [[nodiscard]] std::uint64_t occurrences(std::string_view form) const;

 private:
  using Counts = std::unordered_map<std::string, std::uint64_t>;
  // Adds the words of ranges that occur most in a segment.
  static void take_frequent(const SegmentView& segment, const std::vector<WordRange>& ranges, std::size_t most, Counts& words);
  [[nodiscard]] std::vector<KnownWord> best_of(const Counts& words, std::size_t limit, int errors);

  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
};

}  // namespace incipit::query
