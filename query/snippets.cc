#include "query/snippets.h"

#include <algorithm>
#include <array>

#include "analysis/language.h"
#include "query/characters.h"
#include "schema/limits.h"

namespace incipit::query {

using analysis::Language;
using schema::Span;

namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::size_t kLongestCompound = 3;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Byte ranges of formulas: from one unescaped dollar sign to the next.
std::vector<Span> formulas(std::string_view text) {
  std::vector<Span> found;
  std::size_t open = text.npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '$' || (i > 0 && text[i - 1] == '\\')) continue;
    if (open == text.npos) {
      open = i;
    } else {
      found.push_back({open, i + 1});
      open = text.npos;
    }
  }
  return found;
}

// Places where a text may be cut: word boundaries outside formulas, both ends included.
std::vector<std::size_t> cut_places(std::string_view text) {
  std::vector<std::size_t> places{0};
  const auto math = formulas(text);
  auto next = math.begin();
  for (std::size_t i = 1; i < text.size(); ++i) {
    while (next != math.end() && next->end <= i) ++next;
    const bool inside = next != math.end() && next->begin < i;
    if (text[i - 1] == ' ' && !inside) places.push_back(i);
  }
  places.push_back(text.size());
  return places;
}

// Tells most words apart from the wanted ones before they are stemmed, by their first letter. The stem of a compound is longer than
// the parts before its last one.
class WantedStems {
 public:
  explicit WantedStems(const WantedWords& wanted) {
    for (const std::string& term : wanted.terms) {
      if (term.empty()) continue;
      std::size_t& longest = longest_by_first_[static_cast<unsigned char>(term.front())];
      longest = std::max(longest, term.size());
    }
  }
  [[nodiscard]] bool may_have(const std::string& form, std::size_t before) const {
    if (form.empty()) return false;
    return form.front() == '\'' || longest_by_first_[static_cast<unsigned char>(form.front())] > before;
  }

 private:
  std::array<std::size_t, 256> longest_by_first_{};  // terms that begin with a byte
};

bool stands_at(const std::vector<PhraseWord>& phrase, const std::vector<analysis::Token>& tokens, std::size_t at,
               analysis::Analyser& analyser) {
  if (at + phrase.size() > tokens.size()) return false;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    const PhraseWord& word = phrase[i];
    const analysis::Token& token = tokens[at + i];
    if (word.joined && !token.joined) return false;
    switch (word.match) {
      case WordMatch::form:
        if (token.form != word.form) return false;
        break;
      case WordMatch::beginning:
        if (!token.form.starts_with(word.form)) return false;
        break;
      case WordMatch::stem:
        if (analysis::may_have_stem(token.form, word.term) && analyser.stem(token.form) == word.term) break;
        if (word.unstemmed.empty() || analysis::unstemmed_term(token.form) != word.unstemmed) return false;
        break;
    }
  }
  return true;
}

struct Window {
  std::size_t begin = 0, end = 0;
};

// The first window between cut places of at most `longest` code points (at least one word) that covers the most matches.
Window best_window(std::string_view text, const std::vector<Span>& matches, std::size_t longest) {
  const auto places = cut_places(text);
  std::vector<std::size_t> points{0};  // code points before each place
  for (std::size_t i = 1; i < places.size(); ++i) {
    points.push_back(points.back() + count_code_points(text.substr(places[i - 1], places[i] - places[i - 1])));
  }
  Window best{0, 0};
  std::size_t best_matches = 0;
  std::size_t to = 0, first = 0, last = 0;  // matches[first, last) lie inside
  for (std::size_t from = 0; from + 1 < places.size(); ++from) {
    to = std::max(to, from + 1);
    while (to + 1 < places.size() && points[to + 1] - points[from] <= longest) ++to;
    while (first < matches.size() && matches[first].begin < places[from]) ++first;
    last = std::max(last, first);
    while (last < matches.size() && matches[last].end <= places[to]) ++last;
    if (best.end == 0 || last - first > best_matches) {
      best = {places[from], places[to]};
      best_matches = last - first;
    }
    if (to + 1 == places.size()) break;
  }
  return best;
}

}  // namespace


std::vector<Span> matching_bytes(const std::vector<analysis::Token>& tokens, Language language, const WantedWords& wanted,
                                 analysis::Analyser& analyser) {
  std::vector<Span> spans;
  const WantedStems stems(wanted);
  // A compound begins so when its last part is needed for that: `before` is the length of the others.
  const auto has_term = [&](const std::string& form, std::size_t before) {
    if (language == Language::other) return wanted.terms.contains(analysis::unstemmed_term(form));
    return stems.may_have(form, before) && wanted.terms.contains(analyser.stem(form));
  };
  const auto is_wanted = [&](const std::string& form, std::size_t before) {
    const auto begins = [&](const std::string& beginning) {
      return beginning.size() > before && form.compare(0, beginning.size(), beginning) == 0;
    };
    return has_term(form, before) || std::any_of(wanted.beginnings.begin(), wanted.beginnings.end(), begins);
  };
  for (std::size_t i = 0; i < tokens.size();) {
    std::size_t taken = 0;
    std::string compound;
    for (std::size_t n = 1; n <= kLongestCompound && i + n <= tokens.size(); ++n) {
      const auto& token = tokens[i + n - 1];
      // A compound is written together, or with one space after a combining prefix.
      if (n > 1 && token.begin > tokens[i + n - 2].end + 1) break;
      const std::size_t before = compound.size();
      compound += token.form;
      if (is_wanted(compound, before)) taken = n;
    }
    for (const auto& phrase : wanted.phrases) {
      if (phrase.size() > taken && stands_at(phrase, tokens, i, analyser)) taken = phrase.size();
    }
    if (taken > 0) spans.push_back({tokens[i].begin, tokens[i + taken - 1].end});
    i += std::max<std::size_t>(taken, 1);
  }
  return spans;
}

std::vector<Span> to_code_points(std::string_view text, const std::vector<Span>& bytes) {
  std::vector<Span> spans;
  std::size_t at = 0, points = 0;
  const auto advance = [&](std::size_t to) {
    points += count_code_points(text.substr(at, to - at));
    at = to;
    return points;
  };
  for (const auto& span : bytes) {
    const std::size_t begin = advance(span.begin);
    spans.push_back({begin, advance(span.end)});
  }
  return spans;
}

Snippet make_snippet(std::string_view text, const std::vector<Span>& matches) {
  const Window window = best_window(text, matches, static_cast<std::size_t>(schema::limits::kSnippetCharacters.value));
  Snippet snippet;
  std::string_view body = text.substr(window.begin, window.end - window.begin);
  while (!body.empty() && body.back() == ' ') body.remove_suffix(1);
  const std::size_t lead = window.begin > 0 ? kEllipsis.size() : 0;
  if (lead > 0) snippet.text += kEllipsis;
  snippet.text += body;
  if (window.end < text.size()) snippet.text += kEllipsis;
  std::vector<Span> inside;
  for (const auto& match : matches) {
    if (match.begin >= window.begin && match.end <= window.begin + body.size()) {
      inside.push_back({match.begin - window.begin + lead, match.end - window.begin + lead});
    }
  }
  snippet.spans = to_code_points(snippet.text, inside);
  return snippet;
}

std::string marked_html(std::string_view text, const std::vector<Span>& spans) {
  std::string html;
  std::size_t point = 0;
  auto span = spans.begin();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_continuation(text[i])) {
      if (span != spans.end() && point == span->end) {
        html += "</mark>";
        ++span;
      }
      if (span != spans.end() && point == span->begin) html += "<mark>";
      ++point;
    }
    switch (text[i]) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      case '\'': html += "&#39;"; break;
      default: html += text[i];
    }
  }
  if (span != spans.end() && point == span->end) html += "</mark>";
  return html;
}

}  // namespace incipit::query
