// A statistic of a paper, an author or a set of papers, with where it is from (contracts of `metrics.md`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schema/date.h"

namespace incipit::schema {

enum class MetricScope { corpus, imported };

struct YearCount {
  int year = 0;
  std::int64_t count = 0;
};

// One statistic. `value` is nullopt with a `reason` when it cannot be known: missing is not zero.
struct Metric {
  std::string name;  // "h_index"
  std::optional<double> value;
  std::string reason;
  MetricScope scope = MetricScope::corpus;
  std::string source;            // "this index", or the imported source's name
  std::string model;             // of an imported score, where given
  std::optional<Date> as_of;
  std::optional<std::int64_t> n; // what it was computed over, e.g. papers with a citation count
  std::string formula = {};      // "hirsch-2005"; empty without one
  std::vector<YearCount> series = {};  // of a statistic that has a figure for each year in place of a value, zero years kept
  std::string series_of = {};          // what its figures are: "count", "h"
  std::vector<std::pair<std::string, double>> parts = {};  // what a value is made of, by name
  std::string cell = {};    // of a percentile: what it was compared with, "cs.CL 2024"
  bool provisional = false;  // it may still change by itself, being young

  [[nodiscard]] bool known() const { return value || !series.empty(); }
};

}  // namespace incipit::schema
