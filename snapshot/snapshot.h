// A snapshot: figures computed over a whole corpus at one moment (D9), on disk beside an index generation.
//
// It is of the papers that there were and says so: papers that came later are not in it, and their figures are null until the next one.
//
// Files, rows in ascending order of ids: ids.str; rows.u32 (SnapshotRow); records.str and records_first.u32 (receipts, as
// storage/record_store.h keeps records); head.i64 (SnapshotHead).
//
// Threads: an open Snapshot is an immutable view of mapped files, safe from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "schema/date.h"
#include "schema/error.h"
#include "snapshot/receipt.h"
#include "storage/columns.h"
#include "storage/record_store.h"

namespace incipit::snapshot {

// The figures of a paper that lists are sorted by.
struct SnapshotRow {
  static constexpr std::uint16_t kMissing = 0xFFFF;
  std::uint16_t novelty = kMissing;  // Hundredths
  std::uint16_t rank = kMissing;     // Hundredths
  bool operator==(const SnapshotRow&) const = default;
};

struct SnapshotHead {
  std::int64_t format = 0;
  std::int64_t papers = 0;
  std::int64_t clock = 0;      // first instant of `as_of`
  std::int64_t precision = 0;  // of `as_of`
};

class Snapshot {
 public:
  // Errors: index_damaged; index_incompatible for a snapshot of another format.
  [[nodiscard]] static schema::Result<Snapshot> open(const std::filesystem::path& directory);

  [[nodiscard]] schema::Date as_of() const { return as_of_; }
  [[nodiscard]] std::size_t papers() const { return ids_.rows(); }
  // Nullopt for a paper that is not in it.
  [[nodiscard]] std::optional<std::size_t> row_of(std::string_view id) const { return ids_.row_of_sorted(id); }
  [[nodiscard]] std::string_view id(std::size_t row) const { return ids_[row]; }
  [[nodiscard]] const SnapshotRow& row(std::size_t row) const { return rows_[row]; }
  // Error: index_damaged.
  [[nodiscard]] schema::Result<Receipt> receipt(std::size_t row) const;
  // "not in the snapshot of 2026-11-27": why a paper without a row has no figures.
  [[nodiscard]] std::string reason_of_absence() const;

 private:
  schema::Date as_of_;
  storage::StringColumn ids_;
  storage::FixedColumn<SnapshotRow> rows_;
  storage::RecordStore receipts_;
};

// The names of its files.
inline constexpr const char* kIdsFile = "ids.str";
inline constexpr const char* kRowsFile = "rows.u32";
inline constexpr const char* kHeadFile = "head.i64";
inline constexpr std::int64_t kSnapshotFormat = 1;

}  // namespace incipit::snapshot
