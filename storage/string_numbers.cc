#include "storage/string_numbers.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstring>
#include <stdexcept>

namespace incipit::storage {

namespace {

constexpr std::size_t kFirstSlots = 1 << 16;
constexpr std::size_t kUnit = 4;
constexpr std::size_t kHeadBytes = 2 * sizeof(std::uint32_t);

}  // namespace

StringNumbers::StringNumbers() : slots_(kFirstSlots) {}

std::uint32_t StringNumbers::number(std::string_view text) {
  if (places_.size() * 2 >= slots_.size()) grow();
  const auto hash = static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size()));
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.place == 0) {
      slot = {hash, keep(text) + 1};
      return static_cast<std::uint32_t>(places_.size() - 1);
    }
    if (slot.hash != hash || text_at(slot.place - 1) != text) continue;
    std::uint32_t number = 0;
    std::memcpy(&number, bytes_.data() + std::size_t{slot.place - 1} * kUnit, sizeof number);
    return number;
  }
}

std::uint32_t StringNumbers::keep(std::string_view text) {
  if (bytes_.size() + kHeadBytes + text.size() + kUnit > kMostBytes) throw std::length_error("too many distinct words in one part");
  const auto place = static_cast<std::uint32_t>(bytes_.size() / kUnit);
  const auto number = static_cast<std::uint32_t>(places_.size());
  const auto size = static_cast<std::uint32_t>(text.size());
  bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
  bytes_.append(reinterpret_cast<const char*>(&size), sizeof size);
  bytes_.append(text);
  bytes_.resize((bytes_.size() + kUnit - 1) / kUnit * kUnit);
  places_.push_back(place);
  return place;
}

std::string_view StringNumbers::text_at(std::uint32_t place) const {
  const char* head = bytes_.data() + std::size_t{place} * kUnit;
  std::uint32_t size = 0;
  std::memcpy(&size, head + sizeof(std::uint32_t), sizeof size);
  return {head + kHeadBytes, size};
}

std::string_view StringNumbers::text(std::uint32_t number) const { return text_at(places_[number]); }

void StringNumbers::grow() {
  std::vector<Slot> larger(slots_.size() * 2);
  const std::size_t mask = larger.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.place == 0) continue;
    std::size_t at = slot.hash & mask;
    while (larger[at].place != 0) at = (at + 1) & mask;
    larger[at] = slot;
  }
  slots_ = std::move(larger);
}

}  // namespace incipit::storage
