#include "analysis/acronyms.h"

#include <algorithm>
#include <optional>

#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

constexpr std::size_t kShortest = 2, kLongest = 10;  // characters of a short form
constexpr std::size_t kLongestInside = 200;          // bytes between parentheses

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_word_byte(char c) { return is_ascii_letter(c) || is_ascii_digit(c) || static_cast<unsigned char>(c) >= 0x80; }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }
char lower(char c) { return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// A stretch of the text.
struct Range {
  std::size_t begin = 0, end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

Range trimmed(std::string_view text, Range range) {
  while (range.size() > 0 && is_space(text[range.begin])) ++range.begin;
  while (range.size() > 0 && is_space(text[range.end - 1])) --range.end;
  return range;
}

// What is looked for in the long form: without the s of a plural behind a capital or a digit ("LLMs", "LLM's").
std::string_view without_plural(std::string_view form) {
  if (form.size() < 3 || form.back() != 's') return form;
  const std::string_view bare = form.substr(0, form.size() - (form[form.size() - 2] == '\'' ? 2 : 1));
  return is_capital(bare.back()) || is_ascii_digit(bare.back()) ? bare : form;
}

bool is_short_form(std::string_view form) {
  if (form.size() < kShortest || form.size() > kLongest) return false;
  if (!is_ascii_letter(form.front()) && !is_ascii_digit(form.front())) return false;
  const bool of_signs = std::all_of(form.begin(), form.end(), [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '/' || c == '\'' || c == '.' || c == '&';
  });
  return of_signs && std::any_of(form.begin(), form.end(), is_capital) && std::count_if(form.begin(), form.end(), is_ascii_letter) >= 2;
}

// Where the shortest long form begins in `range`, if the characters of `form` stand there in this order.
std::optional<std::size_t> long_form_begin(std::string_view text, Range range, std::string_view form) {
  std::size_t at = range.end;
  for (std::size_t s = form.size(); s-- > 0;) {
    const char wanted = lower(form[s]);
    if (!is_ascii_letter(wanted) && !is_ascii_digit(wanted)) continue;
    while (true) {
      if (at == range.begin) return {};
      --at;
      const bool begins_word = at == 0 || !is_word_byte(text[at - 1]);
      if (lower(text[at]) == wanted && (s > 0 || begins_word)) break;
    }
  }
  // The whole word, as "pre-training" whose second part began with the character.
  while (at > range.begin && !is_space(text[at - 1]) && text[at - 1] != '(') --at;
  return at;
}

std::size_t words_of(std::string_view text) {
  std::size_t words = 0;
  for (std::size_t i = 0; i < text.size(); ++i) words += !is_space(text[i]) && (i == 0 || is_space(text[i - 1])) ? 1 : 0;
  return words;
}

// Where a stretch of at most `most` words before `end` begins; it does not go over the end of a sentence or a parenthesis.
std::size_t words_before(std::string_view text, std::size_t end, std::size_t most) {
  std::size_t at = end, words = 0;
  while (at > 0) {
    const char before = text[at - 1];
    if (before == '(' || before == ')' || before == ';') break;
    const bool word_begins = at < end && is_space(before) && !is_space(text[at]);
    if (word_begins && ++words == most) break;
    if (is_space(before) && at > 1 && (text[at - 2] == '.' || text[at - 2] == '?' || text[at - 2] == '!')) break;
    --at;
  }
  return at;
}

// Whether a long form says more than the short one: it is longer, and none of its words is the short form.
bool explains(std::string_view long_form, std::string_view short_form) {
  if (long_form.size() <= short_form.size()) return false;
  const auto equal = [](std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
  };
  for (std::size_t i = 0; i < long_form.size();) {
    std::size_t end = i;
    while (end < long_form.size() && !is_space(long_form[end])) ++end;
    if (equal(without_plural(long_form.substr(i, end - i)), short_form)) return false;
    i = end + 1;
  }
  return true;
}

std::string_view part(std::string_view text, Range range) { return text.substr(range.begin, range.size()); }

// "long form (SF)": `inside` is what stands in the parenthesis, up to a comma or semicolon.
std::optional<ExplainedAcronym> long_before(std::string_view text, std::size_t open, Range inside) {
  const std::size_t cut = part(text, inside).find_first_of(",;:");
  if (cut != std::string_view::npos) inside = trimmed(text, {inside.begin, inside.begin + cut});
  if (!is_short_form(part(text, inside))) return {};
  const std::string_view wanted = without_plural(part(text, inside));
  const std::size_t most = std::min(wanted.size() + 5, wanted.size() * 2);
  const Range before = trimmed(text, {words_before(text, open, most), open});
  const auto begin = long_form_begin(text, before, wanted);
  if (!begin || !explains(text.substr(*begin, before.end - *begin), wanted)) return {};
  return ExplainedAcronym{inside.begin, inside.end, *begin, before.end};
}

// "SF (long form)": the whole parenthesis is the long form.
std::optional<ExplainedAcronym> long_inside(std::string_view text, std::size_t open, Range inside) {
  if (words_of(part(text, inside)) < 2) return {};
  Range word{open, open};
  while (word.begin > 0 && is_space(text[word.begin - 1])) --word.begin;
  word.end = word.begin;
  while (word.begin > 0 && !is_space(text[word.begin - 1]) && text[word.begin - 1] != '(') --word.begin;
  if (!is_short_form(part(text, word))) return {};
  const std::string_view wanted = without_plural(part(text, word));
  const auto begin = long_form_begin(text, inside, wanted);
  if (begin != inside.begin || words_of(part(text, inside)) > std::min(wanted.size() + 5, wanted.size() * 2)) return {};
  if (!explains(part(text, inside), wanted)) return {};
  return ExplainedAcronym{word.begin, word.end, inside.begin, inside.end};
}

}  // namespace

std::vector<ExplainedAcronym> explained_acronyms(std::string_view text) {
  std::vector<ExplainedAcronym> found;
  for (std::size_t open = text.find('('); open != std::string_view::npos; open = text.find('(', open + 1)) {
    const std::size_t close = text.substr(open + 1, kLongestInside).find_first_of("()");
    if (close == std::string_view::npos || text[open + 1 + close] == '(') continue;
    const Range inside = trimmed(text, {open + 1, open + 1 + close});
    if (inside.size() < kShortest || open == 0) continue;
    auto pair = long_before(text, open, inside);
    if (!pair) pair = long_inside(text, open, inside);
    if (pair) found.push_back(*pair);
  }
  return found;
}

}  // namespace incipit::analysis
