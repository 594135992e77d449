#include "analysis/tex_structure.h"

#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

constexpr std::size_t kMaxInlineFormula = 1000;
constexpr std::size_t kNone = std::string_view::npos;

std::size_t next_unescaped_dollar(std::string_view text, std::size_t i) {
  for (; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '$') {
      return i;
    }
  }
  return kNone;
}

bool is_amount(std::string_view text, std::size_t open, std::size_t close) {
  const std::string_view content = text.substr(open + 1, close - open - 1);
  if (!is_ascii_digit(content.front())) return false;
  if (content.back() == ' ') return true;
  if (close + 1 < text.size() && is_ascii_digit(text[close + 1])) return true;
  std::size_t letters = 0;
  bool word = false;
  for (const char c : content) {
    if (std::string_view("\\^_{=<>").find(c) != kNone) return false;
    letters = is_ascii_letter(c) ? letters + 1 : 0;
    word = word || letters >= 3;
  }
  return word;
}

// Finds closing delimiters. Once one is missing, it is missing for every later opening too: remembering that
// keeps the search linear.
class Delimiter {
 public:
  explicit Delimiter(std::string_view closing) : closing_(closing) {}
  std::size_t find(std::string_view text, std::size_t from) {
    if (missing_) return kNone;
    const std::size_t at = text.find(closing_, from);
    missing_ = at == kNone;
    return at;
  }

 private:
  std::string_view closing_;
  bool missing_ = false;
};

}  // namespace

std::vector<Span> find_formulas(std::string_view text) {
  std::vector<Span> formulas;
  Delimiter round("\\)");
  Delimiter square("\\]");
  Delimiter display("$$");
  bool dollars_left = true;
  for (std::size_t i = text.find_first_of("\\$"); i != kNone; i = text.find_first_of("\\$", i)) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    std::size_t end = kNone;
    if (text[i] == '\\') {
      if (next == '(') end = round.find(text, i + 2);
      if (next == '[') end = square.find(text, i + 2);
      end = end == kNone ? kNone : end + 2;
    } else if (next == '$') {
      end = display.find(text, i + 2);
      end = end == kNone ? kNone : end + 2;
    } else if (dollars_left) {
      const std::size_t close = next_unescaped_dollar(text, i + 1);
      dollars_left = close != kNone;
      if (dollars_left && close - i <= kMaxInlineFormula && !is_amount(text, i, close)) end = close + 1;
    }
    if (end != kNone) {
      formulas.push_back({i, end});
      i = end;
    } else {
      i += text[i] == '\\' || next == '$' ? 2 : 1;
    }
  }
  return formulas;
}

Groups::Groups(std::string_view text, const std::vector<Span>& formulas) {
  if (text.find('{') == kNone) return;
  groups_.resize(text.size());
  std::vector<std::size_t> open;
  auto formula = formulas.begin();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (formula != formulas.end() && i == formula->begin) {
      i = formula->end - 1;
      ++formula;
      continue;
    }
    switch (text[i]) {
      case '\\':
        ++i;
        break;
      case '{':
        open.push_back(i);
        break;
      case '}':
        if (open.empty()) break;
        groups_[open.back()].close_after = static_cast<std::uint32_t>(i - open.back());
        open.pop_back();
        break;
      case ',':
      case ';':
      case ':':
      case '=':
      case '|':
      case '<':
      case '>':
      case '"':
        if (!open.empty()) groups_[open.back()].structure = true;
        break;
      default:
        break;
    }
  }
}

std::size_t Groups::closing(std::size_t open) const {
  if (open >= groups_.size() || groups_[open].close_after == 0) return kNone;
  return open + groups_[open].close_after;
}

bool Groups::is_structure(std::size_t open) const { return open < groups_.size() && groups_[open].structure; }

}  // namespace incipit::analysis
