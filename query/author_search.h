// People by name, from the author-name tables of a generation.
#pragma once

#include <xapian.h>

#include <string_view>
#include <vector>

#include "analysis/analyser.h"
#include "query/deadline.h"
#include "query/plan.h"
#include "query/segment_view.h"
#include "schema/error.h"
#include "schema/request.h"

namespace incipit::query {

// An author found: its ordinal, and whether the query is one of its names.
struct FoundAuthor {
  std::uint32_t ordinal = 0;
  bool exact_name = false;
};

struct FoundAuthors {
  std::vector<FoundAuthor> page;
  std::int64_t total = 0;
};

class AuthorSearch {
 public:
  // Throws Xapian::Error.
  AuthorSearch(const storage::Generation& generation, const std::vector<SegmentView>& segments, analysis::Analyser& analyser);

  // Order: authors with exactly that name; then those whose names have all words (the last one may be a beginning of two
  // letters or more); then those where an initial stands for a word. Within each, most papers first.
  // Throws Xapian::Error, DeadlineExceeded.
  [[nodiscard]] FoundAuthors find(const schema::AuthorSearchRequest& request, const Deadline& deadline) const;

  // Authors whose names have all words of `q`, the last as a beginning, where one word has one error (query/word_list.h), never
  // its first letter. Most papers first. For suggestions: nothing is looked for without errors.
  [[nodiscard]] std::vector<std::uint32_t> find_misspelt(std::string_view q, std::size_t limit, const Deadline& deadline) const;

  // The authors one of whose names is exactly this, most papers first.
  [[nodiscard]] std::vector<std::uint32_t> named(std::string_view name, std::size_t limit, const Deadline& deadline) const;

  // Authors one of whose names stands in a block of the identity room (identity/blocks.h), by ordinal.
  [[nodiscard]] std::vector<std::uint32_t> in_block(std::string_view key, const Deadline& deadline) const;

  // The author an id means, ours (moved ones followed) or external. Error: author_not_found when it names nobody, or more than one.
  [[nodiscard]] schema::Result<std::uint32_t> resolve(std::string_view id, const Deadline& deadline) const;

 private:
  // Here and below a set of authors holds ordinals + 1.
  // Those of the rows that `find` gives for each layer (query/name_rows.h).
  template <class Find>
  [[nodiscard]] DocSet with_names(const Find& find) const;
  [[nodiscard]] DocSet with_term(std::string_view kind, std::string_view value, const Deadline& deadline) const;
  // The authors of a layer's rows, ascending, that are current and have papers.
  template <class Rows>
  void add_current(DocSet& authors, std::size_t layer, const Rows& rows) const;
  // Authors with a paper of one of the categories, and with one of the years.
  [[nodiscard]] std::optional<DocSet> filter(const schema::AuthorSearchRequest& request, const Deadline& deadline) const;
  [[nodiscard]] DocSet authors_of(const std::vector<PlanNode>& conditions, const Deadline& deadline) const;
  // Most papers first, then by name and id.
  [[nodiscard]] std::vector<std::uint32_t> ordered(const DocSet& authors, std::size_t count, const Deadline& deadline) const;

  const storage::Generation& generation_;
  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
  std::vector<Xapian::Database> names_;  // by layer
};

}  // namespace incipit::query
