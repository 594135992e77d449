#include "snapshot/blob_sorter.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "storage/files.h"

namespace incipit::snapshot {

using schema::Result;

namespace {

constexpr std::size_t kMostRuns = 128;  // read at one time

struct Lengths {
  std::uint32_t key = 0, value = 0;
};

std::uint64_t beginning_of(std::string_view key) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0U);
  return number;
}

}  // namespace

std::string ordered_bytes(std::int64_t number) {
  const std::uint64_t bits = static_cast<std::uint64_t>(number) ^ std::uint64_t{1} << 63;
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(bits >> shift & 0xFF);
  return bytes;
}

// One run, read from front to back; a buffer of it is held, and the whole of the entry that is first.
class BlobSorter::Source {
 public:
  Source(WorkFile file, std::size_t buffer_bytes) : file_(std::move(file)), buffer_bytes_(buffer_bytes) {}

  // False at the end.
  [[nodiscard]] Result<bool> advance() {
    begin_ += taken_;
    taken_ = 0;
    if (auto filled = have(sizeof(Lengths)); !filled || !*filled) return filled;
    Lengths lengths;
    std::memcpy(&lengths, buffer_.data() + begin_, sizeof lengths);
    const std::size_t size = sizeof lengths + lengths.key + lengths.value;
    if (auto filled = have(size); !filled || !*filled) return filled;
    taken_ = size;
    const std::string_view bytes(buffer_.data() + begin_ + sizeof lengths, size - sizeof lengths);
    entry_ = {bytes.substr(0, lengths.key), bytes.substr(lengths.key)};
    return true;
  }
  [[nodiscard]] const Entry& entry() const { return entry_; }

 private:
  Result<bool> have(std::size_t bytes) {
    if (buffer_.size() - begin_ >= bytes) return true;
    buffer_.erase(0, begin_);
    begin_ = 0;
    const std::size_t held = buffer_.size();
    buffer_.resize(std::max(bytes, buffer_bytes_));
    const auto read = file_.read(buffer_.data() + held, buffer_.size() - held);
    if (!read) return tl::make_unexpected(read.error());
    buffer_.resize(held + *read);
    return buffer_.size() >= bytes;
  }

  WorkFile file_;
  std::size_t buffer_bytes_;
  std::string buffer_;
  std::size_t begin_ = 0, taken_ = 0;
  Entry entry_;
};

BlobSorter::BlobSorter(const WorkPlace& place, std::string name, std::size_t memory_bytes)
    : place_(place), name_(std::move(name)), memory_bytes_(memory_bytes) {}
BlobSorter::~BlobSorter() = default;

void BlobSorter::add(std::string_view key, std::string_view value) {
  const std::size_t size = sizeof(Lengths) + key.size() + value.size();
  if (!places_.empty() && bytes_.size() + size + (places_.size() + 1) * sizeof(Place) > memory_bytes_) spill();
  if (bytes_.empty()) bytes_.reserve(memory_bytes_);
  places_.push_back({beginning_of(key), bytes_.size()});
  const Lengths lengths{static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(value.size())};
  bytes_.append(reinterpret_cast<const char*>(&lengths), sizeof lengths).append(key).append(value);
}

BlobSorter::Entry BlobSorter::entry_at(std::uint64_t offset) const {
  Lengths lengths;
  std::memcpy(&lengths, bytes_.data() + offset, sizeof lengths);
  const std::string_view key(bytes_.data() + offset + sizeof lengths, lengths.key);
  return {key, {key.data() + key.size(), lengths.value}};
}

void BlobSorter::sort_places() {
  std::sort(places_.begin(), places_.end(), [&](const Place& a, const Place& b) {
    return a.begins != b.begins ? a.begins < b.begins : entry_at(a.offset).key < entry_at(b.offset).key;
  });
}

void BlobSorter::spill() {
  sort_places();
  runs_.push_back(place_.file(name_ + "-" + std::to_string(made_++)));
  storage::FileWriter writer(runs_.back());
  for (const Place& place : places_) {
    const Entry entry = entry_at(place.offset);
    writer.write({entry.key.data() - sizeof(Lengths), sizeof(Lengths) + entry.key.size() + entry.value.size()});
  }
  keep(writer.close());
  bytes_.clear();
  places_.clear();
}

Result<void> BlobSorter::sort() {
  if (runs_.empty()) {
    sort_places();
  } else {
    spill();
    std::string().swap(bytes_);
    std::vector<Place>().swap(places_);
    merge_down();
  }
  rewind();
  return outcome_;
}

void BlobSorter::rewind() {
  row_ = 0;
  if (!runs_.empty()) open_runs(0, runs_.size());
}

void BlobSorter::open_runs(std::size_t first, std::size_t end) {
  sources_.clear();
  pending_ = false;
  const std::size_t buffer_bytes = std::clamp<std::size_t>(memory_bytes_ / 2 / (end - first), 4096, 1 << 18);
  for (std::size_t run = first; run < end && outcome_; ++run) {
    auto file = WorkFile::open(runs_[run]);
    if (!file) return keep(tl::make_unexpected(file.error()));
    auto source = std::make_unique<Source>(std::move(*file), buffer_bytes);
    const auto more = source->advance();
    if (!more) return keep(tl::make_unexpected(more.error()));
    if (*more) sources_.push_back(std::move(source));
  }
  std::make_heap(sources_.begin(), sources_.end(), [](const auto& a, const auto& b) { return b->entry().key < a->entry().key; });
}

const BlobSorter::Entry* BlobSorter::next_of_runs() {
  const auto later = [](const auto& a, const auto& b) { return b->entry().key < a->entry().key; };
  if (pending_) {
    pending_ = false;
    std::pop_heap(sources_.begin(), sources_.end(), later);
    const auto more = sources_.back()->advance();
    if (!more) keep(tl::make_unexpected(more.error()));
    if (more && *more) {
      std::push_heap(sources_.begin(), sources_.end(), later);
    } else {
      sources_.pop_back();
    }
  }
  if (!outcome_ || sources_.empty()) return nullptr;
  pending_ = true;
  return &sources_.front()->entry();
}

const BlobSorter::Entry* BlobSorter::next() {
  if (!runs_.empty()) return next_of_runs();
  if (!outcome_ || row_ == places_.size()) return nullptr;
  entry_ = entry_at(places_[row_++].offset);
  return &entry_;
}

void BlobSorter::merge_down() {
  while (outcome_ && runs_.size() > kMostRuns) {
    std::vector<std::filesystem::path> merged;
    for (std::size_t first = 0; first < runs_.size() && outcome_; first += kMostRuns) {
      const std::size_t end = std::min(first + kMostRuns, runs_.size());
      open_runs(first, end);
      merged.push_back(place_.file(name_ + "-" + std::to_string(made_++)));
      storage::FileWriter writer(merged.back());
      while (const Entry* entry = next_of_runs()) {
        writer.write({entry->key.data() - sizeof(Lengths), sizeof(Lengths) + entry->key.size() + entry->value.size()});
      }
      keep(writer.close());
      sources_.clear();
      for (std::size_t run = first; run < end; ++run) {
        std::error_code ignored;  // goes with the place at the latest
        std::filesystem::remove(runs_[run], ignored);
      }
    }
    runs_ = std::move(merged);
  }
}

void BlobSorter::keep(Result<void> outcome) {
  if (outcome_ && !outcome) outcome_ = std::move(outcome);
}

}  // namespace incipit::snapshot
