// One segment as a searching thread sees it: its own database handle, the shared columns, and sets of rows.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <roaring/roaring.hh>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "query/deadline.h"
#include "query/posting_cache.h"
#include "schema/fields.h"
#include "snapshot/snapshot.h"
#include "storage/generation.h"

namespace incipit::query {

// A set of papers of one segment, by docid (row + 1).
using DocSet = Roaring;

class SegmentView {
 public:
  // `cache` and `figures`: of this generation; without a snapshot there are none. Throws Xapian::Error.
  SegmentView(const storage::Generation& generation, std::size_t segment, std::shared_ptr<PostingCache> cache,
              std::span<const snapshot::SnapshotRow> figures = {})
      : tables(generation.tables(segment).string()),
        columns(&generation.columns(segment)),
        dead(&generation.tombstones(segment)),
        number_(static_cast<std::uint32_t>(segment)),
        cache_(std::move(cache)),
        figures_(figures) {}

  // Rows, the dead ones included.
  [[nodiscard]] Xapian::doccount rows() const { return static_cast<Xapian::doccount>(columns->rows()); }
  // Papers: rows that are not dead.
  [[nodiscard]] Xapian::doccount size() const { return rows() - static_cast<Xapian::doccount>(dead->papers().cardinality()); }
  [[nodiscard]] DocSet everything() const;
  // The postings of a term, from the cache or by one pass over them; empty when no paper has it.
  [[nodiscard]] std::shared_ptr<const Postings> postings(schema::Field field, std::string_view value, const Deadline& deadline) const;
  // The papers that have a term.
  [[nodiscard]] DocSet papers_with(schema::Field field, std::string_view value, const Deadline& deadline) const;
  // The values of a field's terms that begin so, in order.
  [[nodiscard]] std::vector<std::string> terms_beginning(schema::Field field, std::string_view beginning, const Deadline& deadline) const;
  // The same, each with its postings: papers that have it, the dead ones included.
  [[nodiscard]] std::vector<std::pair<std::string, Xapian::doccount>> counted_terms_beginning(schema::Field field, std::string_view beginning,
                                                                                              const Deadline& deadline) const;
  [[nodiscard]] bool has_term_beginning(schema::Field field, std::string_view beginning) const;
  // How many papers have a term.
  [[nodiscard]] Xapian::doccount frequency(schema::Field field, std::string_view value) const;
  // The stored impact of a term in a paper; 0 when the paper does not have it.
  [[nodiscard]] std::int64_t impact(schema::Field field, std::string_view value, Xapian::docid docid) const;
  // Hundredths, 0..10,000, of the snapshot; nullopt where the paper has none.
  [[nodiscard]] std::optional<std::int64_t> novelty(std::size_t row) const { return figure(row, &snapshot::SnapshotRow::novelty); }
  [[nodiscard]] std::optional<std::int64_t> rank_score(std::size_t row) const { return figure(row, &snapshot::SnapshotRow::rank); }

  Xapian::Database tables;
  const storage::SegmentColumns* columns;
  const storage::Tombstones* dead;

 private:
  [[nodiscard]] std::optional<std::int64_t> figure(std::size_t row, std::uint16_t snapshot::SnapshotRow::*which) const {
    if (figures_.empty() || figures_[row].*which == snapshot::SnapshotRow::kMissing) return {};
    return figures_[row].*which;
  }

  std::uint32_t number_;
  std::shared_ptr<PostingCache> cache_;
  std::span<const snapshot::SnapshotRow> figures_;  // by row
};

// Over all segments: papers, and how many of them have a term.
[[nodiscard]] std::int64_t living_papers(const std::vector<SegmentView>& segments);
[[nodiscard]] std::int64_t document_frequency(const std::vector<SegmentView>& segments, schema::Field field, std::string_view value);

// The members of a set, ascending: quicker to go through than the set itself.
[[nodiscard]] std::vector<std::uint32_t> docids_of(const DocSet& papers);

}  // namespace incipit::query
