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
  Uses names;                 // display forms; the first is the one to show
  Uses ids;                   // external
  Uses affiliations;
  std::int64_t papers = 0;    // 0: no paper of the index has this author any more
  std::vector<Metric> imported;  // scope imported

  [[nodiscard]] std::string_view name() const { return names.empty() ? std::string_view{} : names.front().text; }
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
