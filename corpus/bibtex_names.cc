#include "corpus/bibtex_names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "corpus/field_text.h"
#include "corpus/identifiers.h"
#include "schema/ascii.h"

namespace incipit::corpus {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || c == '~'; }

// Braces before each position count as depth; an escaped brace counts for none.
template <class AtDepthZero>
void walk(std::string_view text, AtDepthZero at_depth_zero) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++i;
      continue;
    }
    if (c == '{') ++depth;
    if (c == '}' && depth > 0) --depth;
    if (depth == 0) at_depth_zero(i);
  }
}

std::vector<std::string_view> split_names(std::string_view list) {
  std::vector<std::string_view> names;
  std::size_t begin = 0;
  walk(list, [&](std::size_t at) {
    const bool word = at > begin && at + 4 < list.size() && is_blank(list[at]) && is_blank(list[at + 4]) &&
                      schema::lower_ascii(list.substr(at + 1, 3)) == "and";
    if (!word) return;
    names.push_back(list.substr(begin, at - begin));
    begin = at + 4;
  });
  names.push_back(list.substr(begin));
  return names;
}

std::vector<std::string_view> split_at_commas(std::string_view name) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  walk(name, [&](std::size_t at) {
    if (name[at] != ',') return;
    parts.push_back(name.substr(begin, at - begin));
    begin = at + 1;
  });
  parts.push_back(name.substr(begin));
  return parts;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  const auto end_word = [&](std::size_t end) {
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  };
  walk(text, [&](std::size_t at) {
    if (is_blank(text[at])) end_word(at);
  });
  end_word(text.size());
  return words;
}

std::string joined(const std::vector<std::string_view>& words, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    if (!text.empty()) text += ' ';
    text += words[i];
  }
  return without_protective_braces(text);
}

bool begins_lower(std::string_view word) {
  const char c = word.front();
  return c >= 'a' && c <= 'z';
}

bool is_namesake_number(std::string_view word) {
  return word.size() == 4 && schema::is_all_digits(word);
}

bool all_in_braces(std::string_view name) {
  if (name.size() < 2 || name.front() != '{' || name.back() != '}') return false;
  bool closes_early = false;
  walk(name, [&](std::size_t at) { closes_early |= at + 1 < name.size(); });
  return !closes_early;
}

// "First von Last".
schema::Authorship author_in_order(std::string_view name) {
  schema::Authorship author;
  auto words = words_of(name);
  if (words.size() > 1 && is_namesake_number(words.back())) words.pop_back();
  if (words.size() < 2) {
    author.name = joined(words, 0, words.size());
    return author;
  }
  std::size_t family = words.size() - 1;
  for (std::size_t i = 1; i < words.size() - 1; ++i) {
    if (!begins_lower(words[i])) continue;
    family = i;
    break;
  }
  author.given = joined(words, 0, family);
  author.family = joined(words, family, words.size());
  author.name = joined_name(author);
  return author;
}

// biblatex's "family=Last, given=First, prefix=von"; nullopt for a name of another form.
std::optional<schema::Authorship> author_of_pairs(const std::vector<std::string_view>& parts) {
  schema::Authorship author;
  std::string prefix;
  for (const auto& part : parts) {
    const auto equals = part.find('=');
    if (equals == part.npos) return std::nullopt;
    const std::string key = clean_text(part.substr(0, equals));
    std::string value = without_protective_braces(part.substr(equals + 1));
    if (value.size() > 1 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    if (key == "family") author.family = value;
    if (key == "given") author.given = value;
    if (key == "suffix") author.suffix = value;
    if (key == "prefix") prefix = value;
  }
  if (author.family.empty()) return std::nullopt;
  if (!prefix.empty()) author.family = prefix + ' ' + author.family;
  author.name = joined_name(author);
  return author;
}

schema::Authorship author_of(const std::string& name) {
  schema::Authorship author;
  if (all_in_braces(name)) {
    author.name = without_protective_braces(name);
    return author;
  }
  const auto parts = split_at_commas(name);
  if (parts.size() == 1) return author_in_order(name);
  if (auto pairs = author_of_pairs(parts)) return *pairs;
  author.family = without_protective_braces(parts[0]);
  if (parts.size() > 2) author.suffix = without_protective_braces(parts[1]);
  for (std::size_t i = parts.size() > 2 ? 2 : 1; i < parts.size(); ++i) {
    const std::string given = without_protective_braces(parts[i]);
    author.given += (author.given.empty() || given.empty() ? "" : " ") + given;
  }
  author.name = joined_name(author);
  return author;
}

}  // namespace

std::vector<schema::Authorship> bib_authors(std::string_view list) {
  std::vector<schema::Authorship> authors;
  for (const std::string_view name : split_names(list)) {
    const std::string clean = plain_text(name);
    if (clean.empty() || clean == "others") continue;
    schema::Authorship author = author_of(clean);
    if (!author.name.empty()) authors.push_back(std::move(author));
  }
  return authors;
}

namespace {

// Signs that BibTeX files write by name, as they are in other texts; a name that is not followed by "{}" stays.
std::string with_plain_signs(std::string text) {
  struct Sign {
    std::string_view name, plain;
  };
  static constexpr std::array<Sign, 3> kSigns{
      Sign{"\\textasciicircum{}", "^"}, Sign{"\\textbraceleft{}", "\\{"}, Sign{"\\textbraceright{}", "\\}"}};
  for (const auto& [name, plain] : kSigns) {
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += plain.size()) text.replace(at, name.size(), plain);
  }
  // Before a letter a backslash would begin a command.
  constexpr std::string_view kBackslash = "\\textbackslash{}";
  for (std::size_t at = 0; (at = text.find(kBackslash, at)) != std::string::npos; ++at) {
    const std::size_t behind = at + kBackslash.size();
    if (behind == text.size() || !schema::is_ascii_letter(text[behind])) text.replace(at, kBackslash.size(), "\\");
  }
  return text;
}

}  // namespace

std::string without_protective_braces(std::string_view text) {
  std::string out;
  std::vector<bool> kept;  // of the braces that are open
  bool math = false;
  bool named = false;    // those and blanks are a command's name
  bool command = false;  // the latest characters are a command, so that a brace begins its argument
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size()) {
      out += c;
      out += text[++i];
      const bool word = schema::is_ascii_letter(text[i]);
      while (word && i + 1 < text.size() && schema::is_ascii_letter(text[i + 1])) out += text[++i];
      named = word;
      // \&, \%, \$, \#, \_, \{ and \} stand for themselves.
      command = word || std::string_view("&%$#_{} ").find(text[i]) == std::string_view::npos;
      continue;
    }
    if (c == '$') {
      math = !math;
      if (i + 1 < text.size() && text[i + 1] == '$') out += text[++i];  // of a formula on lines of its own
    }
    if (c == ' ' && named) {  // "\emph {x}"
      out += c;
      continue;
    }
    named = false;
    if (c == '{') {
      const bool keep = math || command || (i + 1 < text.size() && text[i + 1] == '\\');
      kept.push_back(keep);
      if (keep) out += c;
      command = false;
      continue;
    }
    if (c == '}') {
      const bool keep = kept.empty() || kept.back();
      if (!kept.empty()) kept.pop_back();
      if (keep) out += c;
      command = keep;  // \frac{1}{2}
      continue;
    }
    command = false;
    out += c;
  }
  return with_plain_signs(clean_text(out));
}

}  // namespace incipit::corpus
