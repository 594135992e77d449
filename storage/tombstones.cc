#include "storage/tombstones.h"

#include <algorithm>

#include "storage/files.h"

namespace incipit::storage {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

Result<Tombstones> Tombstones::open(const fs::path& directory) {
  Tombstones dead;
  std::error_code error;
  if (!fs::exists(directory, error)) return dead;
  const auto bytes = read_file(directory / "papers.roaring");
  if (!bytes) return tl::make_unexpected(bytes.error());
  auto terms = StringColumn::open(directory / "terms.str");
  if (!terms) return tl::make_unexpected(terms.error());
  auto counts = FixedColumn<std::uint32_t>::open(directory / "counts.u32");
  if (!counts) return tl::make_unexpected(counts.error());
  if (terms->rows() != counts->rows()) return schema::fail(ErrorCode::index_damaged, "the tombstones of a segment do not fit each other");
  try {
    dead.papers_ = Roaring::readSafe(bytes->data(), bytes->size());
  } catch (const std::exception& fault) {
    return schema::fail(ErrorCode::index_damaged, "the tombstones of a segment cannot be read", fault.what());
  }
  dead.terms_ = std::move(*terms);
  dead.counts_ = std::move(*counts);
  return dead;
}

std::uint32_t Tombstones::frequency(std::string_view term) const {
  const auto row = terms_.row_of_sorted(term);
  return row ? counts_[*row] : 0;
}

Result<void> write_tombstones(const fs::path& directory, const Tombstones& before, const Roaring& papers, std::vector<std::string> fresh) {
  if (auto made = make_directories(directory); !made) return made;
  std::sort(fresh.begin(), fresh.end());
  StringColumnWriter terms(directory / "terms.str");
  FixedColumnWriter<std::uint32_t> counts(directory / "counts.u32");
  // Both lists are in the order of terms.
  std::size_t old = 0;
  for (std::size_t i = 0; i < fresh.size() || old < before.terms();) {
    const bool take_old = i == fresh.size() || (old < before.terms() && before.term(old) <= fresh[i]);
    const std::string_view term = take_old ? before.term(old) : std::string_view(fresh[i]);
    std::uint32_t count = take_old ? before.frequency_of(old) : 0;
    for (; i < fresh.size() && fresh[i] == term; ++i) ++count;
    terms.add(term);
    counts.add(count);
    old += take_old ? 1 : 0;
  }
  if (auto closed = terms.close(); !closed) return closed;
  if (auto closed = counts.close(); !closed) return closed;
  std::string bytes(papers.getSizeInBytes(), '\0');
  papers.write(bytes.data());
  return write_file(directory / "papers.roaring", bytes);
}

}  // namespace incipit::storage
