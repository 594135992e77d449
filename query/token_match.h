// Whether the words of a paper stand as a plan asks: phrases, words near each other, and names of authors, checked against
// rows of the token column.
//
// Threads: one (the Analyser is borrowed).
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/analyser.h"
#include "query/plan.h"
#include "storage/token_column.h"

namespace incipit::query {

// One word of a plan as one segment knows it.
class WordTest {
 public:
  WordTest(const PhraseWord& word, const storage::TokenColumn& tokens, analysis::Analyser& analyser);
  WordTest(WordTest&&) = default;  // copies would be as large as the segment's dictionary

  // False when no paper of the segment can have the word.
  [[nodiscard]] bool possible() const { return possible_; }
  [[nodiscard]] bool operator()(storage::PackedToken token) const {
    const std::uint32_t form = storage::form_of(token);
    bool fits = false;
    switch (match_) {
      case WordMatch::form: fits = form == form_; break;
      case WordMatch::beginning: fits = known_[form] == Known::yes; break;
      case WordMatch::stem: fits = known_[form] == Known::yes || (known_[form] == Known::unknown && learn(form)); break;
    }
    return fits && (!joined_ || storage::is_joined(token));
  }
  // The number of the one form that fits; nullopt where several may.
  [[nodiscard]] std::optional<std::uint32_t> only_form() const {
    return match_ == WordMatch::form && possible_ ? std::optional(form_) : std::nullopt;
  }
  [[nodiscard]] bool must_be_joined() const { return joined_; }

 private:
  enum class Known : std::uint8_t { unknown, yes, no };
  bool learn(std::uint32_t form) const;

  WordMatch match_;
  bool joined_;
  std::string stem_, unstemmed_;
  bool possible_ = true;
  std::uint32_t form_ = 0;            // of a form
  mutable std::vector<Known> known_;  // by form, of a beginning and of a stem, whose forms are found as they are met
  const storage::TokenColumn* tokens_;
  analysis::Analyser* analyser_;
};

using Words = std::vector<storage::PackedToken>;

// Words side by side.
class PhraseTest {
 public:
  PhraseTest(const PlanNode& phrase, const storage::TokenColumn& tokens, analysis::Analyser& analyser);

  [[nodiscard]] bool possible() const;
  [[nodiscard]] std::size_t size() const { return words_.size(); }
  // Requires that `at` + size() is inside of the text.
  [[nodiscard]] bool stands_at(const Words& text, std::size_t at) const {
    for (std::size_t w = 0; w < words_.size(); ++w) {
      if (!words_[w](text[at + w])) return false;
    }
    return true;
  }
  [[nodiscard]] bool stands_in(const Words& text) const;
  // What finds it in the bytes of a row; nullptr where a word has several forms, so that rows must be decoded.
  [[nodiscard]] const storage::TokenPattern* pattern() const { return pattern_ ? &*pattern_ : nullptr; }
  // Whether the pair filter can tell papers that do not have it in a field.
  [[nodiscard]] bool narrows(schema::Field field) const;
  // The papers that have it in a field, dead ones too, ascending by docid, where that is listed: words side by side that are
  // frequent. Nullopt where it is not.
  [[nodiscard]] std::optional<std::vector<std::uint32_t>> listed(schema::Field field) const;
  // Of papers, ascending by docid, those that may have it. Requires `narrows`.
  [[nodiscard]] std::vector<std::uint32_t> narrow(std::span<const std::uint32_t> docids) const;

 private:
  std::vector<WordTest> words_;
  std::optional<storage::TokenPattern> pattern_;  // where each word is one form
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs_;  // forms side by side
  const storage::TokenColumn& tokens_;
};

// A chain of NEAR.
class NearTest {
 public:
  NearTest(const PlanNode& near, const storage::TokenColumn& tokens, analysis::Analyser& analyser);
  [[nodiscard]] bool holds_in(const Words& text) const;

 private:
  struct Span {
    std::size_t begin, end;
  };
  // All places of any alternative of an operand, by their beginning.
  static void find_places(const std::vector<PhraseTest>& operand, const Words& text, std::vector<Span>& spans);

  std::vector<std::vector<PhraseTest>> operands_;
  std::vector<std::int64_t> distances_;
  mutable std::vector<Span> reached_, further_;  // reused to spare allocations
};

// A name of which an author has all words, in any order.
class NameTest {
 public:
  NameTest(const PlanNode& name, const storage::TokenColumn& tokens) : name_(name), tokens_(tokens) {}
  [[nodiscard]] bool holds_for(const storage::TokenRow& row) const;

 private:
  [[nodiscard]] bool has(const Words& author, const PhraseWord& word) const;
  [[nodiscard]] bool fits(const Words& author) const;

  const PlanNode& name_;
  const storage::TokenColumn& tokens_;
};

// The parts of a row that a field is.
[[nodiscard]] constexpr storage::RowParts parts_of(schema::Field field) {
  using enum storage::RowPart;
  switch (field) {
    case schema::Field::title: return static_cast<storage::RowParts>(title);
    case schema::Field::abstract: return static_cast<storage::RowParts>(abstract);
    case schema::Field::comments: return static_cast<storage::RowParts>(comments);
    case schema::Field::affiliation: return static_cast<storage::RowParts>(affiliations);
    case schema::Field::author: return static_cast<storage::RowParts>(authors);
    default: return title | abstract | authors;
  }
}

// Whether `test` holds for one of the texts that a field is: the title, the abstract, the comments, one affiliation, one author's name.
template <class Test>
[[nodiscard]] bool any_text_of(const storage::TokenRow& row, schema::Field field, const Test& test) {
  const storage::RowParts parts = parts_of(field);
  const auto in = [&](storage::RowPart part) { return (parts & static_cast<storage::RowParts>(part)) != 0; };
  const auto any = [&](const std::vector<Words>& texts) { return std::any_of(texts.begin(), texts.end(), std::cref(test)); };
  using enum storage::RowPart;
  return (in(title) && test(row.title)) || (in(abstract) && test(row.abstract)) || (in(comments) && test(row.comments)) ||
         (in(affiliations) && any(row.affiliations)) || (in(authors) && any(row.authors));
}

}  // namespace incipit::query
