// Sets that only grow together: which of the numbers 0 to n - 1 are one.
#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

namespace incipit::identity {

class DisjointSets {
 public:
  explicit DisjointSets(std::size_t count) : parents_(count) { std::iota(parents_.begin(), parents_.end(), 0U); }

  // The smallest of its set.
  [[nodiscard]] std::uint32_t root(std::uint32_t i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    parents_[a < b ? b : a] = a < b ? a : b;
  }

 private:
  std::vector<std::uint32_t> parents_;
};

}  // namespace incipit::identity
