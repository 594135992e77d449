// Words in byte order, as a segment has those of its texts and an author layer those of its names: which begin as typed, and
// which nearly do. One error is a letter added, left out or changed, or two neighbours exchanged.
//
// Only words of the letters a to z are compared so: a digit or a sign makes another word, never a misspelt one. The first
// letter is taken as it is by `beginnings_near`; `words_near` lets it be wrong where that is the only error.
//
// Threads: as the columns behind it, any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/name_words.h"
#include "storage/token_column.h"

namespace incipit::query {

// Places in a WordList, the last not among them.
struct WordRange {
  std::size_t first = 0, last = 0;
  [[nodiscard]] bool empty() const { return first >= last; }
  [[nodiscard]] std::size_t size() const { return empty() ? 0 : last - first; }
};

struct NearWord {
  std::size_t place = 0;
  int errors = 0;
};

class WordList {
 public:
  explicit WordList(const storage::TokenColumn& tokens) : tokens_(&tokens), size_(tokens.forms()) {}
  explicit WordList(const storage::NameWords& names) : names_(&names), size_(names.size()) {}

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string_view operator[](std::size_t place) const {
    return tokens_ != nullptr ? tokens_->form(tokens_->sorted_forms()[place]) : names_->word(place);
  }

  [[nodiscard]] WordRange beginning_with(std::string_view beginning) const { return within({0, size_}, 0, beginning); }

  // Words that begin with what `typed` is with one error; ranges may overlap. None where `typed` has fewer than four letters.
  [[nodiscard]] std::vector<WordRange> beginnings_near(std::string_view typed) const;

  // Words with at most `errors` errors, in no order, `typed` itself not among them.
  [[nodiscard]] std::vector<NearWord> words_near(std::string_view typed, int errors) const;

 private:
  // Of the words of a range, which have the same first `depth` bytes, those that go on so.
  [[nodiscard]] WordRange within(WordRange range, std::size_t depth, std::string_view rest) const;
  void add_exact(const std::string& word, std::vector<NearWord>& found) const;
  void add_wrong_firsts(std::string_view typed, std::vector<NearWord>& found) const;

  const storage::TokenColumn* tokens_ = nullptr;
  const storage::NameWords* names_ = nullptr;
  std::size_t size_ = 0;
};

// Whether a word may be misspelt: four letters or more, a to z alone.
[[nodiscard]] bool can_be_misspelt(std::string_view word);
// Whether a word begins with what `typed` is with one error, the first letter apart.
[[nodiscard]] bool begins_nearly(std::string_view word, std::string_view typed);

}  // namespace incipit::query
