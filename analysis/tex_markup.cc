#include "analysis/tex_markup.h"

#include <unicode/normalizer2.h>

#include <algorithm>
#include <cstdint>

#include "analysis/tex_structure.h"
#include "analysis/tex_tables.h"
#include "analysis/url_range.h"
#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kMaxSingleQuote = 200;  // bytes between ` and ' for the two to be quotation marks

bool is_letter(char32_t c) { return u_isalpha(static_cast<UChar32>(c)) != 0; }

char32_t composed(char32_t base, char32_t mark) {
  UErrorCode status = U_ZERO_ERROR;
  const UChar32 c = icu::Normalizer2::getNFCInstance(status)->composePair(static_cast<UChar32>(base),
                                                                          static_cast<UChar32>(mark));
  return c < 0 ? 0 : static_cast<char32_t>(c);
}

class Pass {
 public:
  explicit Pass(std::string_view text)
      : text_(text), formulas_(find_formulas(text)), groups_(text, formulas_), urls_(text) {
    if (text.find('{') != kNone) braces_.resize(text.size());
  }

  std::string run() {
    out_.reserve(text_.size());
    auto formula = formulas_.begin();
    while (at_ < text_.size()) {
      if (formula != formulas_.end() && at_ == formula->begin) {
        put(text_.substr(at_, formula->end - at_));
        at_ = formula->end;
        ++formula;
        continue;
      }
      switch (text_[at_]) {
        case '\\':
          command();
          break;
        case '{':
          open_brace();
          break;
        case '}':
          close_brace();
          break;
        case '`':
          back_quotes();
          break;
        case '\'':
          quotes();
          break;
        case '~':
          tie();
          break;
        case '-':
          dashes();
          break;
        default: {
          const std::size_t end = std::min(text_.find_first_of("\\{}`'~-$", at_ + 1), text_.size());
          put(text_.substr(at_, end - at_));
          at_ = end;
        }
      }
    }
    return std::move(out_);
  }

 private:
  enum class Brace : std::uint8_t { undecided, dropped, kept };

  char peek(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  // Where something between a command and a letter was dropped, a space keeps the letter out of the command's
  // name.
  void put(std::string_view piece) {
    if (piece.empty()) return;
    if (command_end_ == out_.size() && command_end_ != 0 && command_from_ != at_ &&
        is_ascii_letter(piece[0])) {
      out_ += ' ';
    }
    out_ += piece;
  }
  void put(char32_t c) {
    std::string piece;
    append_utf8(piece, c);
    put(piece);
  }
  void put_and_skip(std::string_view piece, std::size_t bytes) {
    put(piece);
    at_ += bytes;
  }

  std::size_t end_of_letters(std::size_t i) const {
    while (i < text_.size() && is_ascii_letter(text_[i])) ++i;
    return i;
  }

  void decide(std::size_t open, Brace what) {
    braces_[open] = what;
    braces_[groups_.closing(open)] = what;
  }

  void command() {
    const char next = peek(at_ + 1);
    if (next == '\0') return put_and_skip("\\", 1);
    if (is_ascii_letter(next)) return named_command(end_of_letters(at_ + 1));
    switch (next) {
      case '%':
      case '&':
      case '_':
      case '#':
      case '$':
      case '{':
      case '}':
        return put_and_skip(text_.substr(at_ + 1, 1), 2);
      case ' ':
        if (out_.empty() || out_.back() == ' ') return put_and_skip("\\", 1);
        return put_and_skip(" ", 2);
      case ',':
        return put_and_skip(" ", 2);
      case '-':  // a place to hyphenate
        at_ += 2;
        return;
      default:
        break;
    }
    if (next == '~' && urls_.contains(at_)) return put_and_skip("~", 2);
    if (tex_accent(next) != 0 && accent(tex_accent(next), at_ + 2)) return;
    // "don\'t" and "user\'s" of escaped strings
    if (next == '\'' && !out_.empty() && is_letter(code_point_before(out_, out_.size())) &&
        is_ascii_letter(peek(at_ + 2))) {
      return put_and_skip("'", 2);
    }
    put_and_skip(text_.substr(at_, is_ascii(next) ? 2 : 1), is_ascii(next) ? 2 : 1);
  }

  void named_command(std::size_t end) {
    const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
    if (name.size() == 1 && tex_accent(name[0]) != 0 && accent(tex_accent(name[0]), end)) return;
    if (const TexLetter letter = tex_letter(name); !letter.text.empty()) {
      put(letter.text);
      at_ = end;
      if (peek(at_) == '{' && peek(at_ + 1) == '}') {
        at_ += 2;
      } else if (letter.swallows_space && peek(at_) == ' ' && is_ascii_letter(peek(at_ + 1))) {
        ++at_;
      }
      return;
    }
    if (is_text_markup(name)) {
      const std::size_t open = peek(end) == ' ' ? end + 1 : end;
      if (peek(open) == '{' && groups_.closing(open) != kNone) {
        decide(open, Brace::dropped);
        at_ = open + 1;
        return;
      }
    }
    put(text_.substr(at_, end - at_));
    at_ = end;
    command_end_ = out_.size();
    command_from_ = end;
    keep_arguments(end);
  }

  void keep_arguments(std::size_t i) {
    if (peek(i) == '[') {
      const std::size_t close = text_.substr(i, 100).find(']');
      if (close != kNone && peek(i + close + 1) == '{') i += close + 1;
    }
    while (peek(i) == '{' && groups_.closing(i) != kNone) {
      if (braces_[i] == Brace::undecided) decide(i, Brace::kept);
      i = groups_.closing(i) + 1;
    }
  }

  // Puts the accented letter that stands at `i`, with or without braces, and moves behind it; false if none
  // does.
  bool accent(char32_t mark, std::size_t i) {
    const bool named = is_ascii_letter(text_[at_ + 1]);
    std::size_t end = kNone;
    std::size_t from = i;
    bool braced = false;
    if (peek(i) == '{') {
      const std::size_t close = groups_.closing(i);
      if (close == kNone || close - i > 12) return false;
      from = i + 1;
      end = close;
      braced = true;
    } else if (named) {
      if (peek(i) != ' ') return false;
      from = i + 1;
    }
    if (from >= text_.size()) return false;
    char32_t base = 0;
    std::size_t behind = from;
    if (text_[from] == '\\') {
      const char which = peek(from + 1);
      if ((which != 'i' && which != 'j') || is_ascii_letter(peek(from + 2))) return false;
      base = static_cast<char32_t>(which);
      behind = from + 2;
      if (!braced && peek(behind) == ' ' && is_ascii_letter(peek(behind + 1))) ++behind;
    } else {
      base = next_code_point(text_, behind);
    }
    if (!is_letter(base)) return false;
    std::string rest;
    if (braced && behind != end) {  // \t{oo} ties two letters; anything longer is no accent
      const std::size_t second = behind;
      if (mark != 0x0361 || !is_letter(next_code_point(text_, behind)) || behind != end) return false;
      rest = text_.substr(second, end - second);
    }
    const char32_t whole = composed(base, mark);
    if (!braced) {
      if (whole == 0) return false;
      if (mark == 0x0308 && std::u32string_view(U"aeiouyAEIOUY").find(base) == kNone) return false;
      if (mark == 0x0301 && base == U's' && possessive(behind)) return false;
    }
    if (whole != 0) {
      put(whole);
    } else {
      put(base);
      append_utf8(out_, mark);
    }
    out_ += rest;
    at_ = braced ? end + 1 : behind;
    return true;
  }

  // True between a letter before the command and no letter at `behind`.
  bool possessive(std::size_t behind) const {
    return !out_.empty() && is_letter(code_point_before(out_, out_.size())) &&
           !is_ascii_letter(peek(behind)) && is_ascii(peek(behind));
  }

  void open_brace() {
    const std::size_t close = groups_.closing(at_);
    if (close == kNone || braces_[at_] == Brace::kept) return put_and_skip("{", 1);
    const std::size_t end = peek(at_ + 1) == '\\' ? end_of_letters(at_ + 2) : at_;
    const bool declaration = end > at_ + 2 && is_declaration(text_.substr(at_ + 2, end - at_ - 2));
    if (groups_.is_structure(at_) && !declaration) {
      decide(at_, Brace::kept);
      return put_and_skip("{", 1);
    }
    decide(at_, Brace::dropped);
    at_ = declaration ? end + (peek(end) == ' ' ? 1 : 0) : at_ + 1;
  }

  void close_brace() {
    if (!braces_.empty() && braces_[at_] == Brace::dropped) {
      ++at_;
    } else {
      put_and_skip("}", 1);
    }
  }

  std::size_t run_length() const {
    const std::size_t end = std::min(text_.find_first_not_of(text_[at_], at_), text_.size());
    return end - at_;
  }

  bool space_before() const { return out_.empty() || out_.back() == ' '; }

  void back_quotes() {
    const std::size_t count = run_length();
    if (count == 2) {
      const bool closes = open_double_ > 0 && !space_before() && !is_ascii_alnum(peek(at_ + 2));
      open_double_ += closes ? -1 : 1;
      return put_and_skip(closes ? "”" : "“", 2);
    }
    if (count == 1 && (out_.empty() || !is_letter(code_point_before(out_, out_.size())))) {
      const std::size_t close = end_of_single_quote();
      if (close != kNone) {
        single_close_ = close;
        return put_and_skip("‘", 1);
      }
    }
    put_and_skip(text_.substr(at_, count), count);
  }

  std::size_t end_of_single_quote() const {
    if (peek(at_ + 1) == ' ') return kNone;
    const std::size_t end = std::min(text_.size(), at_ + kMaxSingleQuote);
    for (std::size_t i = at_ + 2; i < end; ++i) {
      if (text_[i] == '`') return kNone;
      if (text_[i] == '\'' && text_[i - 1] != ' ' && text_[i - 1] != '\\' && !is_ascii_alnum(peek(i + 1)))
        return i;
    }
    return kNone;
  }

  void quotes() {
    if (at_ == single_close_) return put_and_skip("’", 1);
    if (open_double_ > 0 && peek(at_ + 1) == '\'') {
      --open_double_;
      return put_and_skip("”", 2);
    }
    put_and_skip("'", 1);
  }

  void tie() {
    const char next = peek(at_ + 1);
    const bool range = !out_.empty() && is_ascii_digit(out_.back()) && is_ascii_digit(next);
    const bool between = !space_before() && next != '\0' && next != ' ' && next != '~';
    put_and_skip(between && !range && !urls_.contains(at_) ? " " : "~", 1);
  }

  // True when what has been put ends where a word may begin: a space or an opening bracket, with or without a
  // quote.
  bool word_may_begin() const {
    constexpr std::string_view kOpening = " ([{";
    if (out_.empty() || kOpening.find(out_.back()) != kNone) return true;
    if (out_.back() != '"' && out_.back() != '\'' && out_.back() != '`') return false;
    return out_.size() == 1 || kOpening.find(out_[out_.size() - 2]) != kNone;
  }

  void dashes() {
    const std::size_t count = run_length();
    const char next = peek(at_ + count);
    const char before = out_.empty() ? ' ' : out_.back();
    const bool option = count == 2 && is_ascii_alnum(next) && word_may_begin();
    const bool arrow = next == '>' || before == '!' || before == '<';
    if (count < 2 || count > 3 || option || arrow || urls_.contains(at_)) {
      return put_and_skip(text_.substr(at_, count), count);
    }
    put_and_skip(count == 2 ? "–" : "—", count);
  }

  std::string_view text_;
  std::vector<Span> formulas_;
  Groups groups_;
  UrlRange urls_;
  std::vector<Brace> braces_;
  std::string out_;
  std::size_t at_ = 0;
  std::size_t command_end_ = 0;   // in out_, of the last unknown command put
  std::size_t command_from_ = 0;  // in text_, the place behind it
  std::size_t single_close_ = kNone;
  int open_double_ = 0;
};

}  // namespace

bool has_tex_markup(std::string_view text) {
  return text.find_first_of("\\{}`~") != kNone || text.find("--") != kNone;
}

std::string tex_markup(std::string_view text) { return Pass(text).run(); }

}  // namespace incipit::analysis
