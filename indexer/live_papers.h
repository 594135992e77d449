// The papers of an opened generation as a change needs them: where an id lies, and its stored record.
//
// Threads: one thread (it owns Xapian handles).
#pragma once

#include <xapian.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "schema/fields.h"
#include "schema/paper.h"
#include "storage/generation.h"

namespace incipit::indexer {

struct PaperPlace {
  std::size_t segment = 0;
  std::uint32_t docid = 0;  // row + 1
  auto operator<=>(const PaperPlace&) const = default;
};

struct StoredPaper {
  schema::Paper paper;
  std::string record;  // its canonical JSON
};

class LivePapers {
 public:
  // Throws Xapian::Error, as the look-ups do.
  explicit LivePapers(std::shared_ptr<const storage::Generation> generation);

  [[nodiscard]] std::optional<PaperPlace> find(std::string_view id) const;
  // Papers that have an identifier of another kind (schema::alias_key).
  [[nodiscard]] std::vector<PaperPlace> with_alias(std::string_view key) const;
  // Papers with a title, first surname and year (`work_key`); a few others may be among them.
  [[nodiscard]] std::vector<PaperPlace> with_work(std::string_view key) const;
  // The papers that an identifier of any kind means: the one whose own id it is, else those that have it besides.
  [[nodiscard]] std::vector<PaperPlace> meant_by(std::string_view identifier) const;
  [[nodiscard]] std::string_view id(const PaperPlace& place) const;
  // Error: index_damaged.
  [[nodiscard]] schema::Result<StoredPaper> paper(const PaperPlace& place) const;
  [[nodiscard]] std::span<const std::uint32_t> authors(const PaperPlace& place) const;
  // Authors that carry an external id.
  [[nodiscard]] std::vector<std::uint32_t> authors_with_id(std::string_view id) const;
  // Authors one of whose name forms has exactly this key.
  [[nodiscard]] std::vector<std::uint32_t> authors_named(std::string_view key) const;
  // Authors one of whose name forms stands in a block of the identity room, and who have papers.
  [[nodiscard]] std::vector<std::uint32_t> authors_in_block(std::string_view key) const;
  [[nodiscard]] std::vector<PaperPlace> papers_of(std::uint32_t ordinal) const;

  [[nodiscard]] const storage::Generation& generation() const { return *generation_; }

 private:
  [[nodiscard]] std::vector<PaperPlace> with_term(schema::Field field, std::string_view value) const;
  [[nodiscard]] std::vector<std::uint32_t> authors_with_term(std::string_view kind, std::string_view value) const;

  std::shared_ptr<const storage::Generation> generation_;
  std::vector<Xapian::Database> tables_;  // by segment
  std::vector<Xapian::Database> names_;   // by author layer
};

}  // namespace incipit::indexer
