#include "analysis/names.h"

#include <algorithm>
#include <string>

#include "analysis/fold.h"
#include "analysis/person_name.h"
#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

bool is_apostrophe(char32_t c) { return c == U'\'' || c == 0x2019 || c == 0x02BC; }
bool is_hyphen(char32_t c) { return c == U'-' || (c >= 0x2010 && c <= 0x2013); }

std::string name_form(std::string_view run) {
  std::string form = fold_word(run);
  std::erase_if(form, [](char c) { return c == '\'' || c == '.' || c == ',' || c == '&' || c == '/'; });
  return bounded_form(std::move(form));
}

const char* spelled_out(char32_t c) {
  switch (c) {
    case U'ä':
    case U'Ä':
    case U'æ':
    case U'Æ':
      return "ae";
    case U'ö':
    case U'Ö':
    case U'ø':
    case U'Ø':
      return "oe";
    case U'ü':
    case U'Ü':
      return "ue";
    case U'å':
    case U'Å':
      return "aa";
    default:
      return nullptr;
  }
}

// The displayed name in the order given, family: what stands before the only comma is moved to the end.
std::string in_given_order(std::string_view displayed) {
  const std::size_t comma = displayed.find(',');
  if (comma == std::string_view::npos || displayed.find(',', comma + 1) != std::string_view::npos) {
    return std::string(displayed);
  }
  const std::vector<Token> before = name_words(displayed.substr(0, comma));
  const std::vector<Token> after = name_words(displayed.substr(comma + 1));
  if (before.empty() || after.empty()) return std::string(displayed);
  const bool suffix = after.size() == 1 && is_name_suffix(after[0].form);
  if (suffix) return std::string(displayed);
  return std::string(displayed.substr(comma + 1)).append(" ").append(displayed.substr(0, comma));
}

}  // namespace

std::vector<Token> name_words(std::string_view displayed) {
  std::vector<Token> words;
  std::size_t begin = 0;
  bool in_word = false;
  bool joins = false;     // nothing but a hyphen (and the dot of an initial) since the last word
  bool unspaced = false;  // the last word is a character of an unspaced script
  const auto put = [&](std::size_t from, std::size_t to, bool joined) {
    std::string form = name_form(displayed.substr(from, to - from));
    if (form.empty()) return;
    words.push_back({std::move(form), static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to),
                     joined && !words.empty()});
  };
  bool pending_joined = false;
  for (std::size_t i = 0; i <= displayed.size();) {
    const std::size_t start = i;
    const char32_t c = i < displayed.size() ? next_code_point(displayed, i) : U' ';
    if (start == displayed.size()) ++i;
    if (in_word) {
      std::size_t next = i;
      const bool inner = is_apostrophe(c) && next < displayed.size() &&
                         u_isalpha(static_cast<UChar32>(next_code_point(displayed, next))) != 0;
      if (inner || is_invisible(c) || (is_word_character(c) && !is_unspaced_script(c))) continue;
      put(begin, start, pending_joined);
      in_word = false;
      joins = false;
    }
    if (is_unspaced_script(c)) {
      while (i < displayed.size()) {
        std::size_t behind = i;
        if (!is_mark(next_code_point(displayed, behind))) break;
        i = behind;
      }
      put(start, i, unspaced && !words.empty() && words.back().end == start);
      unspaced = true;
      joins = false;
    } else if (is_word_character(c)) {
      in_word = true;
      begin = start;
      pending_joined = joins && !unspaced;
      unspaced = false;
    } else if (is_hyphen(c)) {
      joins = !words.empty() &&
              (words.back().end == start || (words.back().end + 1 == start && displayed[start - 1] == '.'));
    } else {
      joins = false;
    }
  }
  return words;
}

std::vector<Token> name_variants(std::string_view displayed, const std::vector<Token>& words) {
  std::vector<Token> variants;
  for (const Token& word : words) {
    const std::string_view run = displayed.substr(word.begin, word.end - word.begin);
    if (std::all_of(run.begin(), run.end(), is_ascii)) continue;
    std::string spelled;
    for (std::size_t i = 0; i < run.size();) {
      const char32_t c = next_code_point(run, i);
      if (const char* letters = spelled_out(c)) {
        spelled += letters;
      } else {
        append_utf8(spelled, c);
      }
    }
    std::string form = name_form(spelled);
    if (form != word.form) variants.push_back({std::move(form), word.begin, word.end, false});
  }
  return variants;
}

bool is_initial(std::string_view form) { return !form.empty() && initial_of(form).size() == form.size(); }

std::string initial_of(std::string_view form) {
  std::size_t end = 0;
  if (!form.empty()) (void)next_code_point(form, end);
  return std::string(form.substr(0, end));
}

std::string name_key(std::string_view name) {
  const std::string ordered = in_given_order(display_text(name));
  std::string key;
  bool letters = false;
  for (const Token& word : name_words(ordered)) {
    if (!key.empty()) key += ' ';
    key += word.form;
    for (std::size_t i = 0; !letters && i < word.form.size();) {
      letters = u_isalpha(static_cast<UChar32>(next_code_point(word.form, i))) != 0;
    }
  }
  return letters ? key : std::string();
}

}  // namespace incipit::analysis
