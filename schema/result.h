// What is answered, as plain values; `result_json.h` gives their JSON. Text in them is what people read (TeX
// converted, e-mail addresses masked), never escaped: the door that shows it escapes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/metric.h"
#include "schema/paper.h"
#include "schema/request.h"

namespace incipit::schema {

// Which index answered (D6, D11).
struct IndexIdentity {
  std::string revision;
  std::int64_t documents = 0;
};

// Something the planner did that the user did not type: never silent.
struct QueryNote {
  std::string code;      // "relaxed", "repaired", "stop_words", "asking_words", "words_cut", "synonym", "expanded", "boosted",
                         // "collapsed"
  std::string message;
  std::optional<std::size_t> offset;           // into the query text
  std::optional<std::int64_t> strict_total;    // of "relaxed"
  std::optional<std::int64_t> left_out = {};   // of "collapsed": papers that another one of the result stands for
};

// A word of a query that no paper has, and one that is nearly the same.
struct CorrectedWord {
  std::size_t offset = 0;  // of the word, in the query text
  std::string typed;
  std::string suggested;
  std::int64_t papers = 0;  // that have the suggested word
};

// A query to ask instead: only offered, never asked for the user.
struct Correction {
  std::string query;                 // the query text with all of `words` replaced
  std::vector<CorrectedWord> words;  // by offset
};

struct QueryEcho {
  std::string text;
  std::string parsed;  // the query as understood, in canonical syntax
  std::vector<QueryNote> notes;
  std::vector<Correction> corrections;
};

struct Total {
  std::int64_t value = 0;
  bool exact = true;  // false only with a missing shard
};

// A highlighted stretch, in Unicode code points of the field's text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

struct Highlight {
  std::string field;        // "title", "abstract", "snippet"
  std::vector<Span> spans;
  std::string html;         // with HighlightMode::html: escaped text with <mark>
};

// What one query term contributed to a hit's score.
struct TermExplanation {
  std::string field;
  std::string term;
  std::int64_t document_frequency = 0;
  std::int64_t weight = 0;  // round(256 idf) times its count in the query
  std::int64_t impact = 0;  // 0: the paper does not have it
};

// What a boost added to a hit's score.
struct BoostExplanation {
  Boost boost = Boost::recency;
  std::optional<std::int64_t> share;  // of kBoostShares; nullopt: the paper has no such figure, which is not zero
  std::int64_t score = 0;             // added, in units of 1 / kScoreScale
};
inline constexpr std::int64_t kBoostShares = 256;

// An author as a hit or a list names it.
struct AuthorRef {
  std::string name;
  std::string id;
  bool operator==(const AuthorRef&) const = default;
};

// What of a paper the whole query text is: such a paper comes first in the order by relevance, whatever its score.
enum class WholeQuery { no, title, identifier };

struct Hit {
  Paper paper;                       // display text
  WholeQuery exact = WholeQuery::no;
  std::vector<std::string> author_ids;  // parallel to paper.authors
  std::string snippet;               // a stretch of the abstract
  std::vector<Highlight> highlights;
  std::optional<std::int64_t> score; // in units of 1 / kScoreScale; nullopt when nothing ranks
  std::vector<TermExplanation> explain;
  std::vector<BoostExplanation> boosts;  // with `explain`
  std::vector<std::string> also_as;      // the duplicates of the paper, in the order of their rule: the first limits::kDuplicatesShown
  std::int64_t duplicates = 0;           // all of them; only where they were looked for
  Metric novelty, rank_score;            // of the snapshot; null with the reason
};

// Shown scores are the integer scores divided by this (D8): 256 for idf, 64 for impacts.
inline constexpr double kScoreScale = 256.0 * 64.0;

struct FacetValue {
  std::string value;
  std::string label;  // what people read: a category's or an author's name, else the value
  std::int64_t count = 0;
  bool selected = false;
};

struct Facet {
  FacetField field = FacetField::category;
  std::vector<FacetValue> values;  // by count, then value; for years newest first. Selected values are always there.
  bool more = false;               // there are values beyond the limit
};

// Who bears the name that the query text is.
struct AuthorCard {
  AuthorRef author;
  std::int64_t papers = 0;
};

// Papers on the other side of citations that the index does not have.
struct OutsidePapers {
  std::int64_t total = 0;
  std::vector<std::string> ids;  // as given, the first limits::kOutsideShown
};

struct SearchResult {
  IndexIdentity index;
  QueryEcho query;
  std::vector<AuthorCard> authors;  // most papers first, at most limits::kAuthorCards
  Total total;
  Sort sort;  // the one used
  std::vector<Hit> hits;
  std::vector<Facet> facets;
  std::optional<OutsidePapers> outside = {};  // where the request asks for what one paper cites, or is cited by: whatever else it asks
  std::int64_t before = 0;  // papers of the list in front of these
  std::string next_cursor;  // where the list goes on; empty at its end
};

// A page of the values of one facet.
struct FacetResult {
  IndexIdentity index;
  QueryEcho query;
  Total total;  // of values
  Facet facet;
  std::string next_cursor;
};

// A paper by its place in an order.
struct RankedPaper {
  std::string id;
  double score = 0;  // as shown
  bool operator==(const RankedPaper&) const = default;
};

// How many papers cite one and are cited by it.
struct CitationCounts {
  std::int64_t citing = 0, cited = 0;                  // of the index
  std::int64_t citing_outside = 0, cited_outside = 0;  // others
};

// One paper with everything known about it.
struct PaperResult {
  IndexIdentity index;
  Hit hit;
  std::optional<CitationCounts> counts = {};  // where they were asked for
};

}  // namespace incipit::schema
