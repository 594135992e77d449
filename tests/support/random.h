// Random choices that can be made again: the seed is printed.
#pragma once

#include <cstdint>
#include <cstdio>
#include <random>
#include <vector>

namespace incipit::testing {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) { std::printf("seed %llu\n", static_cast<unsigned long long>(seed)); }

  // From 0 to `count` - 1.
  [[nodiscard]] std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(engine_); }
  [[nodiscard]] bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  template <class T>
  [[nodiscard]] const T& one_of(const std::vector<T>& values) {
    return values[below(values.size())];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace incipit::testing
