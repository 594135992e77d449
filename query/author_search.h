// People by name, from the author-name tables of a generation.
#pragma once

#include <xapian.h>

#include <string_view>
#include <vector>

#include "analysis/analyser.h"
#include "query/deadline.h"
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
  AuthorSearch(const storage::Generation& generation, analysis::Analyser& analyser);

  // Order: authors with exactly that name; then those whose names have all words (the last one may be a beginning of two
  // letters or more); then those where an initial stands for a word. Within each, most papers first.
  // Throws Xapian::Error, DeadlineExceeded.
  [[nodiscard]] FoundAuthors find(const schema::AuthorSearchRequest& request, const Deadline& deadline) const;

  // The author an id means, ours (moved ones followed) or external; nullopt when it names nobody, or more than one.
  [[nodiscard]] std::optional<std::uint32_t> resolve(std::string_view id, const Deadline& deadline) const;
  // All authors that carry an external id.
  [[nodiscard]] DocSet with_external_id(std::string_view id, const Deadline& deadline) const;

 private:
  [[nodiscard]] DocSet with_word(const std::string& form, bool last, bool initials, const Deadline& deadline) const;
  [[nodiscard]] DocSet with_prefix(std::string_view prefix, const Deadline& deadline) const;
  [[nodiscard]] DocSet with_term(std::string_view kind, std::string_view value, const Deadline& deadline) const;
  void apply_filters(DocSet& set, const schema::AuthorSearchRequest& request, const Deadline& deadline) const;

  const storage::Generation& generation_;
  analysis::Analyser& analyser_;
  Xapian::Database names_;
};

}  // namespace incipit::query
