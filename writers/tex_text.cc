#include "writers/tex_text.h"

#include <vector>

#include "analysis/tex_structure.h"
#include "schema/ascii.h"
#include "writers/citation.h"

namespace incipit::writers {
namespace {

using schema::is_ascii_capital;
using schema::is_ascii_letter;

// Whether BibTeX finds a partner for every brace: to it "\{" is one too.
bool is_balanced(std::string_view text) {
  std::size_t depth = 0;
  for (const char c : text) {
    if (c == '{') ++depth;
    if (c == '}' && depth-- == 0) return false;
  }
  return depth == 0;
}

// Each "\{" and "\}" by name.
std::string with_named_braces(std::string_view text, std::string_view open, std::string_view close) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    ++i;
    if (text[i] == '{' || text[i] == '}') {
      out += text[i] == '{' ? open : close;
    } else {
      out += '\\';
      out += text[i];
    }
  }
  return out;
}

class Escaper {
 public:
  explicit Escaper(std::string_view text) : text_(text), formulas_(analysis::find_formulas(text)), groups_(text, formulas_) {}

  std::string run() {
    auto formula = formulas_.begin();
    while (at_ < text_.size()) {
      if (formula != formulas_.end() && at_ == formula->begin) {
        put_formula(text_.substr(formula->begin, formula->end - formula->begin));
        at_ = formula->end;
        ++formula;
      } else if (text_[at_] == '\\') {
        put_command();
      } else {
        put_sign(text_[at_]);
        ++at_;
      }
    }
    if (!is_balanced(out_)) out_ = with_named_braces(out_, "\\textbraceleft{}", "\\textbraceright{}");
    return std::move(out_);
  }

 private:
  void put_formula(std::string_view formula) {
    std::string whole;
    for (std::size_t i = 0; i < formula.size(); ++i) {
      const bool escaped = i > 0 && formula[i - 1] == '\\';
      if ((formula[i] == '%' || formula[i] == '#') && !escaped) whole += '\\';
      whole += formula[i];
    }
    if (!is_balanced(whole)) whole = with_named_braces(whole, "\\lbrace ", "\\rbrace ");
    if (is_balanced(whole)) {
      out_ += whole;
      return;
    }
    for (const char c : formula) {  // no formula that TeX could set
      if (c == '\\') {
        out_ += "\\textbackslash{}";
      } else if (c == '{' || c == '}') {
        out_ += c == '{' ? "\\textbraceleft{}" : "\\textbraceright{}";
      } else {
        put_sign(c);
      }
    }
  }

  void put_command() {
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    const bool digit = next >= '0' && next <= '9';
    if (next == '\0' || digit || static_cast<unsigned char>(next) >= 0x80) {  // no command of TeX
      out_ += "\\textbackslash{}";
      ++at_;
      return;
    }
    std::size_t end = at_ + 2;
    while (is_ascii_letter(next) && end < text_.size() && is_ascii_letter(text_[end])) ++end;
    out_ += text_.substr(at_, end - at_);
    at_ = end;
    command_end_ = out_.size();
  }

  // A group that people read as a set, "{0, 1}", and not one of TeX: of no command or style, and more than "1{,}000".
  bool is_set(std::size_t open) const {
    const bool argument = (command_end_ > 0 && command_end_ == out_.size()) || (!out_.empty() && (out_.back() == '}' || out_.back() == ']'));
    return !argument && groups_.is_structure(open) && text_[open + 1] != '\\' && groups_.closing(open) > open + 2;
  }

  void put_sign(char c) {
    switch (c) {
      case '&':
      case '%':
      case '#':
      case '_':
      case '$':
        out_ += '\\';
        out_ += c;
        return;
      case '^':
        out_ += "\\textasciicircum{}";
        return;
      case '{':
        if (const auto close = groups_.closing(at_); close != std::string_view::npos) {
          closing_.push_back({close, is_set(at_)});
          out_ += closing_.back().set ? "\\{" : "{";
        } else {
          out_ += "\\textbraceleft{}";
        }
        return;
      case '}':
        if (!closing_.empty() && closing_.back().at == at_) {
          out_ += closing_.back().set ? "\\}" : "}";
          closing_.pop_back();
        } else {
          out_ += "\\textbraceright{}";
        }
        return;
      default:
        out_ += c;
    }
  }

  std::string_view text_;
  std::vector<analysis::Span> formulas_;
  analysis::Groups groups_;
  struct Closing {
    std::size_t at;
    bool set;
  };
  std::vector<Closing> closing_;
  std::size_t command_end_ = 0;  // in `out_`, of the latest command; 0: none
  std::size_t at_ = 0;
  std::string out_;
};

// The words of TeX text: parted by spaces outside braces and formulas.
std::vector<std::string_view> words_of(std::string_view tex) {
  std::vector<std::string_view> words;
  std::size_t begin = 0, depth = 0;
  bool math = false;
  for (std::size_t i = 0; i <= tex.size(); ++i) {
    if (i == tex.size() || (tex[i] == ' ' && depth == 0 && !math)) {
      words.push_back(tex.substr(begin, i - begin));
      begin = i + 1;
      continue;
    }
    if (tex[i] == '\\') {
      ++i;
    } else if (tex[i] == '{') {
      ++depth;
    } else if (tex[i] == '}' && depth > 0) {
      --depth;
    } else if (tex[i] == '$') {
      math = !math;
    }
  }
  return words;
}

// Where the capitals of a word are. Letters of other scripts are left alone: styles do not know their case.
struct Capitals {
  bool first = false;  // its first letter
  bool later = false;  // one behind, or one of a command or formula
};
Capitals capitals_of(std::string_view word) {
  Capitals found;
  bool letter_seen = false, markup = false;
  for (const char c : word) {
    markup = markup || c == '\\' || c == '$';
    if (is_ascii_capital(c)) (letter_seen || markup ? found.later : found.first) = true;
    letter_seen = letter_seen || is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80;
  }
  return found;
}

bool is_title_case(const std::vector<std::string_view>& words) {
  std::size_t long_words = 0, capital = 0;
  for (const auto word : words) {
    if (word.size() < 4 || !is_ascii_letter(word.front())) continue;
    ++long_words;
    capital += is_ascii_capital(word.front());
  }
  return capital * 2 > long_words;
}

}  // namespace

std::string tex_text(std::string_view text) { return Escaper(one_line(text)).run(); }

std::string tex_title(std::string_view text) {
  const std::string tex = tex_text(text);
  const auto words = words_of(tex);
  const bool title_case = is_title_case(words);
  std::string title;
  bool begins = true;  // of the title, or behind a colon, where styles keep a capital
  for (const auto word : words) {
    if (!title.empty()) title += ' ';
    const auto [first, later] = capitals_of(word);
    const bool at_risk = later || (first && !title_case && !begins);
    // A brace before a backslash would make it one of BibTeX's special characters, whose case does change.
    const bool special = word.starts_with('\\');
    if (at_risk) title += special ? "{{" : "{";
    title += word;
    if (at_risk) title += special ? "}}" : "}";
    begins = word.ends_with(':');
  }
  return title;
}

}  // namespace incipit::writers
