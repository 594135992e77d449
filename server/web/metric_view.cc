#include "server/web/metric_view.h"

#include <algorithm>
#include <cmath>

#include "server/web/wording.h"

namespace incipit::server::web {
namespace {

using schema::AuthorProfile;
using schema::Metric;
using schema::MetricScope;

// What one tile is made from.
struct Tile {
  std::string name;  // of the metric
  std::string label;
  Metric computed;  // without a value where this index knows none
  std::vector<const Metric*> imported;
};

bool same_figure(const Metric& a, const Metric& b) {
  return a.name == b.name && a.source == b.source && a.as_of == b.as_of && a.value == b.value;
}

// Imported figures of one metric with a value, from wherever the profile holds them, without repeats.
std::vector<const Metric*> imported_of(const AuthorProfile& profile, std::string_view name) {
  std::vector<const Metric*> found;
  const auto consider = [&](const Metric& metric) {
    if (metric.name != name || metric.scope != MetricScope::imported || !metric.value) return;
    const auto same = [&](const Metric* known) { return same_figure(*known, metric); };
    if (std::none_of(found.begin(), found.end(), same)) found.push_back(&metric);
  };
  for (const Metric& metric : profile.imported) consider(metric);
  for (const Metric& metric : profile.statistics) consider(metric);
  consider(profile.ai_score);
  consider(profile.novelty);
  return found;
}

Metric computed_of(const AuthorProfile& profile, std::string_view name) {
  for (const Metric& metric : profile.statistics) {
    if (metric.name == name && metric.scope == MetricScope::corpus) return metric;
  }
  Metric none;
  none.name = name;
  none.reason = "this index does not compute it";
  return none;
}

Metric paper_count(const AuthorProfile& profile) {
  Metric metric;
  metric.name = "papers";
  metric.value = static_cast<double>(profile.papers);
  metric.source = "this index";
  return metric;
}

Metric computed_novelty(const AuthorProfile& profile) {
  if (profile.novelty.scope == MetricScope::corpus) {
    Metric metric = profile.novelty;
    metric.name = "novelty";
    return metric;
  }
  return computed_of(profile, "novelty");
}

std::vector<Tile> tiles_of(const AuthorProfile& profile) {
  std::vector<Tile> tiles;
  tiles.push_back({"h_index", "h-index", computed_of(profile, "h_index"), imported_of(profile, "h_index")});
  tiles.push_back({"papers", profile.papers == 1 ? "paper" : "papers", paper_count(profile),
                   imported_of(profile, "papers")});
  tiles.push_back(
      {"citations", "citations", computed_of(profile, "citations"), imported_of(profile, "citations")});
  tiles.push_back({"novelty", "Novelty", computed_novelty(profile), imported_of(profile, "novelty")});
  Metric rank = profile.rank_score;
  rank.name = "rank_score";
  const auto ai = imported_of(profile, "ai_score");
  if (ai.empty()) {
    tiles.push_back({"rank_score", "Rank score", rank, {}});
  } else {
    tiles.push_back({"ai_score", "AI Score", Metric{}, ai});
  }
  return tiles;
}

// The bounds that the figures of an imported metric's source and date break, in words.
std::vector<std::string> broken_bounds(const AuthorProfile& profile, const Metric& metric) {
  std::vector<std::string> bounds;
  for (const schema::Inconsistency& entry : profile.inconsistent) {
    const auto names_it = [&](const auto& value) { return value.first == metric.name; };
    const bool same_origin = entry.source == metric.source && entry.as_of == metric.as_of;
    if (same_origin && std::any_of(entry.values.begin(), entry.values.end(), names_it)) {
      bounds.push_back(bound_in_words(entry.bound));
    }
  }
  return bounds;
}

void put_broken(View& view, const AuthorProfile& profile, const Metric& metric) {
  std::string words;
  for (const std::string& bound : broken_bounds(profile, metric)) {
    words += (words.empty() ? "breaks " : " and ") + bound;
  }
  put_text(view, "broken", words);
}

std::string scope_of_computed(const AuthorProfile& profile, const Metric& metric) {
  if (metric.name == "papers") return "in this index";
  const std::string n = metric.n ? counted(*metric.n, "paper", "papers") : "";
  if (metric.name == "novelty") return n.empty() ? "median, this index" : "median of " + n + " in this index";
  if (metric.name == "rank_score") return n.empty() ? "this index" : "mean of " + n + " in this index";
  if (n.empty()) return "computed from this index";
  if (metric.source != "this index") return "counted from " + metric.source + " to " + n;
  return "from " + n + " with citation counts, of " + grouped(profile.papers) + " in this index";
}

// "; this index holds 7 of the 120 papers that the source counts", where it does count more.
std::string coverage(const AuthorProfile& profile, const Metric& imported) {
  for (const Metric* papers : imported_of(profile, "papers")) {
    if (papers->source != imported.source || papers->as_of != imported.as_of) continue;
    if (*papers->value <= static_cast<double>(profile.papers)) continue;
    return "; this index holds " + grouped(profile.papers) + " of the " + figure(*papers->value) +
           " papers that source counts";
  }
  return "";
}

std::string origin(const Metric& metric) {
  std::string words = source_and_date(metric.source, metric.as_of);
  if (!metric.model.empty()) words += ", model " + metric.model;
  return words;
}

// Value and unit apart, so that the unit can be set smaller.
void put_value(View& view, const Metric& metric) {
  std::string value = metric_value(metric);
  std::string unit;
  constexpr std::string_view kPercentile = " percentile";
  if (metric.value && value.ends_with(kPercentile)) {
    value.resize(value.size() - kPercentile.size());
    unit = kPercentile.substr(1);
  }
  put_text(view, "tile_value", value);
  put_text(view, "tile_unit", unit);
  put_flag(view, "tile_missing", !metric.value);
}

void put_beside(View& view, const AuthorProfile& profile, const std::vector<const Metric*>& imported,
                std::size_t first) {
  std::vector<View> beside;
  for (std::size_t i = first; i < imported.size(); ++i) {
    View item = make_view();
    put_text(item, "beside_text",
             metric_value(*imported[i]) + " according to " + origin(*imported[i]) +
                 coverage(profile, *imported[i]));
    put_broken(item, profile, *imported[i]);
    beside.push_back(item);
  }
  put_list(view, "beside", beside);
}

View tile_view(const AuthorProfile& profile, const Tile& tile) {
  View view = make_view();
  put_text(view, "tile_name", tile.name);
  put_text(view, "tile_label", tile.label);
  put_text(view, "broken", "");
  put_text(view, "tile_reason", "");
  put_flag(view, "tile_imported", false);
  if (tile.computed.value) {
    put_value(view, tile.computed);
    put_text(view, "tile_scope", scope_of_computed(profile, tile.computed));
    put_beside(view, profile, tile.imported, 0);
    return view;
  }
  if (!tile.imported.empty()) {
    const Metric& leading = *tile.imported.front();
    put_value(view, leading);
    put_flag(view, "tile_imported", true);
    put_text(view, "tile_scope", "imported: " + origin(leading) + coverage(profile, leading));
    put_broken(view, profile, leading);
    put_beside(view, profile, tile.imported, 1);
    return view;
  }
  put_value(view, tile.computed);
  put_text(view, "tile_scope", "");
  put_text(view, "tile_reason", tile.computed.reason.empty() ? "no reason given" : tile.computed.reason);
  put_beside(view, profile, {}, 0);
  return view;
}

View statistic_view(const AuthorProfile& profile, const Metric& metric) {
  View row = make_view();
  put_text(row, "stat_label", metric_label(metric.name));
  put_text(row, "stat_value", metric_value(metric));
  put_flag(row, "stat_missing", !metric.known());
  put_text(row, "stat_reason", metric.known() ? "" : metric.reason);
  put_text(row, "stat_n", metric.n ? grouped(*metric.n) : "");
  const bool imported = metric.scope == MetricScope::imported;
  put_text(row, "stat_source", imported ? "imported: " + origin(metric) : metric.source.empty() ? "this index" : metric.source);
  put_text(row, "stat_as_of", !imported && metric.as_of ? schema::human_date(*metric.as_of, 0) : "");
  put_text(row, "stat_formula", metric.formula);
  put_broken(row, profile, metric);
  return row;
}

}  // namespace

std::vector<View> tile_views(const AuthorProfile& profile) {
  std::vector<View> views;
  for (const Tile& tile : tiles_of(profile)) views.push_back(tile_view(profile, tile));
  return views;
}

std::vector<View> statistic_views(const AuthorProfile& profile) {
  std::vector<Metric> rows{paper_count(profile)};
  const auto add = [&](Metric metric, const std::string& name) {
    if (metric.name.empty()) metric.name = name;
    const auto same = [&](const Metric& known) {
      return known.scope == metric.scope && same_figure(known, metric);
    };
    const bool ours_again = metric.scope == MetricScope::corpus && metric.name == "papers";
    if (!ours_again && std::none_of(rows.begin(), rows.end(), same)) rows.push_back(metric);
  };
  for (const Metric& metric : profile.statistics) add(metric, "");
  add(profile.citations_by_year, "citations_by_year");
  add(profile.novelty, "novelty");
  add(profile.rank_score, "rank_score");
  add(profile.ai_score, "ai_score");
  for (const Metric& metric : profile.imported) add(metric, "");
  std::vector<View> views;
  for (const Metric& metric : rows) views.push_back(statistic_view(profile, metric));
  return views;
}

std::vector<View> inconsistency_views(const AuthorProfile& profile) {
  std::vector<View> views;
  for (const schema::Inconsistency& entry : profile.inconsistent) {
    std::string values;
    for (const auto& [name, value] : entry.values) {
      values += (values.empty() ? "" : ", ") + metric_label(name) + " " + figure(value);
    }
    View view = make_view();
    put_text(view, "bound", bound_in_words(entry.bound));
    put_text(view, "bound_source", source_and_date(entry.source, entry.as_of));
    put_text(view, "bound_values", values);
    views.push_back(view);
  }
  return views;
}

}  // namespace incipit::server::web
