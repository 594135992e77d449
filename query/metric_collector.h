// Builds the metrics of one set of papers, all with the same scope and date. Internal to the statistics.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schema/author.h"

namespace incipit::query {

inline constexpr const char* kThisIndex = "this index";
inline constexpr const char* kUndated = "none of the papers has a publication date";

class MetricCollector {
 public:
  explicit MetricCollector(const std::optional<schema::Date>& as_of) : as_of_(as_of) {}

  // Of what comes from now on.
  void set_source(const char* source) { source_ = source; }

  schema::Metric& add(std::string name, double value, std::size_t n, std::string formula = {}) {
    schema::Metric& metric = begin(std::move(name), std::move(formula));
    metric.value = value;
    metric.n = static_cast<std::int64_t>(n);
    return metric;
  }
  // A figure of each year; `of` is what the figure is.
  void add_series(std::string name, std::string of, std::vector<schema::YearCount> years, std::size_t n, std::string formula = {}) {
    schema::Metric& metric = begin(std::move(name), std::move(formula));
    metric.series = std::move(years);
    metric.series_of = std::move(of);
    metric.n = static_cast<std::int64_t>(n);
  }
  void lack(std::string name, std::string reason, std::string formula = {}) {
    begin(std::move(name), std::move(formula)).reason = std::move(reason);
  }
  std::vector<schema::Metric> take() { return std::move(metrics_); }

 private:
  schema::Metric& begin(std::string name, std::string formula) {
    schema::Metric& metric = metrics_.emplace_back();
    metric.name = std::move(name);
    metric.source = source_;
    metric.as_of = as_of_;
    metric.formula = std::move(formula);
    return metric;
  }

  std::optional<schema::Date> as_of_;
  const char* source_ = kThisIndex;
  std::vector<schema::Metric> metrics_;
};

}  // namespace incipit::query
