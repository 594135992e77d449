#include "storage/pair_lists.h"

#include <algorithm>

#include "storage/varint.h"

namespace incipit::storage {

using schema::Result;

namespace {

constexpr const char* kKeys = "pair_keys.u64";
constexpr const char* kLists = "pair_lists.str";

constexpr std::size_t kFrequent = PairListsWriter::kFrequentForms;

std::uint64_t key_of(std::uint32_t first, std::uint32_t second) { return std::uint64_t{first} * kFrequent + second; }

bool are_frequent(std::uint32_t first, std::uint32_t second) { return std::max(first, second) < kFrequent; }

}  // namespace

PairListsWriter::PairListsWriter(std::size_t rows) : least_uses_(rows / kPapersPerUse), uses_(rows < kLeastPapers ? 0 : kFrequent * kFrequent) {}

void PairListsWriter::count(std::uint32_t first, std::uint32_t second) {
  if (are_frequent(first, second)) ++uses_[key_of(first, second)];
}

void PairListsWriter::choose() {
  for (std::uint64_t key = 0; key < uses_.size(); ++key) {
    const bool listed = uses_[key] >= least_uses_;
    if (listed) keys_.push_back(key);
    uses_[key] = listed ? static_cast<std::uint32_t>(keys_.size()) : 0;
  }
  lists_.resize(keys_.size());
}

void PairListsWriter::add(std::uint32_t first, std::uint32_t second, std::uint32_t row) {
  if (!are_frequent(first, second)) return;
  const std::uint32_t number = uses_[key_of(first, second)];
  if (number == 0) return;
  List& list = lists_[number - 1];
  if (row < list.next_row) return;  // the pair stands there once more
  put_varint(list.rows, row - list.next_row);
  list.next_row = row + 1;
}

Result<void> PairListsWriter::close(const std::filesystem::path& directory) {
  FixedColumnWriter<std::uint64_t> keys(directory / kKeys);
  for (const std::uint64_t key : keys_) keys.add(key);
  if (auto closed = keys.close(); !closed) return closed;
  StringColumnWriter lists(directory / kLists);
  for (const List& list : lists_) lists.add(list.rows);
  return lists.close();
}

Result<PairLists> PairLists::open(const std::filesystem::path& directory) {
  PairLists lists;
  Result<void> outcome;
  open_column(outcome, lists.keys_, directory / kKeys);
  open_column(outcome, lists.lists_, directory / kLists);
  if (!outcome) return tl::make_unexpected(outcome.error());
  if (lists.keys_.rows() != lists.lists_.rows()) return schema::fail(schema::ErrorCode::index_damaged, "the files of the pair lists disagree");
  return lists;
}

std::optional<std::vector<std::uint32_t>> PairLists::docids(std::uint32_t first, std::uint32_t second, std::size_t rows) const {
  if (!are_frequent(first, second)) return std::nullopt;
  const auto keys = keys_.values();
  const auto found = std::lower_bound(keys.begin(), keys.end(), key_of(first, second));
  if (found == keys.end() || *found != key_of(first, second)) return std::nullopt;
  const std::string_view bytes = lists_[static_cast<std::size_t>(found - keys.begin())];
  std::vector<std::uint32_t> docids(bytes.size());  // a row takes a byte at least
  VarintReader reader(bytes);
  std::size_t count = 0;
  for (std::uint64_t docid = 1; reader.left() > 0; ++docid) {
    docid += reader.next();
    if (docid > rows) break;
    docids[count++] = static_cast<std::uint32_t>(docid);
  }
  docids.resize(count);
  return docids;
}

}  // namespace incipit::storage
