#include "query/lexer.h"

#include <algorithm>
#include <optional>

#include "schema/ascii.h"
#include "schema/limits.h"
#include "schema/number.h"

namespace incipit::query {
namespace {

using schema::ErrorCode;
using schema::Field;
using schema::FieldKind;
using schema::is_ascii_digit;
using schema::is_ascii_letter;

bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }

constexpr std::int64_t kNearUnlessSaid = 10;

// The bytes of `word*` before its stars: three letters or digits at least, a letter among them, and no punctuation
// before the star ("^*" is a formula, "A*" an algorithm).
std::optional<std::size_t> beginning_of(std::string_view word) {
  if (word.empty() || word.back() != '*') return std::nullopt;
  const auto last = word.find_last_not_of('*');
  if (last == word.npos) return std::nullopt;
  const auto is_letter = [](char c) { return is_ascii_letter(c) || is_wide(c); };
  const auto counts = [&](char c) { return is_ascii_digit(c) || (is_letter(c) && (static_cast<unsigned char>(c) & 0xC0) != 0x80); };
  if (!is_letter(word[last]) && !is_ascii_digit(word[last])) return std::nullopt;
  if (std::none_of(word.begin(), word.end(), is_letter)) return std::nullopt;
  if (static_cast<std::size_t>(std::count_if(word.begin(), word.end(), counts)) < kBeginningLetters) return std::nullopt;
  return last + 1;
}

bool is_near(std::string_view word) {
  if (word.substr(0, 4) != "NEAR") return false;
  if (word.size() == 4) return true;
  return word[4] == '/' && schema::is_all_digits(word.substr(5));
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
  bool first_author = false;
};

std::optional<FieldPrefix> field_prefix(std::string_view word) {
  const auto colon = word.find(':');
  if (colon == word.npos || colon == 0) return std::nullopt;
  const auto field = schema::field_named(schema::lower_ascii(word.substr(0, colon)));
  if (!field) return std::nullopt;
  return FieldPrefix{*field, colon + 1};
}

// Also `^author:`.
std::optional<FieldPrefix> any_field_prefix(std::string_view word) {
  if (word.empty() || word.front() != '^') return field_prefix(word);
  const auto prefix = field_prefix(word.substr(1));
  if (!prefix || prefix->field != Field::author) return std::nullopt;
  return FieldPrefix{Field::author, prefix->length + 1, true};
}

bool is_plain_word(std::string_view word) {
  return !operator_named(word) && !is_near(word) && !any_field_prefix(word);
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
      out_.tokens.push_back({TokenKind::close, in_.size(), in_.size()});
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
  void emit_field(const FieldPrefix& prefix, std::size_t begin, std::size_t end) {
    emit(TokenKind::field, begin, end, prefix.field);
    out_.tokens.back().first_author = prefix.first_author;
  }
  void refuse(ErrorCode code, std::string message, std::size_t offset) {
    error_ = schema::Error{code, std::move(message), {}, "q", offset};
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
    if (is_near(word)) return lex_near(word, end);
    if (const auto prefix = any_field_prefix(word); prefix && lex_field(*prefix)) return;
    if (!emit_beginning(at_, end)) emit_words(at_, end);
  }

  // False for a word without a star that means its rest.
  bool emit_beginning(std::size_t begin, std::size_t end) {
    const auto length = beginning_of(slice(begin, end));
    if (!length) return false;
    emit(TokenKind::beginning, begin, begin + *length);
    at_ = end;
    return true;
  }

  // The last token is bare words, to which another one may be added.
  bool after_bare_words() const {
    const std::size_t count = out_.tokens.size();
    if (count == 0 || out_.tokens.back().kind != TokenKind::words) return false;
    if (count == 1) return true;
    const TokenKind before = out_.tokens[count - 2].kind;
    return before != TokenKind::field && before != TokenKind::near;
  }

  void emit_words(std::size_t begin, std::size_t end) {
    if (!after_bare_words()) return emit(TokenKind::words, begin, end);
    out_.tokens.back().end = end;
    at_ = end;
  }

  void lex_near(std::string_view word, std::size_t end) {
    std::int64_t distance = kNearUnlessSaid;
    if (word.size() > 4) {
      const auto& most = schema::limits::kNearDistance;
      distance = schema::number_of<std::int64_t>(word.substr(5)).value_or(most.value + 1);
      if (distance == 0) return refuse(ErrorCode::invalid_query, "NEAR/0: words are one apart at least", at_);
      if (distance > most.value) {
        return refuse(ErrorCode::limit_exceeded,
                      "NEAR joins words at most " + std::to_string(most.value) + " apart (" + std::string(most.name) + ")", at_);
      }
    }
    if (after_bare_words()) split_last_word();
    emit(TokenKind::near, at_, end);
    out_.tokens.back().distance = distance;
  }

  // Of several bare words NEAR joins the last.
  void split_last_word() {
    QueryToken& words = out_.tokens.back();
    std::size_t last = words.begin, before = words.begin;  // where the last word begins, and the one before it ends
    for (std::size_t i = words.begin; i < words.end;) {
      const std::size_t length = blank_length(out_.text, i);
      if (length == 0) {
        ++i;
        continue;
      }
      if (last < i && blank_length(out_.text, last) == 0) before = i;
      i += length;
      last = i;
    }
    if (last == words.begin) return;
    const QueryToken single{TokenKind::words, last, words.end};
    words.end = before;
    out_.tokens.push_back(single);
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
      emit_field(prefix, start, after);
      at_ = next;
    } else if (is_filter(prefix.field)) {
      emit_field(prefix, start, after);
      emit(TokenKind::value, after, word_end(after));
    } else {
      lex_fielded_word(prefix, start, after, next);
    }
    return true;
  }

  void lex_fielded_word(const FieldPrefix& prefix, std::size_t start, std::size_t after, std::size_t next) {
    const bool adjacent = next == after;
    std::size_t word = next;
    while (adjacent && word < in_.size() && (in_[word] == '-' || in_[word] == '=') && !starts_exact(word))
      ++word;
    const bool found = !ends_word(word) && in_[word] != '-' && (in_[word] != '=' || starts_exact(word));
    const bool exact = found && in_[word] == '=';
    const std::size_t begin = exact ? word + 1 : word;
    const std::size_t end = found ? word_end(begin) : begin;
    const bool read_as_word = exact || (adjacent && prefix.field != Field::text) || is_plain_word(slice(begin, end));
    if (!found || !read_as_word) {
      note("a field without a word was left out", start);
      blank(start, adjacent ? word : after);
      at_ = adjacent ? word : after;
      return;
    }
    emit_field(prefix, start, after);
    if (!exact && emit_beginning(begin, end)) return;
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

schema::QueryNote repaired(std::string message, std::size_t offset) {
  return {"repaired", std::move(message), offset, std::nullopt};
}

schema::Result<LexedQuery> lex_query(const std::string& text) { return Lexer(text).run(); }

}  // namespace incipit::query
