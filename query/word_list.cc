#include "query/word_list.h"

#include <algorithm>
#include <numeric>

namespace incipit::query {
namespace {

constexpr std::size_t kShortest = 4;   // letters that a misspelt word has at least
constexpr std::size_t kLongest = 40;   // longer ones are no words

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// Errors between `typed` and words that are compared one after the other, each from where it differs from the one before: a
// row of the table for each of its letters.
class ErrorTable {
 public:
  ErrorTable(std::string_view typed, int most) : typed_(typed), most_(most), width_(typed.size() + 1) {
    rows_.resize((typed.size() + static_cast<std::size_t>(most) + 1) * width_);
    std::iota(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(width_), 0);
  }

  // Fills the row of the letter at `depth` of `word`; false when no word that begins so has few enough errors.
  bool fill(std::string_view word, std::size_t depth) {
    const std::size_t d = depth + 1;
    int* const row = &rows_[d * width_];
    const int* const above = row - width_;
    row[0] = static_cast<int>(d);
    int least = row[0];
    for (std::size_t i = 1; i < width_; ++i) {
      const bool same = typed_[i - 1] == word[depth];
      int errors = std::min({above[i] + 1, row[i - 1] + 1, above[i - 1] + (same ? 0 : 1)});
      const bool exchanged = d > 1 && i > 1 && typed_[i - 1] == word[depth - 1] && typed_[i - 2] == word[depth];
      if (exchanged) errors = std::min(errors, rows_[(d - 2) * width_ + i - 2] + 1);
      row[i] = errors;
      least = std::min(least, errors);
    }
    return least <= most_;
  }
  [[nodiscard]] int errors_of(std::string_view word) const { return rows_[word.size() * width_ + width_ - 1]; }
  [[nodiscard]] std::size_t longest() const { return typed_.size() + static_cast<std::size_t>(most_); }

 private:
  std::string_view typed_;
  int most_;
  std::size_t width_;
  std::vector<int> rows_;
};

}  // namespace

bool can_be_misspelt(std::string_view word) {
  return word.size() >= kShortest && word.size() <= kLongest && std::all_of(word.begin(), word.end(), is_letter);
}

bool begins_nearly(std::string_view word, std::string_view typed) {
  if (!can_be_misspelt(typed) || word.empty() || word[0] != typed[0]) return false;
  ErrorTable table(typed, 1);
  for (std::size_t depth = 0; depth < std::min(word.size(), table.longest()); ++depth) {
    if (!table.fill(word, depth)) return false;
    if (table.errors_of(word.substr(0, depth + 1)) <= 1) return true;
  }
  return false;
}

WordRange WordList::within(WordRange range, std::size_t depth, std::string_view rest) const {
  if (rest.empty()) return range;
  const auto first_where = [&](std::size_t low, std::size_t high, const auto& holds) {
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (holds((*this)[middle].substr(depth, rest.size()))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  };
  const std::size_t first = first_where(range.first, range.last, [&](std::string_view part) { return part >= rest; });
  if (first == range.last || (*this)[first].substr(depth, rest.size()) != rest) return {first, first};
  // Ranges are mostly small beside the list, so the end is looked for in growing steps.
  std::size_t low = first + 1, step = 1;
  while (low + step < range.last && (*this)[low + step].substr(depth, rest.size()) == rest) {
    low += step;
    step *= 2;
  }
  const std::size_t high = std::min(range.last, low + step);
  return {first, first_where(low, high, [&](std::string_view part) { return part > rest; })};
}

std::vector<WordRange> WordList::beginnings_near(std::string_view typed) const {
  std::vector<WordRange> ranges;
  if (!can_be_misspelt(typed)) return ranges;
  const auto add = [&](WordRange range) {
    if (!range.empty()) ranges.push_back(range);
  };
  WordRange same{0, size_};
  for (std::size_t i = 1; i < typed.size(); ++i) {
    same = within(same, i - 1, typed.substr(i - 1, 1));
    if (same.empty()) return ranges;
    const std::string_view rest = typed.substr(i + 1);
    if (i + 1 == typed.size()) {
      add(same);  // the last letter is wrong
      break;
    }
    add(within(same, i, rest));  // typed[i] is too much
    if (typed[i] != typed[i + 1]) add(within(same, i, std::string{typed[i + 1], typed[i]} + std::string(rest.substr(1))));
    for (std::size_t place = same.first; place < same.last;) {
      const std::string_view word = (*this)[place];
      if (word.size() <= i) {
        ++place;
        continue;
      }
      const WordRange branch = within({place, same.last}, i, word.substr(i, 1));
      place = branch.last;
      if (!is_letter(word[i]) || word[i] == typed[i]) continue;
      add(within(branch, i + 1, rest));              // typed[i] stands for this letter
      add(within(branch, i + 1, typed.substr(i)));   // this letter is missing
    }
  }
  return ranges;
}

void WordList::add_exact(const std::string& word, std::vector<NearWord>& found) const {
  const WordRange range = within({0, size_}, 0, word);
  if (!range.empty() && (*this)[range.first] == word) found.push_back({range.first, 1});
}

void WordList::add_wrong_firsts(std::string_view typed, std::vector<NearWord>& found) const {
  const std::string rest(typed.substr(1));
  if (typed[0] != typed[1]) {
    add_exact(std::string{typed[1], typed[0]} + rest.substr(1), found);
    add_exact(rest, found);
  }
  for (char c = 'a'; c <= 'z'; ++c) {
    if (c == typed[0]) continue;
    add_exact(c + rest, found);
    add_exact(c + std::string(typed), found);
  }
}

std::vector<NearWord> WordList::words_near(std::string_view typed, int errors) const {
  std::vector<NearWord> found;
  if (!can_be_misspelt(typed) || errors < 1) return found;
  ErrorTable table(typed, errors);
  const WordRange all = beginning_with(typed.substr(0, 1));
  std::string_view before;
  std::size_t known = 0;  // letters of `before` that have a row
  for (std::size_t place = all.first; place < all.last;) {
    const std::string_view word = (*this)[place];
    std::size_t depth = 0;
    while (depth < known && depth < word.size() && word[depth] == before[depth]) ++depth;
    bool possible = true;
    while (possible && depth < word.size()) {
      possible = depth < table.longest() && is_letter(word[depth]) && table.fill(word, depth);
      ++depth;
    }
    before = word;
    known = possible ? depth : depth - 1;
    if (!possible) {
      // Nor is any other word that goes on as this one does.
      place = within({place, all.last}, 0, word.substr(0, depth)).last;
      continue;
    }
    const int count = table.errors_of(word);
    if (count > 0 && count <= errors && word.size() + 1 >= kShortest) found.push_back({place, count});
    ++place;
  }
  add_wrong_firsts(typed, found);
  return found;
}

}  // namespace incipit::query
