// Query text as tokens. The lexer knows what a character means where it stands (is this hyphen a NOT?),
// balances quotes and parentheses, and drops marks that mean nothing; the parser only builds the tree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "query/characters.h"
#include "schema/error.h"
#include "schema/fields.h"
#include "schema/result.h"

namespace incipit::query {

enum class TokenKind {
  words,        // bare words side by side; after a text field exactly one
  exact,        // the word of `=word`
  beginning,    // the word of `word*`
  phrase,       // what stands between quotes
  value,        // of a filter field, verbatim
  field,        // `name:`, `^author:`; an open parenthesis or a leaf follows always
  negation,     // NOT, or - before a word
  conjunction,  // AND
  disjunction,  // OR
  near,         // NEAR, NEAR/n; bare words on both sides are a token each
  open,
  close,
};

struct QueryToken {
  TokenKind kind = TokenKind::words;
  std::size_t begin = 0;  // byte range in the query text: of a leaf without its quotes, = or *
  std::size_t end = 0;
  schema::Field field = schema::Field::text;  // of `field`
  bool first_author = false;                  // of `field`: ^author:
  std::int64_t distance = 0;                  // of `near`
};

struct LexedQuery {
  std::vector<QueryToken> tokens;  // as many `close` as `open`, each after its own
  std::string text;                // the query with dropped marks blanked: offsets stay those of the query
  std::vector<schema::QueryNote> notes;
};

// `text` is valid UTF-8. Errors with an offset: limit_exceeded (near_distance), invalid_query (NEAR/0).
[[nodiscard]] schema::Result<LexedQuery> lex_query(const std::string& text);

// The repair note that every dropped or completed part gets.
[[nodiscard]] schema::QueryNote repaired(std::string message, std::size_t offset);

}  // namespace incipit::query
