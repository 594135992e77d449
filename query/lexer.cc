#include "query/lexer.h"

#include <algorithm>
#include <optional>

namespace incipit::query {
namespace {

using schema::ErrorCode;
using schema::Field;
using schema::FieldKind;

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// `word*`: stars at the end of a word that has a letter and does not end in punctuation ("^*" is a formula).
bool is_wildcard(std::string_view word) {
  if (word.empty() || word.back() != '*') return false;
  const auto last = word.find_last_not_of('*');
  if (last == word.npos) return false;
  const char before = word[last];
  if (!is_ascii_letter(before) && !is_digit(before) && !is_wide(before)) return false;
  return std::any_of(word.begin(), word.end(), [](char c) { return is_ascii_letter(c) || is_wide(c); });
}

// The quote of an accent in TeX, as in G\\"odel and G\\"{o}del.
bool is_tex_accent(std::string_view text, std::size_t at) {
  if (at == 0 || text[at - 1] != '\\' || at + 1 >= text.size()) return false;
  return text[at + 1] == '{' || is_ascii_letter(text[at + 1]);
}

bool is_near(std::string_view word) {
  if (word.substr(0, 4) != "NEAR") return false;
  if (word.size() == 4) return true;
  return word[4] == '/' && word.size() > 5 && std::all_of(word.begin() + 5, word.end(), is_digit);
}

std::optional<TokenKind> operator_named(std::string_view word) {
  if (word == "AND") return TokenKind::conjunction;
  if (word == "OR") return TokenKind::disjunction;
  if (word == "NOT") return TokenKind::negation;
  return std::nullopt;
}

struct FieldPrefix {
  Field field;
  std::size_t length;  // with the colon
};

std::optional<FieldPrefix> field_prefix(std::string_view word) {
  const auto colon = word.find(':');
  if (colon == word.npos || colon == 0) return std::nullopt;
  std::string name(word.substr(0, colon));
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const auto field = schema::field_named(name);
  if (!field) return std::nullopt;
  return FieldPrefix{*field, colon + 1};
}

bool is_first_author(std::string_view word) {
  if (word.empty() || word.front() != '^') return false;
  const auto prefix = field_prefix(word.substr(1));
  return prefix && prefix->field == Field::author;
}

bool is_plain_word(std::string_view word) {
  return !operator_named(word) && !is_near(word) && !is_first_author(word) && !field_prefix(word);
}

bool is_filter(Field field) { return schema::row_of(field).kind == FieldKind::filter; }

class Lexer {
 public:
  explicit Lexer(const std::string& text) : in_(text) { out_.text = text; }

  schema::Result<LexedQuery> run() {
    while (skip_blanks(), at_ < in_.size() && !error_) lex_one();
    if (error_) return tl::make_unexpected(*error_);
    for (; !open_.empty(); open_.pop_back()) {
      out_.notes.push_back(
          repaired("a parenthesis that is not closed was closed at the end", open_.back().offset));
      out_.tokens.push_back({TokenKind::close, in_.size(), in_.size(), Field::text});
    }
    return std::move(out_);
  }

 private:
  struct OpenGroup {
    std::size_t offset;
    bool of_values;  // of a filter field: every word in it is a value
  };

  void skip_blanks() {
    spaced_ = at_ == 0;
    while (const std::size_t length = blank_length(in_, at_)) {
      at_ += length;
      spaced_ = true;
    }
  }

  bool is_end(std::size_t at) const {
    return at >= in_.size() || blank_length(in_, at) > 0 || in_[at] == ')';
  }
  bool ends_word(std::size_t at) const { return is_end(at) || in_[at] == '(' || quote_length(in_, at) > 0; }

  std::size_t word_end(std::size_t at) const {
    while (!ends_word(at)) ++at;
    return at;
  }
  std::size_t run_end(std::size_t at, char c) const {
    while (at < in_.size() && in_[at] == c) ++at;
    return at;
  }
  std::size_t after_blanks(std::size_t at) const {
    while (const std::size_t length = blank_length(in_, at)) at += length;
    return at;
  }
  std::string_view slice(std::size_t begin, std::size_t end) const {
    return std::string_view(in_).substr(begin, end - begin);
  }

  bool in_values() const { return !open_.empty() && open_.back().of_values; }
  bool after_filter_field() const {
    return !out_.tokens.empty() && out_.tokens.back().kind == TokenKind::field &&
           is_filter(out_.tokens.back().field);
  }
  // A hyphen means NOT only at the start of the text, of a group, or after white space.
  bool may_negate() const { return spaced_ || in_[at_ - 1] == '('; }

  void blank(std::size_t begin, std::size_t end) {
    std::fill(&out_.text[begin], &out_.text[begin] + (end - begin), ' ');
  }
  void note(std::string message, std::size_t offset) {
    out_.notes.push_back(repaired(std::move(message), offset));
  }
  void emit(TokenKind kind, std::size_t begin, std::size_t end, Field field = Field::text) {
    out_.tokens.push_back({kind, begin, end, field});
    at_ = end;
  }
  void refuse(std::string message, std::size_t offset) {
    error_ = schema::Error{ErrorCode::unsupported_syntax, std::move(message), {}, "q", offset};
  }

  void drop_lone(std::size_t end) {
    note("a mark without a word was left out", at_);
    blank(at_, end);
    at_ = end;
  }

  void lex_one() {
    if (const std::size_t quote = quote_length(in_, at_)) return lex_quoted(quote);
    if (in_[at_] == '(') {
      open_.push_back({at_, in_values() || after_filter_field()});
      return emit(TokenKind::open, at_, at_ + 1);
    }
    if (in_[at_] == ')') return lex_close();
    if (in_values()) return lex_value();
    if (in_[at_] == '-') return lex_hyphen();
    if (in_[at_] == '=') return lex_equals();
    lex_word();
  }

  void lex_close() {
    if (!open_.empty()) {
      open_.pop_back();
      return emit(TokenKind::close, at_, at_ + 1);
    }
    note("a closing parenthesis without an open one was left out", at_);
    blank(at_, at_ + 1);
    ++at_;
  }

  void lex_quoted(std::size_t quote) {
    const std::size_t start = at_;
    const std::size_t begin = start + quote;
    std::size_t end = begin;
    while (end < in_.size() && quote_length(in_, end) == 0) ++end;
    const std::size_t after = std::min(in_.size(), end + quote_length(in_, end));
    if (after == end) note("a quote that is not closed was closed at the end", start);
    if (after_blanks(begin) >= end) {
      if (!out_.tokens.empty() && out_.tokens.back().kind == TokenKind::field) {
        blank(out_.tokens.back().begin, start);
        out_.tokens.pop_back();
      }
      note("quotes around nothing were left out", start);
      blank(start, after);
      at_ = after;
      return;
    }
    emit(in_values() || after_filter_field() ? TokenKind::value : TokenKind::phrase, begin, end);
    at_ = after;
  }

  void lex_value() {
    const std::size_t end = word_end(at_);
    const std::string_view word = slice(at_, end);
    if (word.find_first_not_of("-=") == word.npos && is_end(end)) return drop_lone(end);
    if (in_[at_] == '-' && may_negate() && in_[at_ + 1] != '-')
      return emit(TokenKind::negation, at_, at_ + 1);
    const auto named = operator_named(word);
    emit(named.value_or(TokenKind::value), at_, end);
  }

  void lex_hyphen() {
    const std::size_t end = run_end(at_, '-');
    if (!may_negate()) {  // punctuation between two parts, as in "deep"-ish
      blank(at_, end);
      at_ = end;
      return;
    }
    if (end - at_ > 1 || is_end(end)) return drop_lone(end);
    emit(TokenKind::negation, at_, end);
  }

  bool starts_exact(std::size_t at) const {
    return in_[at] == '=' && !ends_word(at + 1) && in_[at + 1] != '=';
  }

  void lex_equals() {
    if (!starts_exact(at_)) return drop_lone(run_end(at_, '='));
    emit(TokenKind::exact, at_ + 1, word_end(at_ + 1));
  }

  void lex_word() {
    const std::size_t end = word_end(at_);
    const std::string_view word = slice(at_, end);
    if (const auto named = operator_named(word)) return emit(*named, at_, end);
    if (is_near(word)) {
      return refuse("NEAR is not answered by this version; use AND, or quotes for words side by side", at_);
    }
    if (is_first_author(word)) {
      return refuse("^author: is not answered by this version; author: finds every author of a paper", at_);
    }
    if (const auto prefix = field_prefix(word); prefix && lex_field(*prefix)) return;
    if (refuses_wildcard(at_, end)) return;
    emit_words(at_, end);
  }

  bool refuses_wildcard(std::size_t begin, std::size_t end) {
    if (!is_wildcard(slice(begin, end))) return false;
    refuse("words that end in * are not answered by this version; write =" + std::string(slice(begin, end)) +
               " or use quotes where the star is part of the text",
           begin);
    return true;
  }

  void emit_words(std::size_t begin, std::size_t end) {
    const std::size_t count = out_.tokens.size();
    const bool bare = count > 0 && out_.tokens.back().kind == TokenKind::words &&
                      (count == 1 || out_.tokens[count - 2].kind != TokenKind::field);
    if (!bare) return emit(TokenKind::words, begin, end);
    out_.tokens.back().end = end;
    at_ = end;
  }

  // False when the colon is text after all: nothing stands directly behind a filter field or `all:`.
  bool lex_field(const FieldPrefix& prefix) {
    const std::size_t start = at_;
    const std::size_t after = start + prefix.length;
    const bool needs_adjacent = is_filter(prefix.field) || prefix.field == Field::text;
    if (needs_adjacent && is_end(after)) return false;
    const std::size_t next = after_blanks(after);
    const bool binds_group = next < in_.size() && (in_[next] == '(' || quote_length(in_, next) > 0);
    if (binds_group) {
      emit(TokenKind::field, start, after, prefix.field);
      at_ = next;
    } else if (is_filter(prefix.field)) {
      emit(TokenKind::field, start, after, prefix.field);
      emit(TokenKind::value, after, word_end(after));
    } else {
      lex_fielded_word(prefix.field, start, after, next);
    }
    return true;
  }

  void lex_fielded_word(Field field, std::size_t start, std::size_t after, std::size_t next) {
    const bool adjacent = next == after;
    std::size_t word = next;
    while (adjacent && word < in_.size() && (in_[word] == '-' || in_[word] == '=') && !starts_exact(word))
      ++word;
    const bool found = !ends_word(word) && in_[word] != '-' && (in_[word] != '=' || starts_exact(word));
    const bool exact = found && in_[word] == '=';
    const std::size_t begin = exact ? word + 1 : word;
    const std::size_t end = found ? word_end(begin) : begin;
    const bool read_as_word = exact || (adjacent && field != Field::text) || is_plain_word(slice(begin, end));
    if (!found || !read_as_word) {
      note("a field without a word was left out", start);
      blank(start, adjacent ? word : after);
      at_ = adjacent ? word : after;
      return;
    }
    if (!exact && refuses_wildcard(begin, end)) return;
    emit(TokenKind::field, start, after, field);
    emit(exact ? TokenKind::exact : TokenKind::words, begin, end);
  }

  const std::string& in_;
  std::size_t at_ = 0;
  bool spaced_ = false;  // white space, or the start of the text, stands before `at_`
  std::vector<OpenGroup> open_;
  LexedQuery out_;
  std::optional<schema::Error> error_;
};

}  // namespace

std::size_t blank_length(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  if (byte(0) <= 0x20 || byte(0) == 0x7F) return 1;
  if (byte(0) == 0xC2) return byte(1) <= 0xA0 && byte(1) >= 0x80 ? 2 : 0;  // C1 controls, no-break space
  if (byte(0) == 0xE1) return byte(1) == 0x9A && byte(2) == 0x80 ? 3 : 0;  // U+1680
  if (byte(0) == 0xE3) return byte(1) == 0x80 && byte(2) == 0x80 ? 3 : 0;  // U+3000
  if (byte(0) != 0xE2) return 0;
  const bool general = byte(1) == 0x80 && ((byte(2) >= 0x80 && byte(2) <= 0x8A) || byte(2) == 0xA8 ||
                                           byte(2) == 0xA9 || byte(2) == 0xAF);
  return general || (byte(1) == 0x81 && byte(2) == 0x9F) ? 3 : 0;
}

std::size_t quote_length(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == '"') return is_tex_accent(text, at) ? 0 : 1;
  const std::string_view three = text.substr(at, 3);
  return three == "\u201C" || three == "\u201D" ? 3 : 0;
}

schema::QueryNote repaired(std::string message, std::size_t offset) {
  return {"repaired", std::move(message), offset, std::nullopt};
}

schema::Result<LexedQuery> lex_query(const std::string& text) { return Lexer(text).run(); }

}  // namespace incipit::query
