#include "server/web/filter_view.h"

#include <algorithm>

#include "schema/categories.h"
#include "schema/limits.h"
#include "schema/novelty.h"
#include "schema/number.h"
#include "server/web/urls.h"
#include "server/web/wording.h"

namespace incipit::server::web {
namespace {

using schema::FacetField;
using schema::FilterValues;
using schema::SearchFilters;
using schema::SearchRequest;
using schema::YearRange;

struct NamedFilter {
  FilterValues SearchFilters::*values;
  FacetField field;
  std::string_view label;
};

constexpr NamedFilter kValueFilters[] = {
    {&SearchFilters::category, FacetField::category, "Category"},
    {&SearchFilters::primary, FacetField::primary, "Primary category"},
    {&SearchFilters::archive, FacetField::archive, "Archive"},
    {&SearchFilters::author, FacetField::author, "Author"},
    {&SearchFilters::venue, FacetField::venue, "Venue"},
};

FilterValues* values_of(SearchFilters& filters, FacetField field) {
  for (const NamedFilter& row : kValueFilters) {
    if (row.field == field) return &(filters.*row.values);
  }
  return nullptr;
}

void take_out_year(std::vector<YearRange>& ranges, int year) {
  std::vector<YearRange> kept;
  for (const YearRange& range : ranges) {
    const bool inside = (!range.from || *range.from <= year) && (!range.to || *range.to >= year);
    if (!inside) {
      kept.push_back(range);
      continue;
    }
    if (!range.from || *range.from < year) kept.push_back({range.from, year - 1});
    if (!range.to || *range.to > year) kept.push_back({year + 1, range.to});
  }
  ranges = kept;
}

// The label that the answer itself has for a value: a facet's, or an author's name in a hit.
std::string known_label(const schema::SearchResult& result, FacetField field, const std::string& value) {
  for (const schema::Facet& facet : result.facets) {
    if (facet.field != field) continue;
    for (const schema::FacetValue& known : facet.values) {
      if (known.value == value && !known.label.empty()) return known.label;
    }
  }
  if (field == FacetField::author) {
    for (const schema::Hit& hit : result.hits) {
      const std::size_t count = std::min(hit.author_ids.size(), hit.paper.authors.size());
      for (std::size_t i = 0; i < count; ++i) {
        if (hit.author_ids[i] == value) return hit.paper.authors[i].name;
      }
    }
  }
  return value;
}

// Collects chips; each is the request with one thing changed.
class Chips {
 public:
  Chips(const PageContext& context, const SearchRequest& request)
      : context_{context}, request_{for_page(request)} {
    request_.offset = 0;
  }

  template <class Change>
  void add(const std::string& label, const std::string& value, Change change) {
    SearchRequest without = request_;
    change(without);
    View view = make_view();
    put_text(view, "chip_label", label);
    put_text(view, "chip_value", value);
    put_text(view, "chip_url", search_url(context_, without));
    views_.push_back(view);
  }

  void add_values(const std::string& label, FilterValues SearchFilters::*member, auto shown) {
    const FilterValues& values = request_.filters.*member;
    for (const std::string& value : values.any_of) {
      add(label, shown(value), [&](SearchRequest& r) { std::erase((r.filters.*member).any_of, value); });
    }
    for (const std::string& value : values.none_of) {
      add("Not " + label, shown(value),
          [&](SearchRequest& r) { std::erase((r.filters.*member).none_of, value); });
    }
  }

  [[nodiscard]] const SearchRequest& request() const { return request_; }
  [[nodiscard]] std::vector<View> take() { return std::move(views_); }

 private:
  const PageContext& context_;
  SearchRequest request_;
  std::vector<View> views_;
};

void add_range_chips(Chips& chips) {
  for (const YearRange& range : chips.request().filters.years) {
    chips.add("Year", range_in_words(range), [&](SearchRequest& r) { std::erase(r.filters.years, range); });
  }
  for (const YearRange& range : chips.request().filters.not_years) {
    chips.add("Not Year", range_in_words(range),
              [&](SearchRequest& r) { std::erase(r.filters.not_years, range); });
  }
}

void add_date_chips(Chips& chips) {
  const SearchFilters& filters = chips.request().filters;
  if (filters.from) {
    chips.add("From", schema::human_date(*filters.from, 0), [](SearchRequest& r) { r.filters.from.reset(); });
  }
  if (filters.to) {
    chips.add("Until", schema::human_date(*filters.to, 0), [](SearchRequest& r) { r.filters.to.reset(); });
  }
  if (filters.as_of) {
    chips.add("As of", schema::human_date(*filters.as_of, 0),
              [](SearchRequest& r) { r.filters.as_of.reset(); });
  }
}

void add_fact_chips(Chips& chips) {
  for (const schema::Fact fact : chips.request().filters.has) {
    chips.add("Has", std::string{schema::name_of(fact)},
              [&](SearchRequest& r) { std::erase(r.filters.has, fact); });
  }
  for (const schema::Fact fact : chips.request().filters.has_not) {
    chips.add("Has no", std::string{schema::name_of(fact)},
              [&](SearchRequest& r) { std::erase(r.filters.has_not, fact); });
  }
}

View facet_value_view(const PageContext& context, const SearchRequest& request, FacetField field,
                      const schema::FacetValue& value) {
  View view = make_view();
  const bool category = field == FacetField::category || field == FacetField::primary;
  const bool archive = field == FacetField::archive;
  const std::string label = value.label.empty() ? value.value : value.label;
  put_text(view, "value", value.value);
  put_text(view, "value_tag", category ? category_tag(context, value.value) : archive ? value.value : "");
  put_text(view, "value_label", (category || archive) && label == value.value ? "" : label);
  put_text(view, "value_count", grouped(value.count));
  put_text(view, "value_number", std::to_string(value.count));
  put_flag(view, "value_selected", value.selected);
  put_text(view, "value_url", search_url(context, toggled(request, field, value)));
  return view;
}

std::string_view facet_heading(FacetField field) {
  for (const NamedFilter& row : kValueFilters) {
    if (row.field == field) return row.label;
  }
  return "Year";
}

}  // namespace

SearchRequest toggled(SearchRequest request, FacetField field, const schema::FacetValue& value) {
  SearchRequest changed = for_page(std::move(request));
  changed.offset = 0;
  if (field == FacetField::year) {
    const auto year = schema::number_of<int>(value.value);
    if (!year) return changed;
    if (value.selected) {
      take_out_year(changed.filters.years, *year);
    } else {
      changed.filters.years.push_back({*year, *year});
    }
    return changed;
  }
  FilterValues* values = values_of(changed.filters, field);
  if (values == nullptr) return changed;
  if (value.selected) {
    std::erase(values->any_of, value.value);
  } else {
    values->any_of.push_back(value.value);
  }
  return changed;
}

bool has_filters(const SearchRequest& request) { return request.filters != SearchFilters{}; }

SearchRequest without_filters(SearchRequest request) {
  SearchRequest plain = for_page(std::move(request));
  plain.filters = {};
  plain.match = schema::MatchMode::automatic;
  plain.offset = 0;
  return plain;
}

std::vector<View> chip_views(const PageContext& context, const SearchRequest& request,
                             const schema::SearchResult& result) {
  Chips chips{context, request};
  if (request.match == schema::MatchMode::all) {
    chips.add("Match", "all words", [](SearchRequest& r) { r.match = schema::MatchMode::automatic; });
  }
  if (request.match == schema::MatchMode::any) {
    chips.add("Match", "any word", [](SearchRequest& r) { r.match = schema::MatchMode::automatic; });
  }
  for (const NamedFilter& row : kValueFilters) {
    chips.add_values(std::string{row.label}, row.values, [&](const std::string& value) {
      const bool category = row.field == FacetField::category || row.field == FacetField::primary;
      return category ? value : known_label(result, row.field, value);
    });
  }
  add_range_chips(chips);
  const auto verbatim = [](const std::string& value) { return value; };
  chips.add_values("Affiliation", &SearchFilters::affiliation, verbatim);
  chips.add_values("Status", &SearchFilters::status, verbatim);
  chips.add_values("Cites", &SearchFilters::cites, verbatim);
  chips.add_values("Cited by", &SearchFilters::cited_by, verbatim);
  add_date_chips(chips);
  add_fact_chips(chips);
  if (request.filters.min_citations) {
    chips.add("Citations", "at least " + grouped(*request.filters.min_citations),
              [](SearchRequest& r) { r.filters.min_citations.reset(); });
  }
  if (request.filters.min_novelty) {
    chips.add("Novelty", "at least percentile " + schema::decimal_of_hundredths(*request.filters.min_novelty),
              [](SearchRequest& r) { r.filters.min_novelty.reset(); });
  }
  for (const std::string& id : chips.request().filters.ids) {
    chips.add("Id", id, [&](SearchRequest& r) { std::erase(r.filters.ids, id); });
  }
  return chips.take();
}

std::vector<View> facet_views(const PageContext& context, const SearchRequest& request,
                              const schema::SearchResult& result) {
  constexpr std::int64_t kMoreValues = 100;
  std::vector<View> views;
  for (const schema::Facet& facet : result.facets) {
    if (facet.values.empty()) continue;
    View view = make_view();
    std::vector<View> values;
    for (const schema::FacetValue& value : facet.values) {
      values.push_back(facet_value_view(context, request, facet.field, value));
    }
    put_text(view, "facet", std::string{schema::name_of(facet.field)});
    put_text(view, "facet_heading", std::string{facet_heading(facet.field)});
    put_list(view, "values", values);
    SearchRequest more = for_page(request);
    more.facet_limit = kMoreValues;
    const bool can_show_more = facet.more && request.facet_limit < kMoreValues;
    put_text(view, "more_url", can_show_more ? search_url(context, more) : "");
    put_flag(view, "more_beyond", facet.more && !can_show_more);
    views.push_back(view);
  }
  return views;
}

}  // namespace incipit::server::web
