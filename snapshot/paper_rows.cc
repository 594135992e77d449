#include "snapshot/paper_rows.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <tuple>

#include "storage/files.h"

namespace incipit::snapshot {

using schema::Result;

namespace {

constexpr std::size_t kReadBytes = 1 << 18;

std::uint64_t squared(std::uint64_t number) { return number * number; }

// Sums of squares of all terms. Those that are not in `terms` no other paper has.
std::array<std::uint64_t, kViews> squares_of(std::span<const RowRecord> terms, const PaperFacts& facts, const CorpusShape& shape) {
  std::array<std::uint64_t, kViews> squares{};
  std::uint64_t shared = 0;
  for (const RowRecord& term : terms) {
    shared += squared(term.weight);
    for (std::size_t view = 0; view < kViews; ++view) squares[view] += squared(std::uint64_t{term.weight} * term.idf[view]);
  }
  for (std::size_t view = 0; view < kViews; ++view) {
    const std::uint64_t weight = idf(shape.papers_before(facts.year + static_cast<int>(view)), view == 0 ? 0 : 1);
    squares[view] += (facts.weight_squares - shared) * squared(weight);
  }
  return squares;
}

// The places of the key terms.
std::vector<std::size_t> keys_of(std::span<const RowRecord> terms) {
  std::vector<std::size_t> keys;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (terms[i].earlier > 0 && terms[i].earlier <= kMostEarlier) keys.push_back(i);
  }
  const auto end = keys.begin() + static_cast<std::ptrdiff_t>(std::min(keys.size(), kKeyTerms));
  std::partial_sort(keys.begin(), end, keys.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(terms[b].idf[0], terms[a].earlier, a) < std::tuple(terms[a].idf[0], terms[b].earlier, b);
  });
  keys.erase(end, keys.end());
  return keys;
}

void fill(PaperRow& row, std::span<const RowRecord> terms, bool judged) {
  row.entries.clear();
  for (const RowRecord& term : terms) row.entries.push_back({term.term, static_cast<std::uint16_t>(term.weight << 1), term.idf[0]});
  row.head.entries = static_cast<std::uint32_t>(row.entries.size());
  if (!judged) return;  // it is compared with no earlier paper
  for (const std::size_t place : keys_of(terms)) row.entries[place].weight_and_role |= static_cast<std::uint16_t>(TermRole::key);
}

}  // namespace

Result<RowFile> RowFile::open(const std::filesystem::path& path, std::uint64_t from) {
  auto file = WorkFile::open(path, from);
  if (!file) return tl::make_unexpected(file.error());
  RowFile rows;
  rows.file_ = std::move(*file);
  return rows;
}

Result<bool> RowFile::take(char* to, std::size_t size) {
  if (buffer_.size() - at_ < size) {
    buffer_.erase(0, at_);
    at_ = 0;
    const std::size_t held = buffer_.size();
    buffer_.resize(std::max(size, kReadBytes));
    const auto read = file_.read(buffer_.data() + held, buffer_.size() - held);
    if (!read) return tl::make_unexpected(read.error());
    buffer_.resize(held + *read);
    if (buffer_.size() < size) return false;
  }
  std::memcpy(to, buffer_.data() + at_, size);
  at_ += size;
  return true;
}

Result<bool> RowFile::next(PaperRow& row) {
  auto taken = take(reinterpret_cast<char*>(&row.head), sizeof row.head);
  if (!taken || !*taken) return taken;
  row.entries.resize(row.head.entries);
  return row.entries.empty() ? taken : take(reinterpret_cast<char*>(row.entries.data()), row.entries.size() * sizeof(RowEntry));
}

Result<std::vector<RowBlock>> write_rows(RecordSorter<RowRecord>& records, const CorpusShape& shape, const WorkPlace& place,
                                         std::uint64_t block_entries, const Watch& watch) {
  auto facts_file = WorkFile::open(place.file("facts"));
  if (!facts_file) return tl::make_unexpected(facts_file.error());
  storage::FileWriter writer(place.file("rows"));
  std::vector<RowBlock> blocks;
  std::uint64_t entries_left = 0;  // of the block
  std::vector<RowRecord> terms;
  PaperRow row;
  std::vector<PaperFacts> facts(1024);
  for (std::uint32_t ordinal = 0; ordinal < shape.papers; ++ordinal) {
    const std::size_t place_in_batch = ordinal % facts.size();
    if (place_in_batch == 0) {
      if (auto checked = watch.check(); !checked) return tl::make_unexpected(checked.error());
      const std::size_t count = std::min<std::size_t>(facts.size(), shape.papers - ordinal);
      if (auto read = facts_file->read_all(reinterpret_cast<char*>(facts.data()), count * sizeof(PaperFacts)); !read) return tl::make_unexpected(read.error());
    }
    const PaperFacts& paper = facts[place_in_batch];
    if (!paper.ordered) continue;
    terms.clear();
    records.take_key(ordinal, [&](const RowRecord& term) { terms.push_back(term); });
    row.head = {ordinal, 0, squares_of(terms, paper, shape), paper.year, 0};
    fill(row, terms, shape.is_judged(paper.year));
    if (entries_left == 0 || ordinal - blocks.back().first >= kMostPlaces) {
      blocks.push_back({ordinal, writer.size()});
      entries_left = block_entries;
    }
    entries_left -= std::min<std::uint64_t>(entries_left, row.entries.size() + 1);
    writer.write({reinterpret_cast<const char*>(&row.head), sizeof row.head});
    writer.write_values(std::span<const RowEntry>(row.entries));
  }
  if (!records.outcome()) return tl::make_unexpected(records.outcome().error());
  if (auto closed = writer.close(); !closed) return tl::make_unexpected(closed.error());
  return blocks;
}

}  // namespace incipit::snapshot
