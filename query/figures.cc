#include "query/figures.h"

#include <utility>

#include "query/metric_collector.h"

namespace incipit::query {

using schema::ErrorCode;
using schema::Metric;
using schema::Result;

namespace {

constexpr const char* kNoSnapshot = "the index has no snapshot: when it was built, no paper had a date";
constexpr double kOfPercent = 100;      // hundredths
constexpr double kOfWhole = 10'000;     // ten-thousandths

double percent(snapshot::Hundredths value) { return value / kOfPercent; }

// "cs.CL 2024", "cs 2022-2024", "all papers".
std::string name_of(const snapshot::Cell& cell) {
  if (cell.kind == snapshot::CellKind::all) return "all papers";
  const std::string years = cell.first_year == cell.last_year ? std::to_string(cell.last_year)
                                                              : std::to_string(cell.first_year) + "-" + std::to_string(cell.last_year);
  return (cell.code.empty() ? "no category" : cell.code) + " " + years;
}

schema::NoveltyParts parts_of(const snapshot::NoveltyReceipt& receipt) {
  schema::NoveltyParts parts;
  parts.new_terms = receipt.new_terms;
  parts.new_terms_percentile = percent(receipt.new_terms_percentile());
  for (const auto& term : receipt.most_reused) parts.most_reused.push_back({term.text, term.reuse});
  parts.distance = receipt.distance() / kOfWhole;
  parts.distance_percentile = percent(receipt.distance_percentile());
  parts.compared = receipt.compared;
  for (const auto& paper : receipt.nearest) parts.nearest.push_back({paper.id, {}, paper.similarity / kOfWhole});
  parts.raw = percent(receipt.raw());
  return parts;
}

schema::RankParts parts_of(const snapshot::RankReceipt& receipt) {
  schema::RankParts parts;
  for (const auto part : snapshot::kRankParts) {
    const auto& value = receipt.values[static_cast<std::size_t>(part)];
    parts.parts.push_back({std::string(snapshot::name_of(part)), snapshot::weight_of(part) / kOfPercent, value ? std::optional(percent(*value)) : std::nullopt});
  }
  parts.age_days = receipt.age_days;
  parts.citations = receipt.citations;
  if (receipt.cited) {
    parts.cell = name_of(receipt.cited->cell);
    parts.cell_papers = receipt.cited->papers;
  }
  return parts;
}

}  // namespace

Result<std::shared_ptr<const Figures>> Figures::open(const storage::Generation& generation) {
  auto figures = std::make_shared<Figures>();
  if (!generation.manifest().info.snapshot) return figures;
  auto snapshot = snapshot::Snapshot::open(generation.paths().snapshot());
  if (!snapshot) return tl::make_unexpected(snapshot.error());
  figures->snapshot_ = std::move(*snapshot);
  for (std::size_t s = 0; s < generation.segments(); ++s) {
    const auto path = generation.paths().figures(generation.manifest().segments[s]) / snapshot::kRowsFile;
    auto rows = storage::FixedColumn<snapshot::SnapshotRow>::open(path);
    if (!rows) return tl::make_unexpected(rows.error());
    if (rows->rows() != generation.columns(s).rows()) {
      return schema::fail(ErrorCode::index_damaged, "the figures of a segment are not those of its papers", path.string());
    }
    figures->rows_.push_back(std::move(*rows));
  }
  return figures;
}

std::span<const snapshot::SnapshotRow> Figures::rows(std::size_t segment) const {
  return snapshot_ ? rows_[segment].values() : std::span<const snapshot::SnapshotRow>();
}

std::optional<schema::Date> Figures::as_of() const { return snapshot_ ? std::optional(snapshot_->as_of()) : std::nullopt; }

std::string Figures::reason_of_absence() const { return snapshot_ ? snapshot_->reason_of_absence() : kNoSnapshot; }

std::string Figures::reason_for_none() const {
  return snapshot_ ? "none of the papers has one in the snapshot of " + snapshot_->as_of().iso() : kNoSnapshot;
}

Metric Figures::missing(const char* name, std::string reason) const {
  Metric metric;
  metric.name = name;
  metric.reason = std::move(reason);
  metric.source = kThisIndex;
  metric.as_of = as_of();
  return metric;
}

Figures::OfPaper Figures::metrics_of(const std::optional<snapshot::Receipt>& found) const {
  const auto reason = [&](snapshot::Missing missing) { return std::string(snapshot::reason_of(missing)); };
  OfPaper metrics{missing("novelty", found ? reason(found->novelty.missing) : reason_of_absence()),
                  missing("rank_score", found ? reason(found->rank.missing) : reason_of_absence())};
  metrics.novelty.formula = kNoveltyFormula;
  metrics.rank_score.formula = snapshot::kRankFormula;
  if (!found) return metrics;
  const snapshot::Receipt& receipt = *found;
  if (receipt.novelty.missing == snapshot::Missing::nothing) {
    metrics.novelty.value = percent(receipt.novelty.novelty());
    metrics.novelty.n = receipt.novelty.standing.papers;
    metrics.novelty.cell = name_of(receipt.novelty.standing.cell);
    metrics.novelty.provisional = receipt.novelty.provisional;
  }
  if (receipt.rank.missing == snapshot::Missing::nothing) metrics.rank_score.value = percent(receipt.rank.score);
  return metrics;
}

Result<std::optional<snapshot::Receipt>> Figures::receipt(std::string_view id) const {
  const auto row = snapshot_ ? snapshot_->row_of(id) : std::nullopt;
  if (!row) return std::optional<snapshot::Receipt>();
  auto read = snapshot_->receipt(*row);
  if (!read) return tl::make_unexpected(read.error());
  return std::optional(std::move(*read));
}

Result<Figures::OfPaper> Figures::of(std::string_view id) const {
  const auto found = receipt(id);
  if (!found) return tl::make_unexpected(found.error());
  return metrics_of(*found);
}

Result<schema::NoveltyResult> Figures::explain(std::string_view id) const {
  const auto found = receipt(id);
  if (!found) return tl::make_unexpected(found.error());
  auto metrics = metrics_of(*found);
  schema::NoveltyResult result;
  result.id = id;
  result.novelty = std::move(metrics.novelty);
  result.rank_score = std::move(metrics.rank_score);
  if (!*found) return result;
  if (result.novelty.value) result.receipt = parts_of((*found)->novelty);
  result.rank = parts_of((*found)->rank);
  return result;
}

Result<std::shared_ptr<const Figures>> SharedFigures::of(const storage::Generation& generation) {
  const std::lock_guard lock(mutex_);
  if (!figures_) {
    auto opened = Figures::open(generation);
    if (!opened) return opened;
    figures_ = std::move(*opened);
  }
  return figures_;
}

}  // namespace incipit::query
