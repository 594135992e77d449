// A query taken apart: what /v1/parse answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/result.h"

namespace incipit::schema {

// A part of the query as it was understood.
struct QueryPart {
  std::string kind;  // "words", "exact", "phrase", "beginning", "near", "value", "all", "any", "not"
  std::string text;  // in canonical syntax
  std::string field; // of a leaf; "text" where none was named
  std::size_t offset = 0;     // byte in the query text
  bool required = true;       // false for a frequent word beside others
  std::int64_t papers = 0;    // that match this part alone, without filters
  std::vector<QueryPart> parts;
};

// A term that ranks.
struct TermFrequency {
  std::string field;
  std::string term;
  std::int64_t papers = 0;  // its document frequency
  std::int64_t weight = 0;  // round(256 idf) times its count in the query
};

// Where the papers end: none is left with this part, `before` were left without it and what stands behind it.
struct EmptyingPart {
  std::string text;                   // empty: the filters
  std::optional<std::size_t> offset;  // of a part
  std::int64_t papers = 0;            // that match it alone
  std::int64_t before = 0;
};

// A weaker query and what it finds with the same filters, unless they are what is left out.
struct Relaxation {
  std::string change;  // "without_part", "any_word", "phrase_as_words", "without_filters"
  std::string part;    // that is left out or taken apart; empty where it is none
  std::string query;
  std::int64_t papers = 0;
};

struct ParseResult {
  IndexIdentity index;
  QueryEcho query;
  std::int64_t total = 0;         // of the query as it stands, with its filters
  std::optional<QueryPart> tree;  // nullopt for an empty query
  std::vector<TermFrequency> terms;
  std::optional<EmptyingPart> emptied_by;  // where `total` is 0
  std::vector<Relaxation> relaxations;     // that find more than `total`, in the order of the text
};

}  // namespace incipit::schema
