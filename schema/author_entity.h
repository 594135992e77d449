// An author entity as the index stores it: one person as far as the identity rules can tell, with what no column holds.
// Counts and statistics are not stored here; they are computed from the papers' columns when asked. Uses are counted, so that
// a changed paper changes its authors without reading their other papers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/author.h"
#include "schema/error.h"

namespace incipit::schema {

// A text and the number of authorships that give it.
struct Use {
  std::string text;
  std::int64_t count = 0;
  bool operator==(const Use&) const = default;
};

// Most used first, then by bytes.
using Uses = std::vector<Use>;
// Adds `count` uses of a text; a text without uses is left out. The order is restored.
void add_use(Uses& uses, std::string_view text, std::int64_t count);
[[nodiscard]] std::vector<std::string> texts_of(const Uses& uses);

struct AuthorEntity {
  std::string id;             // D6
  Uses names;                 // display forms, as on the papers
  Uses ids;                   // external
  Uses affiliations;
  std::int64_t papers = 0;    // 0: no paper of the index has this author any more
  double confidence = 1;      // 0 to 1: that the papers are of one person, and none of theirs are elsewhere
  std::vector<std::string> candidates;  // ids of authors who may be the same person: the evidence does not decide
  std::vector<Metric> imported;  // scope imported
  bool corrected = false;        // by hand
  std::string shown_name;        // by hand; empty: one of `names`
  std::vector<std::string> private_names;  // find the author as a whole, and are never shown (D13); names of papers may be among them

  // The name to show: by hand, or the most used form, of equally used ones the one with most letters.
  [[nodiscard]] std::string_view name() const;
  [[nodiscard]] bool is_private(std::string_view name) const;
  // Names that may be shown besides `name()`, most used first.
  [[nodiscard]] std::vector<std::string> name_variants() const;
};

[[nodiscard]] std::string canonical_json(const AuthorEntity& entity);
// Error: index_damaged.
[[nodiscard]] Result<AuthorEntity> author_entity_from_json(std::string_view json);

// What of a stored author cannot be counted from the papers, as every format has stored it. Error: index_damaged.
struct ImportedFigures {
  std::string id;
  std::vector<Metric> metrics;
};
[[nodiscard]] Result<ImportedFigures> imported_figures_from_json(std::string_view json);

}  // namespace incipit::schema
