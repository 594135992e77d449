// The query language as a tree, with the byte offset of every part in the text it was typed in.
//
//   word  "exact phrase"  =exact  -not  NOT  AND  OR  ( )  field:word  field:"phrase"  field:( )  year:2019..2024  cat:cs.*
//
// NOT binds before AND, AND before OR; words side by side are joined by AND.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "schema/error.h"
#include "schema/fields.h"
#include "schema/request.h"
#include "schema/result.h"

namespace incipit::query {

enum class AstKind {
  words,   // bare words side by side, as typed: one node, so that compounds over a space can be seen
  exact,   // =word
  phrase,  // "..."
  value,   // the value of a filter field, verbatim: category, year, id, doi, ...
  all_of,
  any_of,
  none,    // one child: papers that it does not match
};

struct AstNode {
  AstKind kind = AstKind::words;
  std::size_t offset = 0;  // in the query text: of a leaf, where its text begins (behind a quote or =)
  std::string text;        // words, exact, phrase, value
  schema::Field field = schema::Field::text;  // the field in force for a leaf
  bool first_author = false;                  // reserved for `^author:`
  std::vector<AstNode> children;              // all_of, any_of, none

  bool operator==(const AstNode&) const = default;
};

struct ParsedQuery {
  std::optional<AstNode> root;               // nullopt: nothing to search for (empty text, or only operators)
  bool plain_words = false;                  // bare words and nothing else: eligible for relaxing (D7)
  std::vector<schema::QueryNote> notes;      // repairs: "repaired", with offsets
};

// Any byte string gives a tree with notes, or an error with an offset: invalid_query (bytes that are not UTF-8),
// limit_exceeded (query_bytes, query_nesting), unsupported_syntax (wildcards, NEAR, ^author: of a later version).
// With QuerySyntax::text the whole text is one `words` node.
[[nodiscard]] schema::Result<ParsedQuery> parse_query(const std::string& text, schema::QuerySyntax syntax);

// The tree in canonical syntax: explicit AND / OR / NOT and parentheses; parses to an equal tree (but for offsets),
// where it is not longer than query_bytes and the tree was not read with QuerySyntax::text.
[[nodiscard]] std::string canonical_text(const AstNode& node);

}  // namespace incipit::query
