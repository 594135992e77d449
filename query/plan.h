// A query as the searcher evaluates it: a tree over index terms, the terms that rank, and what was done to the
// typed text on the way. Plain values; nothing of Xapian.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "query/ast.h"
#include "schema/error.h"
#include "schema/fields.h"
#include "schema/request.h"
#include "schema/result.h"

namespace incipit::query {

enum class PlanKind {
  all,     // every paper
  nothing, // no paper
  term,    // papers with `term` in `field` (text fields: a stem, or a word of another language; author: a folded name token)
  phrase,  // papers where `words` stand side by side, in this order, within one field (or one author name)
  beginning, // papers with a word that begins with `term` in `field`: as it stands there, as a stem, or as the stem of
             // a compound (of names in `author` as they stand)
  near,    // papers where the children, each a phrase or an any_of of phrases, stand in this order of the chain: each within
           // its distance of the one before, on either side of it, within one field (or one author name)
  name,    // papers with one author whose name has all `words` (a word of one letter: an initial), in any order
  filter,  // papers with the whole value `term` in filter field `field`
  years,   // papers published in `years`
  all_of,
  any_of,
  none_of, // papers that match none of the children
};

enum class WordMatch {
  form,       // the word as it stands in the paper
  stem,       // any word with the same stem
  beginning,  // any word that begins with it
};

struct PhraseWord {
  std::string form;     // folded exact form, or the beginning of one
  std::string term;     // its stem, which candidates must have unless it is a beginning
  bool joined = false;  // must be joined to the word before, as typed ("GPT-2")
  WordMatch match = WordMatch::form;
  std::string unstemmed = {};  // a second term that candidates may have in place of the stem (analysis::Analyser::unstemmed); empty: none
  bool operator==(const PhraseWord&) const = default;
};

struct PlanNode {
  PlanKind kind = PlanKind::all;
  schema::Field field = schema::Field::text;
  std::string term;
  std::vector<PhraseWord> words;
  schema::YearRange years;
  bool first_author = false;  // of a name: the first author alone
  std::vector<PlanNode> children;
  std::vector<std::int64_t> distances;  // near: one fewer than children, 1 is side by side

  bool operator==(const PlanNode&) const = default;
};

// What a mention of a word in the query adds to its term's weight, in quarters. The terms of a compound ("pre-training": two parts
// and the joined form) are one word together. Asking words (analysis::is_asking_word) say how was asked rather than for what; beside
// fewer than kAskingBeside other terms they may be the subject ("information theory") and count fully.
inline constexpr std::int64_t kWhole = 4;
inline constexpr std::int64_t kOfCompound = 2;
inline constexpr std::int64_t kAsking = 1;
inline constexpr std::int64_t kAskingBeside = 3;
inline constexpr std::int64_t kOfOtherForm = 1;  // a word of another form of what was typed (other_forms.h)

// A term that adds to the score of each matching paper that has it (D8): its idf counts `quarters` / kWhole times. One of another
// form of what was typed adds where all terms of that form are and not all that were typed: two forms of one thing are no more of it.
struct RankingTerm {
  schema::Field field = schema::Field::text;
  std::string term;
  std::int64_t quarters = kWhole;  // of all mentions together
  bool asking = false;             // of asking words alone
  std::vector<std::string> form = {}, typed = {};  // of another form: its terms, and those typed, of the same field
  std::string stem = {};  // of the second term of a word (analysis::Analyser::unstemmed): the first, which is what was typed. Rare words
                          // of rare languages are no more telling, so its weight is by the papers that have either
  bool operator==(const RankingTerm&) const = default;
};

struct QueryPlan {
  PlanNode strict;                 // with every word required
  std::optional<PlanNode> relaxed; // with match=any, or as the fallback of match=auto: any of the bare words
  bool may_relax = false;          // answer `relaxed` when `strict` has fewer than relax_below papers
  std::vector<RankingTerm> ranking;  // distinct (field, term); of positive parts only
  std::string canonical;           // the query as understood
  std::vector<schema::QueryNote> notes;
};

// How many papers have a term.
using TermFrequency = std::function<std::int64_t(schema::Field, const std::string&)>;

// Text to plan. `match`: all = strict only; any = `relaxed` answers at once (may_relax is false, strict is kept for its
// total); automatic = relaxes plain-word queries. An empty text plans `all` without ranking terms;
// text in which nothing can be searched ("...") plans `nothing`. An identifier typed alone (D1) also finds its paper.
// With `frequency`, plain words that are more than query_terms allows are cut to the rarest, with a note; without it that is an error.
// Errors: those of parse_query; limit_exceeded (query_terms, phrase_words, wildcards) with an offset; invalid_query for a bad value
// of a filter field (`year:abc`).
[[nodiscard]] schema::Result<QueryPlan> plan_query(const std::string& text, schema::QuerySyntax syntax, schema::MatchMode match,
                                                   analysis::Analyser& analyser, const TermFrequency& frequency = {});

// The same of a text that was parsed already.
[[nodiscard]] schema::Result<QueryPlan> plan_parsed(ParsedQuery parsed, schema::MatchMode match, analysis::Analyser& analyser,
                                                    const TermFrequency& frequency = {});

// The plan of a tree, every word required; of its offsets those of the text it was read from. Errors: the same.
[[nodiscard]] schema::Result<QueryPlan> plan_tree(const AstNode& root, analysis::Analyser& analyser);

}  // namespace incipit::query
