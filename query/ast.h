// The query language as a tree, with the byte offset of every part in the text it was typed in.
//
//   word  "exact phrase"  =exact  begin*  -not  NOT  AND  OR  ( )  a NEAR/5 b  field:word  field:"phrase"  field:( )
//   ^author:first  year:2019..2024  cat:cs.*
//
// NEAR binds first, then NOT, AND, OR; words side by side are joined by AND.
#pragma once

#include <cstddef>
#include <cstdint>
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
  beginning,  // word*, without its star
  phrase,  // "..."
  value,   // the value of a filter field, verbatim: category, year, id, doi, ...
  all_of,
  any_of,
  near,    // operands one after the other, each within its distance of the one before, in either order: leaves of one
           // text field, or any_of such leaves
  none,    // one child: papers that it does not match
};

struct AstNode {
  AstKind kind = AstKind::words;
  std::size_t offset = 0;  // in the query text: of a leaf, where its text begins (behind a quote or =)
  std::string text;        // of a leaf
  schema::Field field = schema::Field::text;  // the field in force for a leaf
  bool first_author = false;                  // of a leaf under `^author:`
  std::vector<AstNode> children;
  std::vector<std::int64_t> distances;        // near: one fewer than children; in words, 1 is side by side

  bool operator==(const AstNode&) const = default;
};

// Equal but for offsets.
[[nodiscard]] bool same_query(const AstNode& a, const AstNode& b);

struct ParsedQuery {
  std::optional<AstNode> root;               // nullopt: nothing to search for (empty text, or only operators)
  bool plain_words = false;                  // bare words and nothing else: eligible for relaxing (D7)
  std::vector<schema::QueryNote> notes;      // repairs: "repaired", with offsets
};

// Any byte string gives a tree with notes, or an error with an offset: invalid_query (bytes that are not UTF-8),
// limit_exceeded (query_bytes, query_nesting, near_distance, near_operands), invalid_query (what NEAR cannot join).
// With QuerySyntax::text the whole text is one `words` node.
[[nodiscard]] schema::Result<ParsedQuery> parse_query(const std::string& text, schema::QuerySyntax syntax);

// The tree in canonical syntax: explicit AND / OR / NOT and parentheses; parses to an equal tree (but for offsets),
// where it is not longer than query_bytes and the tree was not read with QuerySyntax::text.
[[nodiscard]] std::string canonical_text(const AstNode& node);

}  // namespace incipit::query
