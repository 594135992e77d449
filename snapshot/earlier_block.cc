#include "snapshot/earlier_block.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace incipit::snapshot {

using schema::Result;

namespace {

struct PlacedTerm {
  std::uint32_t term = 0;
  Mention mention;
  [[nodiscard]] std::uint64_t key() const { return term; }
};

// A term is common that more than every so many papers has, and no fewer than so many.
constexpr std::size_t kCommonShare = 25, kFewestCommon = 32;

}  // namespace

Result<EarlierBlock> EarlierBlock::load(const RowBlock& from, std::uint32_t end, const WorkPlace& place) {
  auto rows = RowFile::open(place.file("rows"), from.offset);
  if (!rows) return tl::make_unexpected(rows.error());
  EarlierBlock block;
  block.first_ = from.first;
  std::vector<PlacedTerm> placed;
  PaperRow row;
  while (true) {
    const auto more = rows->next(row);
    if (!more) return tl::make_unexpected(more.error());
    if (!*more || row.head.ordinal >= end) break;
    block.add(row);
    for (const RowEntry& entry : row.entries) placed.push_back({entry.term, Mention::of(row.head.ordinal - from.first, entry.weight())});
  }
  {
    std::vector<PlacedTerm> scratch(placed.size());
    radix_sort(placed.data(), scratch.data(), placed.size());
  }
  block.mentions_.reserve(placed.size());
  for (const PlacedTerm& one : placed) {
    if (block.terms_.empty() || block.terms_.back().number != one.term) {
      block.terms_.push_back({one.term, static_cast<std::uint32_t>(block.mentions_.size()), 0});
    }
    block.mentions_.push_back(one.mention);
  }
  std::vector<PlacedTerm>().swap(placed);
  block.index_terms();
  block.gather_common_terms();
  return block;
}

void EarlierBlock::add(const PaperRow& row) {
  const std::size_t place = row.head.ordinal - first_;
  papers_.resize(place + 1);  // papers without words between have no terms, so nobody asks for them
  squares_.resize(place + 1);
  papers_[place].year = row.head.year;
  squares_[place] = row.head.squares;
  for (std::size_t i = 0; i < kViews; ++i) {
    if (row.head.squares[i] > 0) papers_[place].inverse_norms[i] = static_cast<float>(1.0 / std::sqrt(static_cast<double>(row.head.squares[i])));
  }
}

void EarlierBlock::index_terms() {
  slots_.assign(std::bit_ceil(terms_.size() * 2 + 2), 0);
  shift_ = 32 - std::countr_zero(slots_.size());
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    std::size_t slot = slot_of(terms_[i].number);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
  terms_.push_back({0, static_cast<std::uint32_t>(mentions_.size()), 0});
}

void EarlierBlock::gather_common_terms() {
  const std::size_t many = std::max(papers_.size() / kCommonShare, kFewestCommon);
  const auto each_common = [&](const auto& take) {
    for (std::size_t i = 0; i + 1 < terms_.size(); ++i) {
      const std::size_t count = terms_[i + 1].begin - terms_[i].begin;
      if (count > many) take(terms_[i], std::span<const Mention>(mentions_.data() + terms_[i].begin, count));
    }
  };
  each_common([&](Term& term, std::span<const Mention> mentions) {
    term.common = static_cast<std::uint32_t>(++common_count_);
    for (const Mention& mention : mentions) ++papers_[mention.place()].common_count;
  });
  std::uint32_t begin = 0;
  for (Paper& paper : papers_) {
    paper.common_begin = begin;
    begin += paper.common_count;
    paper.common_count = 0;
  }
  common_.resize(begin);
  each_common([&](Term& term, std::span<const Mention> mentions) {
    for (const Mention& mention : mentions) {
      Paper& paper = papers_[mention.place()];
      const auto weight = static_cast<std::uint16_t>(mention.weight());
      common_[paper.common_begin + paper.common_count++] = {static_cast<std::uint16_t>(term.common - 1), weight};
      paper.greatest_common = std::max(paper.greatest_common, weight);
    }
  });
}

EarlierBlock::Found EarlierBlock::find(std::uint32_t number) const {
  std::size_t slot = slot_of(number);
  while (slots_[slot] != 0 && terms_[slots_[slot] - 1].number != number) slot = (slot + 1) & (slots_.size() - 1);
  if (slots_[slot] == 0) return {};
  const Term* const term = &terms_[slots_[slot] - 1];
  Found found;
  found.mentions = {mentions_.data() + term[0].begin, mentions_.data() + term[1].begin};
  if (term->common != 0) found.common = static_cast<std::uint16_t>(term->common - 1);
  return found;
}

}  // namespace incipit::snapshot
