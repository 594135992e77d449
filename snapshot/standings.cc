#include "snapshot/standings.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <vector>

#include "snapshot/rank.h"

namespace incipit::snapshot {

using schema::Result;

namespace {

// Whether a cell is the paper's own one, so that its rank there is shown.
enum class Belonging : std::uint32_t { beside, own };

// A value of a paper in a cell.
struct ValueRecord {
  std::uint32_t cell = 0;
  std::uint32_t value = 0;
  std::uint32_t ordinal = 0;
  Belonging belonging{};
  [[nodiscard]] std::uint64_t key() const { return std::uint64_t{cell} << 32 | value; }
};

// The ranks of the parts of novelty of a paper in a cell; a record for each part, the other one's rank being 0.
struct PartsRecord {
  std::uint32_t ordinal = 0;
  std::uint32_t cell = 0;
  std::uint32_t new_terms_rank = 0, distance_rank = 0;
  Belonging belonging{};
  [[nodiscard]] std::uint64_t key() const { return std::uint64_t{ordinal} << 32 | cell; }
};

// Parts with their sum, which is raw times 4 n / 100.
struct RawRecord {
  std::uint32_t cell = 0;
  std::uint32_t ordinal = 0;
  std::uint32_t new_terms_rank = 0, distance_rank = 0;
  Belonging belonging{};
  [[nodiscard]] std::uint64_t key() const { return std::uint64_t{cell} << 32 | (new_terms_rank + distance_rank); }
};

// Tells the rank of each record among those of its cell: `take(record, rank)`. Records of one value are held together.
template <class Record, class Take>
Result<void> rank_each(RecordSorter<Record>& records, const Take& take) {
  if (auto sorted = records.sort(); !sorted) return sorted;
  std::vector<Record> equal;
  std::uint32_t below = 0;
  const auto end_value = [&] {
    const auto rank = static_cast<std::uint32_t>(2 * below + equal.size());
    for (const Record& record : equal) take(record, rank);
    below += static_cast<std::uint32_t>(equal.size());
    equal.clear();
  };
  while (const Record* record = records.next()) {
    if (!equal.empty() && equal.front().key() != record->key()) {
      const bool same_cell = equal.front().cell == record->cell;
      end_value();
      if (!same_cell) below = 0;
    }
    equal.push_back(*record);
  }
  end_value();
  return records.outcome();
}

void add_value(RecordSorter<ValueRecord>& values, const CellLadder& ladder, std::uint32_t ordinal, const PaperFacts& facts, std::uint32_t value) {
  const std::uint32_t own = ladder.own(facts.category, facts.year);
  for (const std::uint32_t cell : ladder.cells_with(facts.category, facts.year)) {
    values.add({cell, value, ordinal, cell == own ? Belonging::own : Belonging::beside});
  }
}

bool has_novelty(const PaperFacts& facts, const CorpusShape& shape) { return facts.ordered && shape.is_judged(facts.year); }
bool has_citations(const PaperFacts& facts) { return facts.dated && facts.citations >= 0; }

}  // namespace

Result<void> each_facts(const CorpusShape& shape, const WorkPlace& place, const Watch& watch,
                        const std::function<Result<void>(std::uint32_t ordinal, const PaperFacts& facts)>& take) {
  auto file = WorkFile::open(place.file("facts"));
  if (!file) return tl::make_unexpected(file.error());
  std::vector<PaperFacts> batch(1024);
  for (std::uint32_t first = 0; first < shape.papers; first += static_cast<std::uint32_t>(batch.size())) {
    if (auto checked = watch.check(); !checked) return checked;
    const auto count = std::min<std::uint32_t>(static_cast<std::uint32_t>(batch.size()), shape.papers - first);
    if (auto read = file->read_all(reinterpret_cast<char*>(batch.data()), count * sizeof(PaperFacts)); !read) return read;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (auto taken = take(first + i, batch[i]); !taken) return taken;
    }
  }
  return {};
}

Result<Ladders> count_cells(const CorpusShape& shape, const WorkPlace& place, const Watch& watch) {
  Ladders ladders;
  auto counted = each_facts(shape, place, watch, [&](std::uint32_t, const PaperFacts& facts) -> Result<void> {
    if (has_novelty(facts, shape)) ladders.novelty.count(facts.category, facts.year);
    if (has_citations(facts)) ladders.citations.count(facts.category, facts.year);
    return {};
  });
  if (!counted) return tl::make_unexpected(counted.error());
  ladders.novelty.settle(shape.categories);
  ladders.citations.settle(shape.categories);
  return ladders;
}

Result<void> rank_novelty(RecordSorter<NewTermRecord>& new_terms, RecordSorter<NearRecord>& nearest, const CorpusShape& shape, const CellLadder& ladder,
                          const WorkPlace& place, RecordSorter<NoveltyStanding>& standings, const Watch& watch) {
  const std::size_t share = place.memory_bytes() / 8;
  RecordSorter<PartsRecord> parts(place, "parts", share);
  {
    RecordSorter<ValueRecord> counts(place, "counts", share), distances(place, "distances", share);
    new_terms.rewind();
    nearest.rewind();
    const NearRecord* near = nearest.next();
    auto read = each_facts(shape, place, watch, [&](std::uint32_t ordinal, const PaperFacts& facts) -> Result<void> {
      if (!has_novelty(facts, shape)) return {};
      std::uint32_t count = 0;
      new_terms.take_key(ordinal, [&](const NewTermRecord&) { ++count; });
      while (near != nullptr && near->later < ordinal) near = nearest.next();
      const std::uint32_t similarity = near != nullptr && near->later == ordinal ? near->similarity : 0;
      add_value(counts, ladder, ordinal, facts, count);
      add_value(distances, ladder, ordinal, facts, kMostSimilar - similarity);
      return {};
    });
    if (!read) return read;
    if (!new_terms.outcome()) return new_terms.outcome();
    if (!nearest.outcome()) return nearest.outcome();
    auto ranked = rank_each(counts, [&](const ValueRecord& of, std::uint32_t rank) { parts.add({of.ordinal, of.cell, rank, 0, of.belonging}); });
    if (!ranked) return ranked;
    ranked = rank_each(distances, [&](const ValueRecord& of, std::uint32_t rank) { parts.add({of.ordinal, of.cell, 0, rank, of.belonging}); });
    if (!ranked) return ranked;
  }
  if (auto sorted = parts.sort(); !sorted) return sorted;
  RecordSorter<RawRecord> raws(place, "raws", share);
  while (const PartsRecord* part = parts.next()) {
    RawRecord raw{part->cell, part->ordinal, part->new_terms_rank, part->distance_rank, part->belonging};
    const PartsRecord* const other = parts.next();
    if (other == nullptr) break;
    raw.new_terms_rank += other->new_terms_rank;
    raw.distance_rank += other->distance_rank;
    raws.add(raw);
  }
  if (!parts.outcome()) return parts.outcome();
  auto ranked = rank_each(raws, [&](const RawRecord& of, std::uint32_t rank) {
    if (of.belonging == Belonging::own) standings.add({of.ordinal, of.new_terms_rank, of.distance_rank, rank});
  });
  return ranked ? standings.sort() : ranked;
}

Result<void> rank_citations(const CorpusShape& shape, const CellLadder& ladder, std::int64_t clock, const WorkPlace& place,
                            RecordSorter<CitationStanding>& standings, const Watch& watch) {
  RecordSorter<ValueRecord> values(place, "citations", place.memory_bytes() / 8);
  auto read = each_facts(shape, place, watch, [&](std::uint32_t ordinal, const PaperFacts& facts) -> Result<void> {
    if (!has_citations(facts)) return {};
    // The bits of floats that are not negative are in the order of the floats.
    const auto per_year = static_cast<float>(citations_per_year(facts.citations, age_in_days(facts.instant, clock)));
    add_value(values, ladder, ordinal, facts, std::bit_cast<std::uint32_t>(per_year));
    return {};
  });
  if (!read) return read;
  auto ranked = rank_each(values, [&](const ValueRecord& of, std::uint32_t rank) {
    if (of.belonging == Belonging::own) standings.add({of.ordinal, rank});
  });
  return ranked ? standings.sort() : ranked;
}

}  // namespace incipit::snapshot
