#include "server/web/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "schema/ascii.h"
#include "schema/categories.h"
#include "schema/novelty.h"

namespace incipit::server::web {
namespace {

struct MetricName {
  std::string_view name;
  std::string_view label;
};

constexpr std::array kMetricNames{
    MetricName{"h_index", "h-index"},       MetricName{"g_index", "g-index"},
    MetricName{"i10_index", "i10-index"},   MetricName{"i100_index", "i100-index"},
    MetricName{"m_quotient", "m-quotient"}, MetricName{"papers", "papers"},
    MetricName{"citations", "citations"},   MetricName{"novelty", "novelty"},
    MetricName{"ai_score", "AI Score"},     MetricName{"rank_score", "Rank score"},
};

bool is_name_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

std::string grouped(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string ordinal(std::int64_t number) { return grouped(number) + std::string(schema::ordinal_suffix(number)); }

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string figure(double value) {
  if (!std::isfinite(value)) return "not a number";
  if (std::abs(value) >= 1e15) return fmt::format("{:g}", value);
  const double rounded = std::round(value * 100) / 100;
  const double whole = std::trunc(rounded);
  const std::string sign = rounded < 0 && whole == 0 ? "-" : "";
  std::string text = sign + grouped(static_cast<std::int64_t>(whole));
  const auto hundredths = static_cast<int>(std::lround(std::abs(rounded - whole) * 100));
  if (hundredths == 0) return text;
  return text +
         (hundredths % 10 == 0 ? fmt::format(".{}", hundredths / 10) : fmt::format(".{:02}", hundredths));
}

std::string metric_label(std::string_view name) {
  for (const MetricName& row : kMetricNames) {
    if (row.name == name) return std::string{row.label};
  }
  std::string label{name};
  std::replace(label.begin(), label.end(), '_', ' ');
  if (!label.empty() && label[0] >= 'a' && label[0] <= 'z')
    label[0] = static_cast<char>(label[0] - 'a' + 'A');
  return label;
}

std::string metric_value(const schema::Metric& metric) {
  if (!metric.series.empty()) {
    std::vector<std::string> years;
    for (const auto& [year, count] : metric.series) years.push_back(std::to_string(year) + ": " + grouped(count));
    return schema::joined(years, ", ");
  }
  if (!metric.value) return "not available";
  if (!metric.parts.empty()) {
    std::vector<std::string> parts;
    for (const auto& [name, value] : metric.parts) parts.push_back(figure(value) + " " + name);
    return figure(*metric.value) + " (" + schema::joined(parts, ", ") + ")";
  }
  if (metric.name == "novelty") {
    if (metric.scope == schema::MetricScope::imported) return figure(*metric.value) + "%";
    return schema::percentile_in_words(metric);
  }
  if (metric.name.ends_with("_share") || metric.name.ends_with("_coverage"))
    return figure(std::round(*metric.value * 1000) / 10) + "%";
  if (metric.name.ends_with("_year")) return fmt::format("{}", std::llround(*metric.value));
  return figure(*metric.value);
}

std::string bound_in_words(std::string_view bound) {
  std::string out;
  for (std::size_t at = 0; at < bound.size();) {
    if (is_name_character(bound[at])) {
      std::size_t end = at;
      while (end < bound.size() && is_name_character(bound[end])) ++end;
      const std::string_view name = bound.substr(at, end - at);
      const bool number = name[0] >= '0' && name[0] <= '9';
      out += number ? std::string{name} : metric_label(name);
      at = end;
    } else if (bound.substr(at).starts_with("<=")) {
      out += "≤";
      at += 2;
    } else if (bound.substr(at).starts_with(">=")) {
      out += "≥";
      at += 2;
    } else if (bound.substr(at).starts_with("^2")) {
      out += "²";
      at += 2;
    } else {
      out += bound[at++];
    }
  }
  return out;
}

std::string source_and_date(const std::string& source, const std::optional<schema::Date>& as_of) {
  const std::string name = source.empty() ? "an unnamed source" : source;
  return as_of ? name + ", " + schema::human_date(*as_of, 0) : name;
}

std::string years_in_words(const std::optional<int>& first, const std::optional<int>& last) {
  if (!first && !last) return "";
  if (!first || !last || *first == *last) return fmt::format("{}", first ? *first : *last);
  return fmt::format("{}–{}", *first, *last);
}

std::string range_in_words(const schema::YearRange& range) {
  if (range.from && range.to) return years_in_words(range.from, range.to);
  if (range.from) return fmt::format("{} and later", *range.from);
  if (range.to) return fmt::format("{} and earlier", *range.to);
  return "any year";
}

std::string_view sort_label(const schema::Sort& sort) {
  switch (sort.key) {
    case schema::SortKey::relevance:
      return sort.reversed ? "least relevant first" : "most relevant first";
    case schema::SortKey::published:
      return sort.reversed ? "oldest first" : "newest first";
    case schema::SortKey::updated:
      return sort.reversed ? "longest unchanged first" : "last updated first";
    case schema::SortKey::citations:
      return sort.reversed ? "least cited first" : "most cited first";
    case schema::SortKey::novelty:
      return sort.reversed ? "least novel first" : "most novel first";
    case schema::SortKey::rank:
      return sort.reversed ? "lowest rank score first" : "highest rank score first";
    case schema::SortKey::title:
      return sort.reversed ? "by title, Z to A" : "by title, A to Z";
  }
  return "";
}

std::string category_tag(const PageContext& context, const std::string& code) {
  const bool unique = context.short_categories && context.short_categories->count(code) > 0;
  return unique ? std::string{schema::short_code(code)} : code;
}

}  // namespace incipit::server::web
