#include "query/name_rows.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <optional>

#include "analysis/analyser.h"
#include "query/word_list.h"

namespace incipit::query {

using storage::NameWords;

namespace {

std::span<const std::uint32_t> rows_of(const NameWords& words, const AskedName& asked) {
  if (!asked.beginning && !analysis::is_initial(asked.form)) return words.rows_of(asked.form);
  const WordRange range = WordList(words).beginning_with(asked.form);
  return words.rows_between(range.first, range.last);
}

}  // namespace

NameRows& NameRows::operator|=(const NameRows& other) {
  for (std::size_t i = 0; i < marks_.size(); ++i) marks_[i] |= other.marks_[i];
  return *this;
}

NameRows& NameRows::operator&=(const NameRows& other) {
  for (std::size_t i = 0; i < marks_.size(); ++i) marks_[i] &= other.marks_[i];
  return *this;
}

bool NameRows::empty() const {
  return std::all_of(marks_.begin(), marks_.end(), [](std::uint64_t marks) { return marks == 0; });
}

std::vector<std::uint32_t> NameRows::list() const {
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < marks_.size(); ++i) {
    for (std::uint64_t left = marks_[i]; left != 0; left &= left - 1) {
      rows.push_back(static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(left))));
    }
  }
  return rows;
}

NameRows rows_with_all(const NameWords& words, std::size_t rows, std::span<const AskedName> asked, bool initials) {
  struct Word {
    std::span<const std::uint32_t> whole, initial;
    [[nodiscard]] std::size_t size() const { return whole.size() + initial.size(); }
  };
  std::vector<Word> all;
  for (const AskedName& one : asked) {
    Word word{rows_of(words, one), {}};
    if (initials && !analysis::is_initial(one.form)) word.initial = words.rows_of(analysis::initial_of(one.form));
    all.push_back(word);
  }
  // The rarest first: what nobody has ends it.
  std::sort(all.begin(), all.end(), [](const Word& a, const Word& b) { return a.size() < b.size(); });
  std::optional<NameRows> found;
  for (const Word& word : all) {
    if (word.size() == 0 || (found && found->empty())) return NameRows(rows);
    NameRows with_word(rows);
    with_word.add(word.whole);
    with_word.add(word.initial);
    if (found) {
      *found &= with_word;
    } else {
      found = std::move(with_word);
    }
  }
  return found ? std::move(*found) : NameRows(rows);
}

NameRows rows_with_an_error(const NameWords& words, std::size_t rows, std::span<const AskedName> asked) {
  const WordList list(words);
  NameRows found(rows);
  for (std::size_t wrong = 0; wrong < asked.size(); ++wrong) {
    if (!can_be_misspelt(asked[wrong].form)) continue;
    std::vector<AskedName> others;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (i != wrong) others.push_back(asked[i]);
    }
    NameRows others_rows = rows_with_all(words, rows, others, false);
    if (!others.empty() && others_rows.empty()) continue;
    NameRows misspelt(rows);
    if (asked[wrong].beginning) {
      for (const WordRange& range : list.beginnings_near(asked[wrong].form)) misspelt.add(words.rows_between(range.first, range.last));
    } else {
      for (const NearWord& near : list.words_near(asked[wrong].form, 1)) misspelt.add(words.rows_of(near.place));
    }
    if (!others.empty()) misspelt &= others_rows;
    found |= misspelt;
  }
  return found;
}

}  // namespace incipit::query
