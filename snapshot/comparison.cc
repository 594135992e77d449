#include "snapshot/comparison.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "snapshot/earlier_block.h"

namespace incipit::snapshot {

using schema::Result;

namespace {

constexpr std::size_t kBatchEntries = 1 << 18;

// By how much a similarity in single precision is wrong at most, in its units.
constexpr float kDoubt = 0.1F;

// So many papers are looked at before the others.
constexpr std::size_t kLikely = 2 * kNearestShown;

bool is_nearer(const NearRecord& a, const NearRecord& b) { return std::pair(a.key(), a.earlier) < std::pair(b.key(), b.earlier); }

std::uint64_t weight_of(const RowEntry& entry) { return std::uint64_t{entry.weight()} * entry.idf * entry.idf; }

// Finds the nearest papers of a block for one later paper after the other.
class Neighbours {
 public:
  explicit Neighbours(const EarlierBlock& block) : block_(block), products_(block.places()), common_weights_(block.common_terms()) {}

  // The nearest first; `compared` on the first.
  [[nodiscard]] std::vector<NearRecord> of(const PaperRow& later, std::uint32_t window_begin) {
    begin_ = window_begin > block_.first() ? window_begin - block_.first() : 0;
    end_ = static_cast<std::uint32_t>(std::min<std::size_t>(later.head.ordinal - block_.first(), block_.places()));
    find_terms(later);
    find_papers();
    if (papers_.empty()) return {};
    bound(later.head, add_other_terms());
    nearest_.clear();
    // The most similar by the sum so far first: so most of the others need not be looked at.
    const auto likely = papers_.begin() + static_cast<std::ptrdiff_t>(std::min(papers_.size(), kLikely));
    std::nth_element(papers_.begin(), likely - 1, papers_.end(), [](const Paper& a, const Paper& b) { return a.at_least > b.at_least; });
    for (const Paper& paper : papers_) {
      const std::uint64_t product = std::exchange(products_[paper.place], 0) - 1;
      if (nearest_.size() == kNearestShown && paper.at_most + kDoubt < static_cast<float>(nearest_.back().similarity) - 0.5F) continue;
      keep({later.head.ordinal, block_.first() + paper.place,
            similarity(product + common_product(paper.place), later.head.squares[0], block_.squares(paper.place, later.head.year)), 0});
    }
    for (const std::uint16_t number : common_) common_weights_[number] = 0;
    nearest_.front().compared = static_cast<std::uint32_t>(papers_.size());
    return nearest_;
  }

 private:
  // A paper that was found, and its similarity by the terms that are not common, without and with all that these could add.
  struct Paper {
    std::uint32_t place = 0;
    float at_least = 0, at_most = 0;
  };
  struct Term {
    std::span<const Mention> mentions;  // in the window
    std::uint64_t weight = 0;           // 0 for a common term: it is added by paper
    TermRole role{};
  };

  void find_terms(const PaperRow& later) {
    for (const RowEntry& entry : later.entries) block_.prefetch(entry.term);
    terms_.clear();
    common_.clear();
    for (const RowEntry& entry : later.entries) {
      const auto found = block_.find(entry.term);
      if (found.common) {
        common_.push_back(*found.common);
        common_weights_[*found.common] = weight_of(entry);
        if (entry.role() == TermRole::key) terms_.push_back({in_window(found.mentions), 0, TermRole::key});
      } else if (!found.mentions.empty()) {
        terms_.push_back({in_window(found.mentions), weight_of(entry), entry.role()});
      }
    }
  }
  // Finds the papers that have a key term. Products are kept plus one: 0 is a paper that was not found.
  void find_papers() {
    papers_.clear();
    for (const Term& term : terms_) {
      if (term.role != TermRole::key) continue;
      for (const Mention& mention : term.mentions) {
        std::uint64_t& product = products_[mention.place()];
        if (product == 0) {
          papers_.push_back({mention.place(), 0, 0});
          product = 1;
        }
        product += term.weight * mention.weight();
      }
    }
  }
  // Adds the other terms to the products of these papers; returns the sum of the weights of common ones.
  [[nodiscard]] std::uint64_t add_other_terms() {
    for (const Term& term : terms_) {
      if (term.role == TermRole::key) continue;
      for (const Mention& mention : term.mentions) {
        std::uint64_t& product = products_[mention.place()];
        product += term.weight * mention.weight() & (product == 0 ? 0 : ~std::uint64_t{0});
      }
    }
    std::uint64_t common_weight = 0;
    for (const std::uint16_t number : common_) common_weight += common_weights_[number];
    return common_weight;
  }
  void bound(const PaperRow::Head& later, std::uint64_t common_weight) {
    const float inverse_norm = later.squares[0] == 0 ? 0 : static_cast<float>(kMostSimilar / std::sqrt(static_cast<double>(later.squares[0])));
    for (Paper& paper : papers_) {
      const float unit = inverse_norm * block_.inverse_norm(paper.place, later.year);
      paper.at_least = static_cast<float>(products_[paper.place] - 1) * unit;
      paper.at_most = paper.at_least + static_cast<float>(common_weight * block_.greatest_common_weight(paper.place)) * unit;
    }
  }
  [[nodiscard]] std::uint64_t common_product(std::uint32_t place) const {
    std::uint64_t product = 0;
    for (const CommonTerm& term : block_.common_terms_of(place)) product += common_weights_[term.number] * term.weight;
    return product;
  }
  [[nodiscard]] std::span<const Mention> in_window(std::span<const Mention> mentions) const {
    if (mentions.empty()) return {};
    const auto before = [](const Mention& mention, std::uint32_t place) { return mention.place() < place; };
    const auto from = mentions.front().place() >= begin_ ? mentions.begin() : std::lower_bound(mentions.begin(), mentions.end(), begin_, before);
    const auto to = mentions.back().place() < end_ ? mentions.end() : std::lower_bound(from, mentions.end(), end_, before);
    return {from, to};
  }
  void keep(const NearRecord& record) {
    if (nearest_.size() == kNearestShown) {
      if (!is_nearer(record, nearest_.back())) return;
      nearest_.pop_back();
    }
    nearest_.insert(std::upper_bound(nearest_.begin(), nearest_.end(), record, is_nearer), record);
  }

  const EarlierBlock& block_;
  std::uint32_t begin_ = 0, end_ = 0;          // places of the window
  std::vector<std::uint64_t> products_;        // by place
  std::vector<Term> terms_;                    // of the later paper, that earlier ones have
  std::vector<Paper> papers_;                  // that were found
  std::vector<std::uint64_t> common_weights_;  // of the later paper, by number; 0 for terms that it has not
  std::vector<std::uint16_t> common_;          // its common terms
  std::vector<NearRecord> nearest_;
};

class Comparison {
 public:
  Comparison(std::span<const RowBlock> blocks, const CorpusShape& shape, const WorkPlace& place, RecordSorter<NearRecord>& nearest, const Watch& watch)
      : blocks_(blocks), shape_(shape), place_(place), nearest_(nearest), watch_(watch) {}

  Result<std::uint64_t> run() {
    for (std::size_t number = 0; number < blocks_.size(); ++number) {
      if (auto done = compare_with(number); !done) return tl::make_unexpected(done.error());
    }
    if (auto sorted = nearest_.sort(); !sorted) return tl::make_unexpected(sorted.error());
    return compared_;
  }

 private:
  [[nodiscard]] std::uint32_t end_of(std::size_t number) const { return number + 1 < blocks_.size() ? blocks_[number + 1].first : shape_.papers; }

  Result<void> compare_with(std::size_t number) {
    const auto block = EarlierBlock::load(blocks_[number], end_of(number), place_);
    if (!block) return tl::make_unexpected(block.error());
    auto rows = RowFile::open(place_.file("rows"), blocks_[number].offset);
    if (!rows) return tl::make_unexpected(rows.error());
    std::vector<Neighbours> neighbours(static_cast<std::size_t>(place_.threads()), Neighbours(*block));
    std::vector<PaperRow> batch;
    std::size_t entries = 0;
    while (true) {
      PaperRow row;
      const auto more = rows->next(row);
      if (!more) return tl::make_unexpected(more.error());
      if (!*more || shape_.window_begin(row.head.year) >= end_of(number)) break;
      if (!shape_.is_judged(row.head.year)) continue;
      entries += row.entries.size() + 1;
      batch.push_back(std::move(row));
      if (entries < kBatchEntries) continue;
      if (auto compared = compare(batch, neighbours, number); !compared) return compared;
      batch.clear();
      entries = 0;
    }
    return compare(batch, neighbours, number);
  }

  Result<void> compare(const std::vector<PaperRow>& batch, std::vector<Neighbours>& neighbours, std::size_t number) {
    std::vector<std::vector<NearRecord>> found(batch.size());
    auto outcome = in_parts(neighbours.size(), place_.threads(), [&](std::size_t first, std::size_t end) -> Result<void> {
      for (std::size_t part = first; part < end; ++part) {
        // In turns: rows grow with time, so halves would not be equal.
        for (std::size_t i = part; i < batch.size(); i += neighbours.size()) {
          found[i] = neighbours[part].of(batch[i], shape_.window_begin(batch[i].head.year));
        }
      }
      return {};
    });
    if (!outcome) return outcome;
    for (const auto& records : found) {
      for (const NearRecord& record : records) nearest_.add(record);
      if (!records.empty()) compared_ += records.front().compared;
    }
    if (watch_.progress) watch_.progress(Step::comparing, end_of(number), shape_.papers);  // whose later papers are being compared
    return watch_.check();
  }

  std::span<const RowBlock> blocks_;
  const CorpusShape& shape_;
  const WorkPlace& place_;
  RecordSorter<NearRecord>& nearest_;
  const Watch& watch_;
  std::uint64_t compared_ = 0;
};

}  // namespace

Result<std::uint64_t> compare_papers(std::span<const RowBlock> blocks, const CorpusShape& shape, const WorkPlace& place,
                                     RecordSorter<NearRecord>& nearest, const Watch& watch) {
  return Comparison(blocks, shape, place, nearest, watch).run();
}

}  // namespace incipit::snapshot
