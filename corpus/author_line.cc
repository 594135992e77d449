#include "corpus/author_line.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "corpus/field_text.h"

namespace incipit::corpus {
namespace {

using schema::Authorship;

std::string without_thin_spaces(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool thin_space = text.compare(i, 2, "\\,") == 0;
    out += thin_space ? ' ' : text[i];
    if (thin_space) ++i;
  }
  return clean_text(out);
}

bool is_suffix(std::string_view name) {
  constexpr std::array<std::string_view, 7> kSuffixes{"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"};
  for (const auto suffix : kSuffixes) {
    if (suffix == name) return true;
  }
  return false;
}

// "A. One (MIT), B. Two, Jr. and C. Three": split at commas and "and" outside of parentheses, which hold the
// affiliation of the author before them.
class AuthorLine {
 public:
  enum class Parentheses { hold_affiliations, are_text };

  AuthorLine(std::string_view text, Parentheses parentheses)
      : text_(without_thin_spaces(text)),
        affiliations_apart_(parentheses == Parentheses::hold_affiliations) {}

  // After `split`: a parenthesis was opened and not closed, and what follows it was taken for an affiliation.
  bool unclosed() const { return depth_ > 0; }

  std::vector<Authorship> split() {
    for (std::size_t at = 0; at < text_.size(); ++at) {
      const char c = text_[at];
      if (affiliations_apart_ && c == '(' && depth_++ == 0) continue;
      if (c == ')' && depth_ > 0) {
        if (--depth_ == 0) {
          end_affiliation();
          continue;
        }
      }
      if (depth_ > 0) {
        affiliation_ += c;
      } else if (c == ',') {
        end_author();
      } else if (text_.compare(at, 5, " and ") == 0) {
        end_author();
        at += 3;
      } else if (at == 0 || name_.empty()) {
        if (text_.compare(at, 4, "and ") == 0) {
          at += 3;
        } else {
          name_ += c;
        }
      } else {
        name_ += c;
      }
    }
    end_affiliation();
    end_author();
    return std::move(authors_);
  }

 private:
  void end_affiliation() {
    std::string text = clean_text(affiliation_);
    affiliation_.clear();
    if (!text.empty()) affiliations_.push_back(std::move(text));
  }

  void end_author() {
    std::string name = clean_text(name_);
    name_.clear();
    if (!authors_.empty() && is_suffix(name)) {
      authors_.back().suffix = name;
      authors_.back().name += ' ' + name;
    } else if (!name.empty() && name != "and" && name != "et al" && name != "et al.") {
      authors_.emplace_back().name = std::move(name);
    }
    if (!authors_.empty()) {
      auto& known = authors_.back().affiliations;
      known.insert(known.end(), affiliations_.begin(), affiliations_.end());
    }
    affiliations_.clear();
  }

  std::string text_;
  bool affiliations_apart_;
  std::string name_, affiliation_;
  std::vector<std::string> affiliations_;
  std::vector<Authorship> authors_;
  std::size_t depth_ = 0;
};

// The affiliations of a list "(1) MIT, (2) ETH" by their keys; empty when it is none.
std::map<std::string, std::string> numbered_affiliations(std::string_view list) {
  std::map<std::string, std::string> affiliations;
  while (!list.empty() && list.front() == '(') {
    const auto close = list.find(')');
    if (close == list.npos || close < 2 || close > 4) return {};
    const std::string key(list.substr(1, close - 1));
    const auto next = list.find(" (", close);
    const std::string_view entry = list.substr(close + 1, next == list.npos ? next : next - close - 1);
    std::string name = clean_text(entry);
    while (!name.empty() && (name.back() == ',' || name.back() == ';')) name.pop_back();
    if (name.empty() || !affiliations.emplace(key, std::move(name)).second) return {};
    list = next == list.npos ? std::string_view() : list.substr(next + 1);
  }
  return affiliations;
}

// Puts the names of a closing numbered list in place of the numbers; leaves everything as it is where a
// number has none.
void resolve_numbers(std::vector<Authorship>& authors) {
  if (authors.empty() || authors.back().affiliations.empty()) return;
  const auto names = numbered_affiliations(authors.back().affiliations.back());
  if (names.empty()) return;
  auto resolved = authors;
  resolved.back().affiliations.pop_back();
  for (Authorship& author : resolved) {
    std::vector<std::string> affiliations;
    for (const std::string& keys : author.affiliations) {
      for (std::size_t begin = 0; begin < keys.size();) {
        const auto end = std::min(keys.find_first_of(", ", begin), keys.size());
        const std::string key = keys.substr(begin, end - begin);
        begin = end + 1;
        if (key.empty() || key == "and") continue;
        const auto name = names.find(key);
        if (name == names.end()) return;
        affiliations.push_back(name->second);
      }
    }
    author.affiliations = std::move(affiliations);
  }
  authors = std::move(resolved);
}

}  // namespace

std::vector<Authorship> read_author_line(std::string_view text, Record& record) {
  AuthorLine line(text, AuthorLine::Parentheses::hold_affiliations);
  auto authors = line.split();
  if (line.unclosed()) {
    record.warnings.push_back(
        {"authors", "has a parenthesis that is not closed; its parentheses are read as text"});
    return AuthorLine(text, AuthorLine::Parentheses::are_text).split();
  }
  resolve_numbers(authors);
  return authors;
}

}  // namespace incipit::corpus
