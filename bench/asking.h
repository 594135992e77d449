// How the engines are asked to be compared: every query of a file in passes, without and with facets, timed by the CPU time of
// the thread that asks. What a driver prints is read by search.py; the driver of Lucene prints the same.
//
// Threads: one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/cpu_time.h"

namespace incipit::bench {

// A line of make_queries.
struct AskedQuery {
  std::string kind, text;
  std::vector<std::string> terms, forms;
};

enum class Mode { page, facets };

inline constexpr std::int64_t kUnknown = -1;  // not exact, or not known
inline constexpr std::int64_t kRefused = -2;  // answered with an error: its time is what that took

struct Answer {
  std::int64_t total = kUnknown;
  std::uint64_t categories = 0;     // with facets: sum_of_squares of the counts shown
  std::uint64_t years = 0;
  double bare_ms = -1;          // of another asking, without records, that was made before; it is no part of this one's time
  double records_from_ms = -1;      // cpu_ms() before the records of the page were read; -1 where that is not a step of its own
};

// Names a set of facet counts whatever order equal counts are in.
[[nodiscard]] std::uint64_t sum_of_squares(const std::vector<std::int64_t>& counts);

// Shown hits and facet values.
inline constexpr int kHits = 10;
inline constexpr int kFacetValues = 50;

// The queries of a file; empty when it cannot be read or has none.
[[nodiscard]] std::vector<AskedQuery> read_queries(const std::string& path);

// Asks in `passes` passes for each mode, and prints a line for each query as the last pass answered it, parted by tabs:
// mode, class, milliseconds, milliseconds without reading the records (-1: unknown), total, categories, years.
void ask_in_passes(const std::vector<AskedQuery>& queries, int passes, const std::function<Answer(const AskedQuery&, Mode)>& ask);

}  // namespace incipit::bench
