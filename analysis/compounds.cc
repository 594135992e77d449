#include "analysis/compounds.h"

#include <algorithm>
#include <array>

#include "analysis/tokenizer.h"
#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

using namespace std::string_view_literals;

constexpr std::array kPrefixes = {
    "anti"sv,  "bi"sv,    "co"sv,    "cross"sv, "hyper"sv, "inter"sv,  "intra"sv, "macro"sv, "meta"sv,
    "micro"sv, "multi"sv, "non"sv,   "post"sv,  "pre"sv,   "pseudo"sv, "quasi"sv, "re"sv,    "self"sv,
    "semi"sv,  "sub"sv,   "super"sv, "tri"sv,   "ultra"sv, "un"sv,     "uni"sv};
static_assert(std::is_sorted(kPrefixes.begin(), kPrefixes.end()));

bool is_prefix(std::string_view form) {
  return form.size() <= 6 && std::binary_search(kPrefixes.begin(), kPrefixes.end(), form);
}

bool is_number(const std::string& form) {
  return std::all_of(form.begin(), form.end(),
                     [](char c) { return is_ascii_digit(c) || c == '.' || c == ','; });
}

}  // namespace

std::size_t end_of_chain(const std::vector<Token>& tokens, std::size_t first) {
  std::size_t end = first + 1;
  while (end < tokens.size() && tokens[end].joined) ++end;
  return end;
}

std::optional<std::string> joined_form(const std::vector<Token>& tokens, std::size_t first, std::size_t end) {
  if (end - first < 2 || end - first > kMaxCompoundParts || is_unspaced_form(tokens[first].form)) return {};
  std::string form;
  bool numbers = true;
  for (std::size_t i = first; i < end; ++i) {
    form += tokens[i].form;
    numbers = numbers && is_number(tokens[i].form);
  }
  if (numbers) return {};
  return form;
}

bool is_spaced_prefix(std::string_view text, const std::vector<Token>& tokens, std::size_t i) {
  if (i + 1 >= tokens.size() || tokens[i].joined || !is_prefix(tokens[i].form)) return false;
  const Token& word = tokens[i + 1];
  if (word.joined || word.begin != tokens[i].end + 1 || text[tokens[i].end] != ' ') return false;
  return word.form.size() >= 3 && std::all_of(word.form.begin(), word.form.end(), is_ascii_letter) &&
         !is_stop_word(word.form);
}

}  // namespace incipit::analysis
