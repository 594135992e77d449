#include "analysis/stem_memo.h"

#include <cstring>
#include <utility>

namespace incipit::analysis {
namespace {

constexpr std::size_t kFirstSlots = 1 << 12;

std::uint64_t hash_of(std::string_view bytes) {
  constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15ULL;
  std::uint64_t hash = bytes.size() * kMultiplier;
  while (bytes.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    hash = (hash ^ word) * kMultiplier;
    hash ^= hash >> 32;
    bytes.remove_prefix(8);
  }
  std::uint64_t rest = 0;
  for (const char c : bytes) rest = rest << 8 | static_cast<unsigned char>(c);
  hash = (hash ^ rest) * kMultiplier;
  return hash ^ hash >> 29;
}

}  // namespace

StemMemo::StemMemo() : slots_(kFirstSlots) {}

std::size_t StemMemo::place_of(std::string_view form) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash_of(form) & mask;
  while (!slots_[at].form.empty() && slots_[at].form != form) at = (at + 1) & mask;
  return at;
}

bool StemMemo::make_room() {
  if (entries_ >= kMaxEntries) {
    slots_ = std::vector<Slot>(kFirstSlots);
    entries_ = 0;
    return true;
  }
  if (entries_ * 8 < slots_.size() * 5) return false;
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (Slot& slot : old) {
    if (!slot.form.empty()) slots_[place_of(slot.form)] = std::move(slot);
  }
  return true;
}

}  // namespace incipit::analysis
