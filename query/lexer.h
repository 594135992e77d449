// Query text as tokens. The lexer knows what a character means where it stands (is this hyphen a NOT?),
// balances quotes and parentheses, and drops marks that mean nothing; the parser only builds the tree.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "schema/fields.h"
#include "schema/result.h"

namespace incipit::query {

enum class TokenKind {
  words,        // bare words side by side; after a text field exactly one
  exact,        // the word of `=word`
  phrase,       // what stands between quotes
  value,        // of a filter field, verbatim
  field,        // `name:`; an open parenthesis or a leaf follows always
  negation,     // NOT, or - before a word
  conjunction,  // AND
  disjunction,  // OR
  open,
  close,
};

struct QueryToken {
  TokenKind kind = TokenKind::words;
  std::size_t begin = 0;  // byte range in the query text: of a leaf without its quotes or its =
  std::size_t end = 0;
  schema::Field field = schema::Field::text;  // of `field`
};

struct LexedQuery {
  std::vector<QueryToken> tokens;  // as many `close` as `open`, each after its own
  std::string text;                // the query with dropped marks blanked: offsets stay those of the query
  std::vector<schema::QueryNote> notes;
};

// `text` is valid UTF-8. Error: unsupported_syntax with an offset (wildcards, NEAR, ^author:).
[[nodiscard]] schema::Result<LexedQuery> lex_query(const std::string& text);

// Bytes of the white space or control character at `at`; 0 when none stands there.
[[nodiscard]] std::size_t blank_length(std::string_view text, std::size_t at);

// Bytes of the straight or curly double quote at `at`; 0 when none stands there. That of a TeX accent
// (G\"odel) is a letter.
[[nodiscard]] std::size_t quote_length(std::string_view text, std::size_t at);

// The repair note that every dropped or completed part gets.
[[nodiscard]] schema::QueryNote repaired(std::string message, std::size_t offset);

}  // namespace incipit::query
