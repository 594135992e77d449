#include "analysis/tokenizer.h"

#include <algorithm>
#include <array>

#include "analysis/fold.h"
#include "analysis/tex_tables.h"
#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

constexpr std::size_t kMaxSignedLetters = 3;  // of "c++", "at&t"
constexpr std::size_t kMaxDottedLetters =
    5;  // of ".net", ".json"; longer ones are sentences with a space too many

enum class Kind : unsigned char { other, letter, digit, beyond_ascii };

constexpr std::array<Kind, 256> kKinds = [] {
  std::array<Kind, 256> kinds{};
  for (int c = 0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    kinds[static_cast<std::size_t>(c)] = c >= 0x80               ? Kind::beyond_ascii
                                         : is_ascii_digit(byte)  ? Kind::digit
                                         : is_ascii_letter(byte) ? Kind::letter
                                                                 : Kind::other;
  }
  return kinds;
}();

Kind kind_of(char c) { return kKinds[static_cast<unsigned char>(c)]; }

// What stands between the last token and the place reached.
struct Gap {
  bool broken = false;  // something that separates words
  int joiners = 0;
  bool letters_only = false;  // the joiner joins letters only
  bool transparent = false;   // braces, dollar signs, formatting commands
  bool backslash = false;     // a command follows
};

bool is_joiner(char32_t c) { return (c >= 0x2010 && c <= 0x2013) || c == 0x2212; }

class Scanner {
 public:
  Scanner(std::string_view text, FoldMemo& memo, std::vector<Token>& tokens)
      : text_(text), memo_(memo), tokens_(tokens) {}

  void scan() {
    while (at_ < text_.size()) {
      switch (kind_of(text_[at_])) {
        case Kind::letter:
          if (!acronym()) run(at_, at_);
          break;
        case Kind::digit:
          run(at_, at_);
          break;
        case Kind::beyond_ascii:
          beyond_ascii();
          break;
        case Kind::other:
          ascii_gap();
          break;
      }
    }
  }

 private:
  char peek(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  Kind kind_at(std::size_t i) const { return i < text_.size() ? kind_of(text_[i]) : Kind::other; }

  // True when a run could go on at `i`.
  bool continues_at(std::size_t i) const {
    const Kind kind = kind_at(i);
    if (kind != Kind::beyond_ascii) return kind != Kind::other;
    const char32_t c = next_code_point(text_, i);
    return is_word_character(c) && !is_unspaced_script(c) && !is_vulgar_fraction(c);
  }

  bool letter_at(std::size_t i) const {
    const Kind kind = kind_at(i);
    if (kind != Kind::beyond_ascii) return kind == Kind::letter;
    const char32_t c = next_code_point(text_, i);
    return u_isalpha(static_cast<UChar32>(c)) != 0 && !is_unspaced_script(c);
  }

  bool letter_before(std::size_t i) const {
    if (i == 0) return false;
    if (is_ascii(text_[i - 1])) return is_ascii_letter(text_[i - 1]);
    return (U_GET_GC_MASK(static_cast<UChar32>(code_point_before(text_, i))) & (U_GC_L_MASK | U_GC_M_MASK)) !=
           0;
  }

  std::size_t end_of_invisible(std::size_t i) const {
    while (kind_at(i) == Kind::beyond_ascii) {
      std::size_t next = i;
      if (!is_invisible(next_code_point(text_, next))) break;
      i = next;
    }
    return i;
  }

  std::size_t end_of_ascii_letters(std::size_t i) const {
    while (kind_at(i) == Kind::letter) ++i;
    return i;
  }

  void put(std::string form, std::size_t begin, std::size_t end) {
    if (form.empty()) return;
    bool joined = false;
    if (!tokens_.empty() && !gap_.broken && !last_unspaced_) {
      joined = gap_.joiners == 1 || (gap_.joiners == 0 && gap_.transparent && !gap_.backslash);
      if (gap_.letters_only) joined = joined && letter_before(tokens_.back().end) && letter_at(begin);
    }
    tokens_.push_back({bounded_form(std::move(form)), static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(end), joined});
    gap_ = {};
    last_unspaced_ = false;
  }

  // "U.S.A.", "e.g."; the last dot is not part of the token's place.
  bool acronym() {
    if (peek(at_ + 1) != '.' || kind_at(at_ + 2) != Kind::letter || continues_at(at_ + 3)) return false;
    std::string form(1, ascii_lower(text_[at_]));
    std::size_t last = at_;
    while (peek(last + 1) == '.' && kind_at(last + 2) == Kind::letter && !continues_at(last + 3)) {
      last += 2;
      form += ascii_lower(text_[last]);
    }
    if (form.size() < 3 && peek(last + 1) != '.') return false;
    put(std::move(form), at_, last + 1);
    at_ = last + 1;
    return true;
  }

  // Scans the run at `at_`; the token begins at `begin`, which lies before it when a sign does.
  void run(std::size_t begin, std::size_t start) {
    std::size_t i = start;
    bool ascii = true;
    bool letters = true;
    while (i < text_.size()) {
      const char c = text_[i];
      const Kind kind = kind_of(c);
      if (kind == Kind::letter) {
        ++i;
      } else if (kind == Kind::digit) {
        letters = false;
        ++i;
      } else if (kind == Kind::beyond_ascii) {
        std::size_t next = i;
        const char32_t p = next_code_point(text_, next);
        const bool apostrophe = p == 0x2019 && letter_before(i) && letter_at(next);
        if (is_invisible(p)) {
          next = end_of_invisible(next);
          if (!continues_at(next)) break;
        } else if (!apostrophe && !continues_at(i)) {
          break;
        }
        ascii = false;
        i = next;
      } else if (!inner_punctuation(start, i, letters)) {
        break;
      } else {
        ++i;
      }
    }
    const std::size_t end = letters && ascii ? end_of_signs(start, i) : i;
    if (ascii) {
      std::string form(text_.substr(begin, end - begin));
      for (char& c : form) c = ascii_lower(c);
      put(std::move(form), begin, end);
    } else {
      put(memo_.form_of(text_.substr(begin, end - begin)), begin, end);
    }
    at_ = end;
  }

  bool inner_punctuation(std::size_t start, std::size_t i, bool letters) const {
    if (i == start) return false;
    switch (text_[i]) {
      case '\'':
        return letter_before(i) && letter_at(i + 1);
      case '.':
      case ',':
        return kind_at(i - 1) == Kind::digit && kind_at(i + 1) == Kind::digit;
      case '&': {
        if (!letters || i - start > kMaxSignedLetters) return false;
        if (!std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(start),
                         text_.begin() + static_cast<std::ptrdiff_t>(i), is_ascii_letter)) {
          return false;
        }
        const std::size_t end = end_of_ascii_letters(i + 1);
        return end > i + 1 && end - i - 1 <= kMaxSignedLetters && !continues_at(end);
      }
      default:
        return false;
    }
  }

  std::size_t end_of_signs(std::size_t start, std::size_t i) const {
    if (i - start > kMaxSignedLetters) return i;
    std::size_t end = i;
    while (peek(end) == '+' || peek(end) == '#') ++end;
    return end - i > 3 || continues_at(end) ? i : end;
  }

  void beyond_ascii() {
    std::size_t next = at_;
    const char32_t c = next_code_point(text_, next);
    if (is_unspaced_script(c)) {
      unspaced(next);
    } else if (is_vulgar_fraction(c)) {
      put(memo_.form_of(text_.substr(at_, next - at_)), at_, next);
      at_ = next;
    } else if (is_word_character(c)) {
      run(at_, at_);
    } else {
      if (is_joiner(c)) {
        ++gap_.joiners;
      } else if (!is_invisible(c)) {
        gap_.broken = true;
      }
      at_ = next;
    }
  }

  // The character before `next` with the marks on it.
  void unspaced(std::size_t next) {
    while (next < text_.size() && !is_ascii(text_[next])) {
      std::size_t behind = next;
      if (!is_mark(next_code_point(text_, behind))) break;
      next = behind;
    }
    const bool joined = last_unspaced_ && !tokens_.empty() && tokens_.back().end == at_;
    gap_.broken = true;
    const std::size_t before = tokens_.size();
    put(memo_.form_of(text_.substr(at_, next - at_)), at_, next);
    if (tokens_.size() > before) {
      tokens_.back().joined = joined;
      last_unspaced_ = true;
    }
    at_ = next;
  }

  void ascii_gap() {
    switch (text_[at_]) {
      case '-':
      case '/':
      case '_':
      case '^':
        ++gap_.joiners;
        break;
      case '{':
      case '}':
      case '$':
        gap_.transparent = true;
        break;
      case '\\':
        return command();
      case '.':
        if (dotted_word()) return;
        [[fallthrough]];
      case ':':
        ++gap_.joiners;
        gap_.letters_only = true;
        break;
      default:
        gap_.broken = true;
        break;
    }
    ++at_;
  }

  bool dotted_word() {
    if (at_ > 0 && std::string_view(" ([{").find(text_[at_ - 1]) == std::string_view::npos) return false;
    const std::size_t end = end_of_ascii_letters(at_ + 1);
    if (end == at_ + 1 || end - at_ - 1 > kMaxDottedLetters || continues_at(end)) return false;
    gap_.broken = true;
    run(at_, at_ + 1);
    return true;
  }

  void command() {
    const std::size_t end = end_of_ascii_letters(at_ + 1);
    if (end == at_ + 1) {
      switch (peek(end)) {
        case '_':
          ++gap_.joiners;
          break;
        case '!':
        case '-':
          break;
        default:
          gap_.broken = true;
          break;
      }
      at_ = end < text_.size() && kind_of(text_[end]) == Kind::other ? end + 1 : end;
      return;
    }
    const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
    if (is_formatting(name)) {
      gap_.transparent = true;
      at_ = peek(end) == ' ' ? end + 1 : end;
    } else if (is_sign(name)) {
      gap_.broken = true;
      at_ = end;
    } else {
      gap_.backslash = true;
      std::string form(name);
      for (char& c : form) c = ascii_lower(c);
      put(std::move(form), at_ + 1, end);
      gap_.transparent = true;  // \alpha1
      at_ = end;
    }
  }

  std::string_view text_;
  FoldMemo& memo_;
  std::vector<Token>& tokens_;
  std::size_t at_ = 0;
  Gap gap_;
  bool last_unspaced_ = false;
};

}  // namespace

const std::string& FoldMemo::form_of(std::string_view run) {
  if (run.size() > kMaxRunBytes) return long_form_ = bounded_form(fold_word(run));
  if (const auto found = forms_.find(run); found != forms_.end()) return found->second;
  if (forms_.size() >= kMaxEntries) forms_.clear();
  return forms_.emplace(std::string(run), bounded_form(fold_word(run))).first->second;
}

std::vector<Token> tokenize(std::string_view text, FoldMemo& memo) {
  std::vector<Token> tokens;
  tokens.reserve(text.size() / 6);
  Scanner(text, memo, tokens).scan();
  return tokens;
}

bool is_unspaced_form(std::string_view form) {
  if (form.empty() || is_ascii(form[0])) return false;
  std::size_t i = 0;
  return is_unspaced_script(next_code_point(form, i));
}

}  // namespace incipit::analysis
