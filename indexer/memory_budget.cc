#include "indexer/memory_budget.h"

#include <unistd.h>

#include <algorithm>
#include <string>

namespace incipit::indexer {

namespace {

// Measured on 134,786 papers with 496,198 authorships: with the author entities, their look-up tables and the registry it is five
// times what the lists take that they are formed of.
constexpr std::uint64_t kPeakOfLists = 5;

std::uint64_t machine_bytes() {
  const long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGE_SIZE);
  return pages > 0 && size > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size) : UINT64_MAX;
}

std::uint64_t size_of(const std::string& text) { return sizeof text + (text.capacity() > 15 ? text.capacity() + 1 : 0); }

std::uint64_t size_of(const std::vector<std::string>& texts) {
  std::uint64_t bytes = sizeof texts;
  for (const auto& text : texts) bytes += size_of(text);
  return bytes;
}

std::uint64_t size_of(const IntakePaper& paper) {
  std::uint64_t lists = 0;
  for (const auto& author : paper.authors) {
    for (const auto* text : {&author.name, &author.given, &author.family, &author.suffix}) lists += size_of(*text);
    lists += size_of(author.ids) + size_of(author.affiliations);
  }
  return sizeof paper + 2 * size_of(paper.id) + size_of(paper.aliases) + lists * kPeakOfLists;
}

}  // namespace

MemoryBudget::MemoryBudget(std::uint64_t bytes, int jobs)
    : bytes_(bytes > 0 ? bytes : machine_bytes() / 4 * 3),
      jobs_(std::max(1, static_cast<int>(std::min<std::uint64_t>(static_cast<std::uint64_t>(jobs), bytes_ / 2 / kBytesOfPart)))) {}

void MemoryBudget::remove(const IntakePaper& paper) { held_ -= size_of(paper); }

schema::Result<void> MemoryBudget::add(const IntakePaper& paper) {
  held_ += size_of(paper);
  return check();
}

schema::Result<void> MemoryBudget::add(const std::vector<corpus::CitationRow>& edges) {
  // Once as a row and once with its paper.
  for (const auto& edge : edges) held_ += 2 * (sizeof edge + size_of(edge.citing) + size_of(edge.cited) + size_of(edge.source));
  return check();
}

schema::Result<void> MemoryBudget::check() const {
  const std::uint64_t parts = static_cast<std::uint64_t>(jobs_) * kBytesOfPart;
  if (held_ + parts <= bytes_) return {};
  return schema::fail(schema::ErrorCode::limit_exceeded,
                      "the author lists, identifiers and citations of these papers do not fit into " + std::to_string(bytes_ >> 20) +
                          " MiB of memory: give more with --memory, or index a part and bring the rest with `incipit update`");
}

}  // namespace incipit::indexer
