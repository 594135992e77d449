#include "schema/author_entity.h"

#include <nlohmann/json.hpp>

namespace incipit::schema {

using nlohmann::json;

std::string canonical_json(const AuthorEntity& entity) {
  json document = {{"id", entity.id}, {"name", entity.name}};
  if (!entity.name_variants.empty()) document["name_variants"] = entity.name_variants;
  if (!entity.ids.empty()) document["ids"] = entity.ids;
  if (!entity.affiliations.empty()) document["affiliations"] = entity.affiliations;
  for (const auto& metric : entity.imported) {
    json row = {{"name", metric.name}, {"source", metric.source}};
    row["value"] = metric.value ? json(*metric.value) : json(nullptr);
    if (!metric.model.empty()) row["model"] = metric.model;
    if (metric.as_of) row["as_of"] = metric.as_of->iso();
    document["imported"].push_back(std::move(row));
  }
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<AuthorEntity> author_entity_from_json(std::string_view text) {
  const auto damaged = [] { return fail(ErrorCode::index_damaged, "a stored author cannot be read"); };
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object()) return damaged();
  try {
    AuthorEntity entity;
    entity.id = document.at("id").get<std::string>();
    entity.name = document.at("name").get<std::string>();
    entity.name_variants = document.value("name_variants", std::vector<std::string>{});
    entity.ids = document.value("ids", std::vector<std::string>{});
    entity.affiliations = document.value("affiliations", std::vector<std::string>{});
    for (const auto& row : document.value("imported", json::array())) {
      Metric metric;
      metric.scope = MetricScope::imported;
      metric.name = row.at("name").get<std::string>();
      metric.source = row.at("source").get<std::string>();
      if (!row.at("value").is_null()) metric.value = row.at("value").get<double>();
      metric.model = row.value("model", std::string());
      if (row.contains("as_of")) {
        const auto date = parse_date(row.at("as_of").get<std::string>());
        if (!date) return damaged();
        metric.as_of = *date;
      }
      entity.imported.push_back(std::move(metric));
    }
    return entity;
  } catch (const json::exception&) {
    return damaged();
  }
}

}  // namespace incipit::schema
