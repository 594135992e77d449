#include "indexer/inverter.h"

#include <algorithm>
#include <utility>

namespace incipit::indexer {

namespace {

// Eight bytes of a term as a number whose order is that of the bytes.
std::uint64_t leading_bytes(std::string_view term) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | (i < term.size() ? static_cast<unsigned char>(term[i]) : 0);
  return number;
}

}  // namespace

void Inverter::add(std::string_view term, std::uint32_t docid, std::uint32_t wdf) {
  const std::uint32_t number = terms_.number(term);
  if (number == postings_.size()) postings_.emplace_back();
  if (postings_[number].last_docid() != docid) postings_[number].add({docid, wdf});
}

schema::Result<void> Inverter::write(const std::filesystem::path& run, std::span<const std::uint32_t> lengths) const {
  // Most comparisons are settled by the first eight bytes, which lie beside each other.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
  order.reserve(postings_.size());
  for (std::uint32_t number = 0; number < postings_.size(); ++number) order.emplace_back(leading_bytes(terms_.text(number)), number);
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : terms_.text(a.second) < terms_.text(b.second);
  });
  storage::PostingRunWriter writer(run);
  for (const auto& [leading, number] : order) writer.add(terms_.text(number), postings_[number]);
  return writer.close(lengths);
}

}  // namespace incipit::indexer
