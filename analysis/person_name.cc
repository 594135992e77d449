#include "analysis/person_name.h"

#include <algorithm>
#include <array>

#include "analysis/names.h"
#include "analysis/utf8.h"
#include "schema/ascii.h"

namespace incipit::analysis {
namespace {

using namespace std::string_view_literals;

constexpr std::array kSuffixes = {"ii"sv, "iii"sv, "iv"sv, "jr"sv, "md"sv, "phd"sv, "sr"sv};
constexpr std::array kParticles = {"al"sv,  "bin"sv, "da"sv, "das"sv, "de"sv, "del"sv, "dela"sv, "della"sv, "den"sv, "der"sv,
                                   "di"sv,  "do"sv,  "dos"sv, "du"sv, "el"sv, "ibn"sv, "la"sv,   "las"sv,   "le"sv,  "los"sv,
                                   "ten"sv, "ter"sv, "van"sv, "ver"sv, "vom"sv, "von"sv, "zu"sv,  "zum"sv};
constexpr std::array kAnds = {"e"sv, "i"sv, "y"sv};

template <class List>
bool is_one_of(const List& list, std::string_view form) {
  return std::find(list.begin(), list.end(), form) != list.end();
}

// Capitals alone, two or three, without a dot: initials written together ("JK").
bool are_initials_together(std::string_view run) {
  return run.size() >= 2 && run.size() <= 3 && std::all_of(run.begin(), run.end(), schema::is_ascii_capital);
}

bool is_small_letter(char c) { return schema::is_ascii_letter(c) && !schema::is_ascii_capital(c); }

// Cuts the suffix at the end of the words, where two words at least stand before it.
std::string take_suffix(std::vector<Token>& tokens) {
  if (tokens.size() < 3 || !is_name_suffix(tokens.back().form)) return {};
  std::string suffix = std::move(tokens.back().form);
  tokens.pop_back();
  return suffix;
}

class NameReader {
 public:
  explicit NameReader(std::string_view displayed) : displayed_(displayed) {}

  PersonName read() {
    std::vector<Token> tokens;
    for (Token& token : name_words(displayed_)) {
      std::size_t at = token.begin;
      if (!is_unspaced_script(next_code_point(displayed_, at))) {
        tokens.push_back(std::move(token));
      } else if (!in_brackets(token) || name_.native.empty() || displayed_[token.begin - 1] != '(') {
        name_.native += token.form;
      }
    }
    turn_round(tokens);
    if (name_.suffix.empty()) name_.suffix = take_suffix(tokens);
    drop_bracketed(tokens);
    mixed_case_ = std::any_of(displayed_.begin(), displayed_.end(), is_small_letter);
    for (std::size_t i = 0; i < tokens.size(); ++i) add(tokens, i);
    return std::move(name_);
  }

 private:
  [[nodiscard]] bool in_brackets(const Token& token) const {
    const std::size_t open = displayed_.substr(0, token.begin).find_last_of("([");
    return open != std::string_view::npos && displayed_.substr(open, token.begin - open).find_first_of(")]") == std::string_view::npos;
  }

  // "Family, Given", "Family, Given, Jr" and "Given Family, Jr".
  void turn_round(std::vector<Token>& tokens) {
    const std::size_t comma = displayed_.find(',');
    if (comma == std::string_view::npos) return;
    const std::size_t second = displayed_.find(',', comma + 1);
    const auto part = [&](const Token& token) { return token.begin < comma ? 0 : second == std::string_view::npos || token.begin < second ? 1 : 2; };
    std::array<std::vector<Token>, 3> parts;
    for (Token& token : tokens) parts[static_cast<std::size_t>(part(token))].push_back(std::move(token));
    for (std::size_t i = 1; i < 3; ++i) {
      if (parts[i].size() != 1 || !is_name_suffix(parts[i][0].form)) continue;
      name_.suffix = parts[i][0].form;
      parts[i].clear();
    }
    tokens = std::move(parts[1]);
    tokens.insert(tokens.end(), parts[0].begin(), parts[0].end());
    tokens.insert(tokens.end(), parts[2].begin(), parts[2].end());
  }

  // "William (Bill) Smith" is William Smith; a name that stands in brackets whole stays.
  void drop_bracketed(std::vector<Token>& tokens) const {
    const auto outside = std::count_if(tokens.begin(), tokens.end(), [&](const Token& token) { return !in_brackets(token); });
    if (outside < 2) return;
    std::erase_if(tokens, [&](const Token& token) { return in_brackets(token); });
  }

  [[nodiscard]] bool is_particle(const std::vector<Token>& tokens, std::size_t i) const {
    if (i == 0 || i + 1 == tokens.size()) return false;
    const Token& token = tokens[i];
    if (is_one_of(kAnds, token.form)) {
      return is_small_letter(displayed_[token.begin]) && displayed_.substr(token.end, 1) == " " && i >= 2;
    }
    if (token.form == "bin" && tokens.size() < 4) return false;  // a Chinese given name
    return is_one_of(kParticles, token.form);
  }

  void add(const std::vector<Token>& tokens, std::size_t i) {
    const Token& token = tokens[i];
    if (is_particle(tokens, i)) {
      if (!name_.particles.empty()) name_.particles += ' ';
      name_.particles += token.form;
      return;
    }
    const std::string_view run = displayed_.substr(token.begin, token.end - token.begin);
    if (mixed_case_ && i + 1 < tokens.size() && are_initials_together(run)) {
      for (const char c : token.form) name_.words.push_back({std::string(1, c), true, false});
      return;
    }
    name_.words.push_back({token.form, is_initial(token.form), token.joined && !name_.words.empty()});
  }

  std::string_view displayed_;
  PersonName name_;
  bool mixed_case_ = false;
};

}  // namespace

bool is_name_suffix(std::string_view form) { return is_one_of(kSuffixes, form); }

std::string plain_spelling(std::string_view form) {
  if (form.size() <= 4) return std::string(form);
  std::string plain;
  for (std::size_t i = 0; i < form.size(); ++i) {
    plain += form[i];
    const bool vowel = form[i] == 'a' || form[i] == 'o' || form[i] == 'u';
    if (!vowel || i + 4 > form.size()) continue;
    if (form[i] == 'u' && i > 0 && std::string_view("jqxy").find(form[i - 1]) != std::string_view::npos) continue;
    const char next = form[i + 1];
    if (next == 'e' || (form[i] == 'a' && next == 'a')) ++i;
  }
  return plain;
}

PersonName person_name(std::string_view displayed) { return NameReader(displayed).read(); }

}  // namespace incipit::analysis
