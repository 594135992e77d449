#include "storage/pair_filter.h"

#include <algorithm>
#include <array>

namespace incipit::storage {

using schema::Result;

namespace {

constexpr std::size_t kLines = 1024;
constexpr std::size_t kHashes = 2;
constexpr std::size_t kBlockRows = 4096;
constexpr std::size_t kWordBits = 64;
constexpr std::size_t kBlockWords = kBlockRows / kWordBits;  // of a line

constexpr std::size_t kCacheLineWords = 8;

constexpr const char* kFile = "pairs.u64";

// The lines of a pair.
std::array<std::size_t, kHashes> lines_of(std::uint32_t first, std::uint32_t second) {
  // The finaliser of SplitMix64 (Steele, Lea and Flood 2014): each bit depends on all of both numbers.
  std::uint64_t hash = static_cast<std::uint64_t>(first) << 32 | second;
  hash = (hash ^ hash >> 30) * 0xBF58476D1CE4E5B9;
  hash = (hash ^ hash >> 27) * 0x94D049BB133111EB;
  hash ^= hash >> 31;
  std::array<std::size_t, kHashes> lines{};
  for (std::size_t& line : lines) {
    line = hash % kLines;
    hash /= kLines;
  }
  return lines;
}

std::size_t words_for(std::size_t rows) { return (rows + kWordBits - 1) / kWordBits; }

}  // namespace

PairFilterWriter::PairFilterWriter(const std::filesystem::path& directory) : words_(directory / kFile), block_(kLines * kBlockWords) {}

void PairFilterWriter::add(std::uint32_t first, std::uint32_t second) {
  for (const std::size_t line : lines_of(first, second)) {
    block_[line * kBlockWords + rows_ / kWordBits] |= std::uint64_t{1} << rows_ % kWordBits;
  }
}

void PairFilterWriter::end_row() {
  if (++rows_ == kBlockRows) write_block();
}

void PairFilterWriter::write_block() {
  const std::size_t used = words_for(rows_);
  for (std::size_t line = 0; line < kLines; ++line) {
    for (std::size_t word = 0; word < used; ++word) words_.add(block_[line * kBlockWords + word]);
  }
  std::fill(block_.begin(), block_.end(), 0);
  rows_ = 0;
}

Result<void> PairFilterWriter::close() {
  write_block();
  return words_.close();
}

Result<PairFilter> PairFilter::open(const std::filesystem::path& directory, std::size_t rows) {
  auto words = FixedColumn<std::uint64_t>::open(directory / kFile);
  if (!words) return tl::make_unexpected(words.error());
  if (words->rows() != words_for(rows) * kLines) {
    return schema::fail(schema::ErrorCode::index_damaged, "the filter of word pairs is not of as many papers as the token column");
  }
  PairFilter filter;
  filter.words_ = std::move(*words);
  filter.rows_ = rows;
  return filter;
}

void PairFilter::narrow(std::uint32_t first, std::uint32_t second, std::span<const std::uint32_t> docids,
                        std::vector<std::uint32_t>& kept) const {
  if (kept.size() < docids.size()) kept.resize(docids.size());
  const auto lines = lines_of(first, second);
  std::array<const std::uint64_t*, kHashes> line_at{};
  std::size_t block_end = 0, count = 0;
  for (const std::uint32_t docid : docids) {
    const std::size_t row = docid - 1, place = row % kBlockRows;
    if (row >= block_end) {
      const std::size_t begin = row - place;
      block_end = begin + kBlockRows;
      const std::size_t width = words_for(std::min(kBlockRows, rows_ - begin));
      const std::uint64_t* const block = words_.values().data() + begin / kWordBits * kLines;
      for (std::size_t i = 0; i < kHashes; ++i) {
        line_at[i] = block + lines[i] * width;
        if (block_end + kBlockRows > rows_) continue;
        // The line of the next block, where that is a whole one.
        const std::uint64_t* const next = line_at[i] + kLines * kBlockWords;
        for (std::size_t word = 0; word < kBlockWords; word += kCacheLineWords) __builtin_prefetch(next + word);
      }
    }
    std::uint64_t bits = ~std::uint64_t{0};
    for (const std::uint64_t* line : line_at) bits &= line[place / kWordBits];
    kept[count] = docid;  // no branch: which papers stay cannot be foretold
    count += bits >> place % kWordBits & 1;
  }
  kept.resize(count);
}

}  // namespace incipit::storage
