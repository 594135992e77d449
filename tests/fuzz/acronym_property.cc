#include "tests/fuzz/acronym_property.h"

#include <algorithm>
#include <vector>

#include "analysis/acronyms.h"
#include "schema/ascii.h"

namespace incipit::fuzz {
namespace {

using schema::ascii_lower;
using schema::is_ascii_alnum;

constexpr std::string_view kBlanks = " \t\n";

bool is_word_byte(char c) { return is_ascii_alnum(c) || static_cast<unsigned char>(c) >= 0x80; }

std::string fault_of_short_form(std::string_view form) {
  if (form.size() < 2 || form.size() > 10) return "a short form of another length";
  if (!is_ascii_alnum(form.front())) return "a short form that begins with a sign";
  if (form.find_first_of(kBlanks) != form.npos) return "a short form of several words";
  if (std::count_if(form.begin(), form.end(), schema::is_ascii_letter) < 2) return "a short form with fewer than two letters";
  return std::any_of(form.begin(), form.end(), schema::is_ascii_capital) ? "" : "a short form without a capital";
}

// Whether the letters and digits of a form stand in a text in this order, the first where a word begins.
bool stands_in(std::string_view form, std::string_view text) {
  std::string wanted;
  for (const char c : form) {
    if (is_ascii_alnum(c)) wanted += ascii_lower(c);
  }
  std::size_t found = 0;
  for (std::size_t i = 0; i < text.size() && found < wanted.size(); ++i) {
    const bool begins_word = i == 0 || !is_word_byte(text[i - 1]);
    if (ascii_lower(text[i]) == wanted[found] && (found > 0 || begins_word)) ++found;
  }
  return found == wanted.size();
}

// A short form without the s of a plural, which stands behind a capital or a digit.
std::string_view looked_for(std::string_view form) {
  const std::string_view singular = form.substr(0, form.size() - (form.ends_with("'s") ? 2 : form.ends_with('s') ? 1 : 0));
  const bool plural = form.size() > 2 && !singular.empty() && (schema::is_ascii_capital(singular.back()) || schema::is_ascii_digit(singular.back()));
  return plural ? singular : form;
}

std::string fault_of_long_form(std::string_view text, std::string_view short_form) {
  if (schema::trimmed(text, kBlanks) != text) return "a long form with blanks around it";
  if (text.find_first_of("()") != text.npos) return "a long form over a parenthesis";
  const std::string_view wanted = looked_for(short_form);
  if (!stands_in(wanted, text)) return "a long form without the characters of the short one";
  if (text.size() <= wanted.size()) return "a long form that is not longer";
  const auto words = schema::split(text, " ");
  const auto is_short_form = [&](std::string_view word) { return schema::equal_in_any_case(looked_for(word), wanted); };
  return std::any_of(words.begin(), words.end(), is_short_form) ? "a short form that explains itself" : "";
}

}  // namespace

std::string fault_of_acronyms(std::string_view text) {
  std::size_t behind = 0;  // the parenthesis of the pair before
  for (const analysis::ExplainedAcronym& pair : analysis::explained_acronyms(text)) {
    const bool in_text = pair.short_begin < pair.short_end && pair.short_end <= text.size() && pair.long_begin < pair.long_end && pair.long_end <= text.size();
    if (!in_text) return "a form that is not in the text";
    const std::size_t end = std::min(pair.short_end, pair.long_end), begin = std::max(pair.short_begin, pair.long_begin);
    if (end >= begin || schema::trimmed(text.substr(end, begin - end), kBlanks) != "(") return "forms that are not parted by a parenthesis";
    if (begin <= behind) return "a pair before the one before it";
    behind = begin;
    const std::string_view short_form = text.substr(pair.short_begin, pair.short_end - pair.short_begin);
    if (std::string fault = fault_of_short_form(short_form); !fault.empty()) return fault;
    const std::string_view long_form = text.substr(pair.long_begin, pair.long_end - pair.long_begin);
    if (std::string fault = fault_of_long_form(long_form, short_form); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace incipit::fuzz
