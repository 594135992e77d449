#include "query/ordering.h"

#include <algorithm>
#include <cmath>

#include "query/scoring.h"

namespace incipit::query {
namespace {

// A column's value for ordering; nullopt where the paper lacks it.
std::optional<std::int64_t> number_key(const SegmentView& segment, schema::SortKey key, std::size_t row) {
  const storage::SegmentColumns& columns = *segment.columns;
  const auto present = [](std::int64_t value, std::int64_t none) { return value == none ? std::nullopt : std::optional(value); };
  switch (key) {
    case schema::SortKey::updated: return present(columns.updated[row], storage::kNoInstant);
    case schema::SortKey::citations: return present(columns.citations[row], storage::kNoCitations);
    case schema::SortKey::novelty: return segment.novelty(row);
    case schema::SortKey::rank: return segment.rank_score(row);
    default: return present(columns.published[row], storage::kNoInstant);
  }
}

}  // namespace

TermFrequency frequency_in(const std::vector<SegmentView>& segments) {
  return [&segments](schema::Field field, const std::string& term) { return document_frequency(segments, field, term); };
}

std::vector<WeightedTerm> weigh(const std::vector<RankingTerm>& terms, const std::vector<SegmentView>& segments,
                                std::int64_t idf_scale) {
  const auto papers = static_cast<double>(living_papers(segments));
  std::vector<WeightedTerm> weighted;
  for (const auto& term : terms) {
    WeightedTerm entry{term, 0, 0};
    entry.frequency = document_frequency(segments, term.field, term.term);
    if (!term.stem.empty()) entry.frequency += document_frequency(segments, term.field, term.stem);
    if (entry.frequency > 0) {
      const auto df = static_cast<double>(entry.frequency);
      const double idf = std::log(1 + (papers - df + 0.5) / (df + 0.5));
      entry.weight = (std::llround(static_cast<double>(idf_scale) * idf) * term.quarters + kWhole / 2) / kWhole;
    }
    weighted.push_back(std::move(entry));
  }
  return weighted;
}

std::vector<Found> best_by_score(const std::vector<SegmentView>& segments, const std::vector<DocSet>& sets,
                                 const std::vector<WeightedTerm>& terms, std::size_t count, bool reversed, const Deadline& deadline,
                                 const Found* after, const Boosts* boosts) {
  BestScores best(segments, count, reversed, after, boosts);
  for (std::uint32_t s = 0; s < segments.size(); ++s) score_segment(segments[s], s, sets[s], terms, best, deadline);
  return best.in_order();
}

std::vector<Found> best_by_column(const std::vector<SegmentView>& segments, const std::vector<DocSet>& sets, schema::Sort sort,
                                  std::size_t count, const Deadline& deadline, const Found* after) {
  struct Keyed {
    std::optional<std::int64_t> number;
    Found found;
  };
  std::vector<Keyed> all;
  const auto keyed = [&](const Found& found) {
    Keyed entry{std::nullopt, found};
    if (sort.key != schema::SortKey::title) entry.number = number_key(segments[found.segment], sort.key, found.row());
    return entry;
  };
  const auto title = [&](const Keyed& k) { return segments[k.found.segment].columns->title_keys[k.found.row()]; };
  const auto before = [&](const Keyed& a, const Keyed& b) {
    if (sort.key == schema::SortKey::title) {
      if (const int order = title(a).compare(title(b)); order != 0) return (order < 0) != sort.reversed;
    } else if (a.number != b.number) {
      if (!a.number || !b.number) return a.number.has_value();
      return (*a.number > *b.number) != sort.reversed;
    }
    return id_of(segments, a.found) < id_of(segments, b.found);
  };
  const std::optional<Keyed> last = after ? std::optional(keyed(*after)) : std::nullopt;
  for (std::uint32_t s = 0; s < segments.size(); ++s) {
    for (std::uint32_t docid : sets[s]) {
      deadline.check_often();
      const Keyed entry = keyed({s, docid, std::nullopt});
      if (!last || before(*last, entry)) all.push_back(entry);
    }
  }
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size()));
  std::partial_sort(all.begin(), middle, all.end(), before);
  std::vector<Found> best;
  for (auto it = all.begin(); it != middle; ++it) best.push_back(it->found);
  return best;
}

}  // namespace incipit::query
