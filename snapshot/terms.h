// The terms of novelty: words and pairs of words of a title and an abstract.
//
//   word   a folded token of three letters or more and nothing else (an apostrophe inside, "d'alembert", is well; "'s" falls away), of
//          40 bytes at most, which is no function word. Words of formulas and web addresses do not count.
//   pair   two such words with nothing but spaces and hyphens between them, so that they are of one sentence and no comma, bracket,
//          number or function word parts them; not with a word that a joiner ties to something else ("end-to-end training")
//
// Metrics by the text of papers count these terms (the idea: Arts, Melluso and Veugelers, Beyond Citations, 2023). What a paper's text
// comes to is kept as its *words*: "deep learning\nmodels", where a space makes a pair and a line's end does not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analyser.h"

namespace incipit::snapshot {

// Words that say nothing of what a paper is about: those of analysis::is_stop_word and pronouns, auxiliaries, prepositions, conjunctions
// and adverbs of English, and those of addresses and licences.
[[nodiscard]] bool is_function_word(std::string_view word);

// Threads: one each, for the analyser.
class WordReader {
 public:
  // The words of the two display texts; empty where there are none.
  [[nodiscard]] std::string words(std::string_view title, std::string_view abstract);

 private:
  void append(std::string& words, std::string_view text);

  analysis::Analyser analyser_;
};

// Every word and pair with repeats: `take(std::string_view term)`.
template <class Take>
void each_term(std::string_view words, const Take& take) {
  std::size_t before = std::string_view::npos;  // where the word that a pair begins with begins
  for (std::size_t begin = 0; begin < words.size();) {
    std::size_t end = begin;
    while (end < words.size() && words[end] != ' ' && words[end] != '\n') ++end;
    take(words.substr(begin, end - begin));
    if (before != std::string_view::npos) take(words.substr(before, end - before));
    before = end < words.size() && words[end] == ' ' ? begin : std::string_view::npos;
    begin = end + 1;
  }
}

// Terms are told apart by these 64 bits (XXH3). Of a hundred million terms two have the same with a chance of one in 3,700.
[[nodiscard]] std::uint64_t hash_of_term(std::string_view term);

struct CountedTerm {
  std::uint64_t hash = 0;
  std::uint32_t count = 0;  // in the text
};
// The different terms, in no order that means anything but the same for the same words.
[[nodiscard]] std::vector<CountedTerm> counted_terms(std::string_view words);

}  // namespace incipit::snapshot
