#include <algorithm>
#include <iterator>
#include <utility>

#include "query/ast.h"
#include "query/lexer.h"
#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::query {
namespace {

using schema::ErrorCode;
using schema::Field;
namespace limits = schema::limits;

constexpr std::size_t kNone = std::string::npos;  // no offset

AstNode joined(AstKind kind, std::vector<AstNode> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  AstNode node;
  node.kind = kind;
  node.offset = parts.front().offset;
  node.children = std::move(parts);
  return node;
}

// (a AND b) AND c is one AND of three.
void append(AstKind kind, std::vector<AstNode>& parts, AstNode node) {
  if (node.kind != kind) {
    parts.push_back(std::move(node));
    return;
  }
  std::move(node.children.begin(), node.children.end(), std::back_inserter(parts));
}

// One word, as a value or an operand of NEAR may stand without quotes.
bool is_bare_value(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '(' || value[i] == ')' || blank_length(value, i) > 0 || quote_length(value, i) > 0)
      return false;
  }
  return !value.empty();
}

// Recursive descent over balanced tokens whose nesting is already checked.
class Parser {
 public:
  explicit Parser(LexedQuery lexed) : lexed_(std::move(lexed)) {}

  schema::Result<ParsedQuery> run() {
    ParsedQuery parsed;
    parsed.root = parse_or({});
    if (error_) return tl::make_unexpected(*error_);
    parsed.plain_words =
        parsed.root && parsed.root->kind == AstKind::words && parsed.root->field == Field::text;
    parsed.notes = std::move(lexed_.notes);
    std::stable_sort(parsed.notes.begin(), parsed.notes.end(),
                     [](const auto& a, const auto& b) { return a.offset < b.offset; });
    return parsed;
  }

 private:
  // The field that a leaf without one of its own is of.
  struct Scope {
    Field field = Field::text;
    bool first_author = false;
  };

  bool at(TokenKind kind) const { return next_ < lexed_.tokens.size() && lexed_.tokens[next_].kind == kind; }
  bool at_operand_end() const {
    return next_ >= lexed_.tokens.size() || at(TokenKind::close) || at(TokenKind::disjunction);
  }
  bool at_operand() const {
    return !at_operand_end() && !at(TokenKind::conjunction) && !at(TokenKind::negation) && !at(TokenKind::near);
  }
  std::size_t take() { return lexed_.tokens[next_++].begin; }
  void note(std::string message, std::size_t offset) {
    lexed_.notes.push_back(repaired(std::move(message), offset));
  }
  void note_dangling(std::string_view name, std::size_t offset) {
    note(std::string(name) + " without a part on each side was left out", offset);
  }

  std::optional<AstNode> parse_or(Scope scope) {
    std::vector<AstNode> alternatives;
    std::size_t pending = kNone;  // an OR that still needs its right side
    for (;;) {
      auto node = parse_and(scope);
      if (node) {
        append(AstKind::any_of, alternatives, std::move(*node));
        pending = kNone;
      }
      if (!at(TokenKind::disjunction)) break;
      const std::size_t offset = take();
      if (node) {
        pending = offset;
      } else {
        note_dangling("OR", offset);
      }
    }
    if (pending != kNone) note_dangling("OR", pending);
    if (alternatives.empty()) return std::nullopt;
    return joined(AstKind::any_of, std::move(alternatives));
  }

  std::optional<AstNode> parse_and(Scope scope) {
    std::vector<AstNode> parts;
    std::size_t pending = kNone;
    while (!at_operand_end()) {
      if (at(TokenKind::conjunction)) {
        const std::size_t offset = take();
        if (parts.empty() || pending != kNone) {
          note_dangling("AND", offset);
        } else {
          pending = offset;
        }
        continue;
      }
      if (at(TokenKind::near)) {
        note_dangling("NEAR", take());
        continue;
      }
      if (auto node = parse_not(scope)) {
        append(AstKind::all_of, parts, std::move(*node));
        pending = kNone;
      }
    }
    if (pending != kNone) note_dangling("AND", pending);
    if (parts.empty()) return std::nullopt;
    return joined(AstKind::all_of, std::move(parts));
  }

  std::optional<AstNode> parse_not(Scope scope) {
    std::vector<std::size_t> negations;
    while (at(TokenKind::negation)) negations.push_back(take());
    std::optional<AstNode> node;
    if (at_operand()) node = parse_near(scope);
    if (!node) {
      if (!negations.empty()) note("NOT without a part after it was left out", negations.front());
      return std::nullopt;
    }
    for (; !negations.empty(); negations.pop_back()) {
      AstNode none;
      none.kind = AstKind::none;
      none.offset = negations.back();
      none.children.push_back(std::move(*node));
      node = std::move(none);
    }
    return node;
  }

  std::optional<AstNode> parse_near(Scope scope) {
    auto left = parse_primary(scope);
    AstNode near;
    near.kind = AstKind::near;
    while (at(TokenKind::near)) {
      const QueryToken& token = lexed_.tokens[next_++];
      auto right = at_operand() ? parse_primary(scope) : std::nullopt;
      if (!left || !right) {
        note_dangling("NEAR", token.begin);
        if (!left) left = std::move(right);
        continue;
      }
      if (near.children.empty()) near.children.push_back(std::move(*left));
      near.children.push_back(std::move(*right));
      near.distances.push_back(token.distance);
    }
    if (near.children.empty()) return left;
    near.offset = near.children.front().offset;
    check_near(near);
    return near;
  }

  void refuse(ErrorCode code, std::string message, std::size_t offset) {
    if (!error_) error_ = schema::Error{code, std::move(message), {}, "q", offset};
  }

  void check_near(const AstNode& near) {
    const auto& most = limits::kNearOperands;
    if (static_cast<std::int64_t>(near.children.size()) > most.value) {
      refuse(ErrorCode::limit_exceeded,
             "NEAR joins at most " + std::to_string(most.value) + " parts (" + std::string(most.name) + ")", near.offset);
    }
    const AstNode& first = near.children.front();
    const Field field = (first.kind == AstKind::any_of ? first.children.front() : first).field;
    for (const AstNode& operand : near.children) {
      if (operand.kind != AstKind::any_of) check_near_leaf(operand, field);
      if (operand.kind != AstKind::any_of) continue;
      for (const AstNode& alternative : operand.children) check_near_leaf(alternative, field);
    }
  }

  void check_near_leaf(const AstNode& leaf, Field field) {
    const bool text = schema::row_of(leaf.field).kind == schema::FieldKind::text;
    const bool is_leaf = leaf.kind == AstKind::words || leaf.kind == AstKind::exact || leaf.kind == AstKind::phrase ||
                         leaf.kind == AstKind::beginning;
    if (!is_leaf || !text) {
      refuse(ErrorCode::invalid_query, "NEAR joins words and phrases of a text, and groups of such joined by OR", leaf.offset);
    } else if (leaf.field != field) {
      refuse(ErrorCode::invalid_query, "NEAR joins words of one field: put the field before parentheses around both", leaf.offset);
    } else if (leaf.kind == AstKind::words && !is_bare_value(leaf.text)) {
      refuse(ErrorCode::invalid_query, "NEAR joins single words: put several in quotes", leaf.offset);
    }
  }

  std::optional<AstNode> parse_primary(Scope scope) {
    if (at(TokenKind::field)) {
      scope = {lexed_.tokens[next_].field, lexed_.tokens[next_].first_author};
      ++next_;
    }
    if (!at(TokenKind::open)) return leaf(lexed_.tokens[next_++], scope);
    const std::size_t offset = take();
    const std::size_t notes = lexed_.notes.size();
    auto node = parse_or(scope);
    ++next_;  // the close that the lexer guarantees
    if (!node && notes == lexed_.notes.size()) note("parentheses around nothing were left out", offset);
    return node;
  }

  AstNode leaf(const QueryToken& token, Scope scope) const {
    AstNode node;
    node.offset = token.begin;
    node.field = scope.field;
    node.first_author = scope.first_author;
    node.text = lexed_.text.substr(token.begin, token.end - token.begin);
    if (token.kind == TokenKind::exact) node.kind = AstKind::exact;
    if (token.kind == TokenKind::beginning) node.kind = AstKind::beginning;
    if (token.kind == TokenKind::phrase) node.kind = AstKind::phrase;
    if (token.kind == TokenKind::value) node.kind = AstKind::value;
    return node;
  }

  LexedQuery lexed_;
  std::size_t next_ = 0;
  std::optional<schema::Error> error_;
};

// The first token nested deeper than allowed. Parentheses and NOT count; title:(a b) is a leaf and does not.
std::optional<std::size_t> too_deep(const std::vector<QueryToken>& tokens) {
  const auto kind_at = [&](std::size_t i) { return i < tokens.size() ? tokens[i].kind : TokenKind::close; };
  std::vector<std::int64_t> groups;
  std::int64_t depth = 0;
  std::int64_t negations = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const TokenKind kind = tokens[i].kind;
    if (kind == TokenKind::field) continue;
    if (kind == TokenKind::negation) {
      ++negations;
    } else if (kind == TokenKind::open) {
      const bool is_leaf = i > 0 && tokens[i - 1].kind == TokenKind::field &&
                           kind_at(i + 1) == TokenKind::words && kind_at(i + 2) == TokenKind::close;
      groups.push_back(negations + (is_leaf ? 0 : 1));
      depth += groups.back();
      negations = 0;
    } else {
      if (kind == TokenKind::close) {
        depth -= groups.back();
        groups.pop_back();
      }
      negations = 0;
    }
    if (depth + negations > limits::kNesting.value) return tokens[i].begin;
  }
  return std::nullopt;
}

std::optional<std::size_t> first_invalid_byte(std::string_view text) {
  if (schema::is_valid_utf8(text)) return std::nullopt;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = 1;
    while (length <= 4 && !schema::is_valid_utf8(text.substr(i, length))) ++length;
    if (length > 4) return i;
    i += length;
  }
  return std::nullopt;
}

ParsedQuery plain(const std::string& text) {
  std::size_t begin = 0;
  while (const std::size_t length = blank_length(text, begin)) begin += length;
  std::size_t end = begin;
  for (std::size_t i = begin; i < text.size();) {
    const std::size_t length = blank_length(text, i);
    i += length > 0 ? length : 1;
    if (length == 0) end = i;
  }
  ParsedQuery parsed;
  if (begin == end) return parsed;
  AstNode node;
  node.offset = begin;
  node.text = text.substr(begin, end - begin);
  parsed.root = std::move(node);
  parsed.plain_words = true;
  return parsed;
}

std::string leaf_text(const AstNode& node) {
  const bool one_word = is_bare_value(node.text);
  switch (node.kind) {
    case AstKind::exact:
      return "=" + node.text;
    case AstKind::beginning:
      return node.text + "*";
    case AstKind::phrase:
      return '"' + node.text + '"';
    case AstKind::value:
      return one_word ? node.text : '"' + node.text + '"';
    default:
      return one_word || node.field == Field::text ? node.text : "(" + node.text + ")";
  }
}

// `between(i)` joins child i - 1 and child i.
template <class Between>
std::string joined_text(const AstNode& node, const Between& between) {
  std::string out;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const AstNode& child = node.children[i];
    if (i > 0) out += between(i);
    const bool binds_weaker = node.kind != AstKind::any_of && child.kind == AstKind::any_of;
    out += binds_weaker ? "(" + canonical_text(child) + ")" : canonical_text(child);
  }
  return out;
}

}  // namespace

schema::Result<ParsedQuery> parse_query(const std::string& text, schema::QuerySyntax syntax) {
  if (static_cast<std::int64_t>(text.size()) > limits::kQueryBytes.value) {
    return schema::fail_at(ErrorCode::limit_exceeded, "q",
                           "the query has " + std::to_string(text.size()) + " bytes; query_bytes allows " +
                               std::to_string(limits::kQueryBytes.value),
                           static_cast<std::size_t>(limits::kQueryBytes.value));
  }
  if (const auto offset = first_invalid_byte(text)) {
    return schema::fail_at(ErrorCode::invalid_query, "q", "the query is not valid UTF-8", *offset);
  }
  if (syntax == schema::QuerySyntax::text) return plain(text);
  auto lexed = lex_query(text);
  if (!lexed) return tl::make_unexpected(lexed.error());
  if (const auto offset = too_deep(lexed->tokens)) {
    return schema::fail_at(ErrorCode::limit_exceeded, "q",
                           "parentheses and NOT are nested deeper than query_nesting allows, which is " +
                               std::to_string(limits::kNesting.value),
                           *offset);
  }
  return Parser(std::move(*lexed)).run();
}

bool same_query(const AstNode& a, const AstNode& b) {
  return a.kind == b.kind && a.text == b.text && a.field == b.field && a.first_author == b.first_author &&
         a.distances == b.distances &&
         std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(), same_query);
}

std::string canonical_text(const AstNode& node) {
  switch (node.kind) {
    case AstKind::all_of:
      return joined_text(node, [](std::size_t) { return " AND "; });
    case AstKind::any_of:
      return joined_text(node, [](std::size_t) { return " OR "; });
    case AstKind::near:
      return joined_text(node, [&](std::size_t i) { return " NEAR/" + std::to_string(node.distances[i - 1]) + " "; });
    case AstKind::none: {
      if (node.children.empty()) return "";
      const AstNode& child = node.children.front();
      const bool group = child.kind == AstKind::all_of || child.kind == AstKind::any_of;
      return group ? "NOT (" + canonical_text(child) + ")" : "NOT " + canonical_text(child);
    }
    default:
      break;
  }
  if (node.field == Field::text) return leaf_text(node);
  return (node.first_author ? "^" : "") + std::string(schema::row_of(node.field).name) + ":" + leaf_text(node);
}

}  // namespace incipit::query
