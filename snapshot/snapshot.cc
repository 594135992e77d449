#include "snapshot/snapshot.h"

#include <utility>

namespace incipit::snapshot {

using schema::ErrorCode;
using schema::Result;

Result<Snapshot> Snapshot::open(const std::filesystem::path& directory) {
  Snapshot snapshot;
  storage::FixedColumn<SnapshotHead> head;
  Result<void> opened;
  storage::open_column(opened, head, directory / kHeadFile);
  if (opened && head.rows() != 1) opened = schema::fail(ErrorCode::index_damaged, "the head of the snapshot is damaged");
  if (opened && head[0].format != kSnapshotFormat) {
    opened = schema::fail(ErrorCode::index_incompatible, "the snapshot was written by another version; compute it again");
  }
  storage::open_column(opened, snapshot.ids_, directory / kIdsFile);
  storage::open_column(opened, snapshot.rows_, directory / kRowsFile);
  if (!opened) return tl::make_unexpected(opened.error());
  const auto papers = static_cast<std::size_t>(head[0].papers);
  const bool known_precision = head[0].precision >= 0 && head[0].precision <= static_cast<std::int64_t>(schema::DatePrecision::second);
  if (snapshot.ids_.rows() != papers || snapshot.rows_.rows() != papers || !known_precision) {
    return schema::fail(ErrorCode::index_damaged, "the files of the snapshot do not fit each other");
  }
  auto receipts = storage::RecordStore::open(directory, papers);
  if (!receipts) return tl::make_unexpected(receipts.error());
  snapshot.receipts_ = std::move(*receipts);
  snapshot.as_of_ = {head[0].clock, static_cast<schema::DatePrecision>(head[0].precision)};
  return snapshot;
}

Result<Receipt> Snapshot::receipt(std::size_t row) const {
  const auto bytes = receipts_.read(row);
  if (!bytes) return tl::make_unexpected(bytes.error());
  auto stored = decode(*bytes);
  if (!stored) return tl::make_unexpected(stored.error());
  auto& nearest = stored->receipt.novelty.nearest;
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    if (stored->rows[i] >= papers()) return schema::fail(ErrorCode::index_damaged, "a receipt of the snapshot names a paper that is not in it");
    nearest[i].id = ids_[stored->rows[i]];
  }
  return std::move(stored->receipt);
}

std::string Snapshot::reason_of_absence() const { return "not in the snapshot of " + as_of_.iso(); }

}  // namespace incipit::snapshot
