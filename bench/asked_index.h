// An index that a benchmark asks: its current generation, and one searcher of it.
//
// Threads: one.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "query/searcher.h"
#include "storage/generation.h"

namespace incipit::bench {

struct AskedIndex {
  std::shared_ptr<const storage::Generation> generation;
  std::unique_ptr<query::Searcher> searcher;
};

// nullopt, and why on standard error, where it cannot be opened.
[[nodiscard]] inline std::optional<AskedIndex> open_asked(const std::string& index) {
  auto generation = storage::Generation::open_current(index);
  if (!generation) return std::fprintf(stderr, "%s\n", generation.error().message.c_str()), std::nullopt;
  auto searcher = query::Searcher::open(*generation);
  if (!searcher) return std::fprintf(stderr, "%s\n", searcher.error().message.c_str()), std::nullopt;
  return AskedIndex{std::move(*generation), std::move(*searcher)};
}

}  // namespace incipit::bench
