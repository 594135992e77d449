#include "schema/parts_json.h"
#include "schema/result_json.h"

namespace incipit::schema {

Json to_json(const FacetResult& result) {
  Json object{{"index", to_json(result.index)},
              {"query", query_json(result.query)},
              {"total", total_json(result.total)},
              {"field", name_of(result.facet.field)}};
  Json values = Json::array();
  for (const FacetValue& value : result.facet.values) values.push_back(facet_value_json(value));
  object["results"] = std::move(values);
  object["next_cursor"] = text_or_null(result.next_cursor);
  return object;
}

Json to_json(const StatisticsResult& result) {
  Json object{{"index", to_json(result.index)},
              {"query", query_json(result.query)},
              {"total", total_json(result.total)},
              {"first_year", value_or_null(result.first_year)},
              {"last_year", value_or_null(result.last_year)},
              {"primary_category", category_or_null(result.primary_category)},
              {"primary_category_share", result.primary_category.empty() ? Json(nullptr) : number(result.primary_category_share)}};
  Json categories = Json::array();
  for (const CountedValue& category : result.categories) {
    categories.push_back(Json{{"value", category.value}, {"label", category.label}, {"count", category.count}});
  }
  object["categories"] = std::move(categories);
  Json years = Json::array();
  for (const YearCount& year : result.papers_by_year) years.push_back(Json{{"year", year.year}, {"count", year.count}});
  object["papers_by_year"] = std::move(years);
  Json statistics = Json::object();
  for (const Metric& metric : result.statistics) statistics[metric.name] = to_json(metric);
  object["statistics"] = std::move(statistics);
  object["index_as_of"] = iso_or_null(result.index_as_of);
  return object;
}

}  // namespace incipit::schema
