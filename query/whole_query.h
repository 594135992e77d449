// What a whole query text is, besides a search: a title, an identifier, a person's name.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <string>
#include <vector>

#include "query/ast.h"
#include "query/author_search.h"
#include "query/evaluator.h"
#include "query/ordering.h"
#include "query/title_finder.h"
#include "schema/request.h"
#include "schema/result.h"

namespace incipit::query {

// The papers that the query text is the title or an identifier of.
struct NamedPapers {
  PaperSets titles, identifiers;

  [[nodiscard]] bool empty() const;
  [[nodiscard]] schema::WholeQuery what(const Found& found) const;
};

class WholeQueryReader {
 public:
  WholeQueryReader(const storage::Generation& generation, const std::vector<SegmentView>& segments, analysis::Analyser& analyser,
                   const AuthorSearch& authors)
      : generation_(generation), segments_(segments), analyser_(analyser), authors_(authors) {}

  // All of these throw Xapian::Error, DeadlineExceeded; `parsed` is what `text` was parsed to.

  [[nodiscard]] NamedPapers papers(const std::string& text, const ParsedQuery& parsed, const Deadline& deadline) const;
  // Who bears exactly the name that the text is, or that an author: in it asks for where that is all of it.
  [[nodiscard]] std::vector<schema::AuthorCard> authors(const ParsedQuery& parsed, const Deadline& deadline) const;

 private:
  const storage::Generation& generation_;
  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
  const AuthorSearch& authors_;
};

// The first `count` papers of `sets` in the order by relevance: those that the query names, then the others, each by score and
// id; with `after`, those behind this paper; `boosts` as of best_by_score. Scores are what they are without names. Throws as that.
[[nodiscard]] std::vector<Found> best_by_relevance(const std::vector<SegmentView>& segments, const PaperSets& sets, const NamedPapers& named,
                                                   const std::vector<WeightedTerm>& terms, std::size_t count, const Deadline& deadline,
                                                   const Found* after = nullptr, const Boosts* boosts = nullptr);

}  // namespace incipit::query
