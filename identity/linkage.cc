#include "identity/linkage.h"

#include <algorithm>
#include <utility>

namespace incipit::identity {
namespace {

class Chains {
 public:
  Chains(ScoreMatrix scores, std::vector<std::uint32_t> sizes)
      : scores_(std::move(scores)),
        sizes_(std::move(sizes)),
        members_(scores_.size()),
        weakest_(scores_.size(), std::numeric_limits<float>::infinity()),
        finished_(scores_.size(), false) {
    for (std::uint32_t i = 0; i < scores_.size(); ++i) members_[i] = {i}, alive_.push_back(i);
  }

  Linkage run() {
    std::vector<std::uint32_t> chain;
    for (std::uint32_t start = 0; start < scores_.size(); ++start) {
      // What grew out of it is asked again, until nothing is near enough.
      while (!members_[start].empty() && !finished_[start]) {
        chain.push_back(start);
        while (!chain.empty()) extend(chain);
      }
    }
    return result();
  }

 private:
  void extend(std::vector<std::uint32_t>& chain) {
    const std::uint32_t top = chain.back();
    // Of equal neighbours the one before in the chain, so that chains end.
    std::uint32_t best = chain.size() > 1 ? chain[chain.size() - 2] : top;
    float score = chain.size() > 1 ? scores_.at(top, best) : kForbidden;
    for (const std::uint32_t other : alive_) {
      if (other == top || scores_.at(top, other) <= score) continue;
      best = other;
      score = scores_.at(top, other);
    }
    if (!(score >= 0)) {
      // A mean never rises above what it is made of: nothing will be joined to this one.
      finished_[top] = true;
      chain.pop_back();
    } else if (chain.size() > 1 && best == chain[chain.size() - 2]) {
      chain.resize(chain.size() - 2);
      join(std::min(top, best), std::max(top, best), score);
    } else {
      chain.push_back(best);
    }
  }

  void join(std::uint32_t into, std::uint32_t from, float score) {
    alive_.erase(std::lower_bound(alive_.begin(), alive_.end(), from));
    const auto a = static_cast<float>(sizes_[into]);
    const auto b = static_cast<float>(sizes_[from]);
    for (const std::uint32_t other : alive_) {
      if (other == into) continue;
      const float one = scores_.at(into, other), two = scores_.at(from, other);
      scores_.set(into, other, one == kForbidden || two == kForbidden ? kForbidden : (a * one + b * two) / (a + b));
    }
    sizes_[into] += sizes_[from];
    weakest_[into] = std::min({weakest_[into], weakest_[from], score});
    members_[into].insert(members_[into].end(), members_[from].begin(), members_[from].end());
    members_[from].clear();
  }

  Linkage result() {
    Linkage linkage{{}, {}, ScoreMatrix(static_cast<std::uint32_t>(alive_.size()))};
    for (std::uint32_t i = 0; i < alive_.size(); ++i) {
      std::sort(members_[alive_[i]].begin(), members_[alive_[i]].end());
      linkage.clusters.push_back(std::move(members_[alive_[i]]));
      linkage.weakest.push_back(weakest_[alive_[i]]);
      for (std::uint32_t j = 0; j < i; ++j) linkage.between.set(i, j, scores_.at(alive_[i], alive_[j]));
    }
    return linkage;
  }

  ScoreMatrix scores_;
  std::vector<std::uint32_t> sizes_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<float> weakest_;
  std::vector<bool> finished_;
  std::vector<std::uint32_t> alive_;  // ascending
};

}  // namespace

Linkage link_by_average(ScoreMatrix scores, std::vector<std::uint32_t> sizes) { return Chains(std::move(scores), std::move(sizes)).run(); }

}  // namespace incipit::identity
