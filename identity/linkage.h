// Average linkage: clusters are joined, the nearest first, while the mean score between them is 0 or more.
//
// By chains of nearest neighbours (Murtagh 1983): n^2 time and memory, the same result as joining the nearest pair each time, since a
// mean of two scores is never above both. Equal scores are taken by the smaller index.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace incipit::identity {

// These two are never in one cluster, nor is what either is joined with.
inline constexpr float kForbidden = -std::numeric_limits<float>::infinity();

// Symmetric; the diagonal is not used.
class ScoreMatrix {
 public:
  explicit ScoreMatrix(std::uint32_t size) : size_(size), scores_(static_cast<std::size_t>(size) * size, kForbidden) {}
  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] float at(std::uint32_t one, std::uint32_t other) const { return scores_[static_cast<std::size_t>(one) * size_ + other]; }
  void set(std::uint32_t one, std::uint32_t other, float score) {
    scores_[static_cast<std::size_t>(one) * size_ + other] = score;
    scores_[static_cast<std::size_t>(other) * size_ + one] = score;
  }

 private:
  std::uint32_t size_;
  std::vector<float> scores_;
};

struct Linkage {
  std::vector<std::vector<std::uint32_t>> clusters;  // members ascending; by first member
  std::vector<float> weakest;                        // join of each cluster; infinity where nothing was joined
  ScoreMatrix between;                               // means, between clusters
};

// `sizes`: how many authorships each of the things stands for.
[[nodiscard]] Linkage link_by_average(ScoreMatrix scores, std::vector<std::uint32_t> sizes);

}  // namespace incipit::identity
