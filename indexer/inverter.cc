#include "indexer/inverter.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace incipit::indexer {

namespace {

constexpr std::size_t kFirstSlots = 1 << 16;
constexpr std::size_t kArenaBlock = 1 << 20;

// Eight bytes of a term as a number whose order is that of the bytes.
std::uint64_t leading_bytes(std::string_view term) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | (i < term.size() ? static_cast<unsigned char>(term[i]) : 0);
  return number;
}

}  // namespace

Inverter::Inverter() : slots_(kFirstSlots) {}

void Inverter::add(std::string_view term, std::uint32_t docid, std::uint32_t wdf) {
  Entry& entry = entry_of(term);
  if (entry.last == docid) return;
  entry.last = docid;
  entry.postings.add({docid, wdf});
}

Inverter::Entry& Inverter::entry_of(std::string_view term) {
  if (entries_.size() * 2 >= slots_.size()) grow();
  const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(term));
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.entry == 0) {
      entries_.push_back({keep(term), 0, {}});
      slot = {hash, static_cast<std::uint32_t>(entries_.size())};
      return entries_.back();
    }
    if (slot.hash != hash) continue;
    Entry& entry = entries_[slot.entry - 1];
    if (entry.term == term) return entry;
  }
}

void Inverter::grow() {
  std::vector<Slot> larger(slots_.size() * 2);
  const std::size_t mask = larger.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.entry == 0) continue;
    std::size_t at = slot.hash & mask;
    while (larger[at].entry != 0) at = (at + 1) & mask;
    larger[at] = slot;
  }
  slots_ = std::move(larger);
}

std::string_view Inverter::keep(std::string_view term) {
  if (term.size() > arena_left_) {
    arena_left_ = std::max(kArenaBlock, term.size());
    arena_.push_back(std::make_unique_for_overwrite<char[]>(arena_left_));
    arena_at_ = arena_.back().get();
  }
  std::memcpy(arena_at_, term.data(), term.size());
  const std::string_view kept(arena_at_, term.size());
  arena_at_ += term.size();
  arena_left_ -= term.size();
  return kept;
}

schema::Result<void> Inverter::write(const std::filesystem::path& run, std::span<const std::uint32_t> lengths) const {
  // Most comparisons are settled by the first eight bytes, which lie beside each other.
  std::vector<std::pair<std::uint64_t, const Entry*>> order;
  order.reserve(entries_.size());
  for (const auto& entry : entries_) order.emplace_back(leading_bytes(entry.term), &entry);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second->term < b.second->term;
  });
  storage::PostingRunWriter writer(run);
  for (const auto& [leading, entry] : order) writer.add(entry->term, entry->postings);
  return writer.close(lengths);
}

}  // namespace incipit::indexer
