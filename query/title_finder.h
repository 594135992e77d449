// Papers by their titles: a title that is known whole, and titles while they are typed.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/analyser.h"
#include "query/deadline.h"
#include "query/dictionary.h"
#include "query/evaluator.h"
#include "query/ordering.h"
#include "query/segment_view.h"

namespace incipit::query {

struct FoundTitles {
  std::vector<Found> papers;
  bool corrected = false;  // a word had an error
};

class TitleFinder {
 public:
  TitleFinder(const std::vector<SegmentView>& segments, analysis::Analyser& analyser) : segments_(segments), analyser_(analyser) {}

  // The papers whose title is this text, but for case, accents, punctuation and an article before it.
  [[nodiscard]] PaperSets exactly(std::string_view text);

  // Titles that begin as typed; then those that have all words of it, the last as a beginning, stop words apart. Where there is
  // neither, those where one word has an error. Within each most cited first, then newest, then by id; of very many only some
  // are looked at (kMostRead in the source). Throws Xapian::Error, DeadlineExceeded.
  [[nodiscard]] FoundTitles typed(std::string_view text, std::size_t limit, const Deadline& deadline);

 private:
  // What a title must have.
  struct Wanted {
    std::vector<std::string> words;
    std::string beginning;  // empty: none
  };
  [[nodiscard]] Wanted wanted(std::string_view text);
  [[nodiscard]] bool is_title(const std::vector<analysis::Token>& words, const SegmentView& segment, std::size_t row);
  [[nodiscard]] PaperSets beginning_so(const std::string& key) const;
  [[nodiscard]] PaperSets with(const Wanted& wanted, const Deadline& deadline);
  [[nodiscard]] DocSet with(const Wanted& wanted, const SegmentView& segment, const Deadline& deadline);
  [[nodiscard]] DocSet with_beginning(const std::string& beginning, const SegmentView& segment, const Deadline& deadline);
  [[nodiscard]] PaperSets with_an_error(const Wanted& wanted, const Deadline& deadline);
  void add_best(const PaperSets& papers, std::size_t limit, std::vector<Found>& found) const;

  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
};

}  // namespace incipit::query
