#include "schema/author_entity.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace incipit::schema {

using nlohmann::json;

namespace {

constexpr double kConfidenceSteps = 1000;  // as it is stored

json to_json(const Uses& uses) {
  json rows = json::array();
  for (const auto& use : uses) rows.push_back({use.text, use.count});
  return rows;
}

Uses uses_from_json(const json& document, const char* key) {
  Uses uses;
  if (!document.contains(key)) return uses;
  for (const auto& row : document.at(key)) uses.push_back({row.at(0).get<std::string>(), row.at(1).get<std::int64_t>()});
  return uses;
}

// Throws json::exception.
std::vector<Metric> imported_from_json(const json& document) {
  std::vector<Metric> imported;
  for (const auto& row : document.value("imported", json::array())) {
    Metric metric;
    metric.scope = MetricScope::imported;
    metric.name = row.at("name").get<std::string>();
    metric.source = row.at("source").get<std::string>();
    if (!row.at("value").is_null()) metric.value = row.at("value").get<double>();
    metric.model = row.value("model", std::string());
    if (row.contains("as_of")) metric.as_of = parse_date(row.at("as_of").get<std::string>()).value();
    imported.push_back(std::move(metric));
  }
  return imported;
}

tl::unexpected<Error> cannot_be_read() { return fail(ErrorCode::index_damaged, "a stored author cannot be read"); }

}  // namespace

void add_use(Uses& uses, std::string_view text, std::int64_t count) {
  auto found = std::find_if(uses.begin(), uses.end(), [&](const Use& use) { return use.text == text; });
  if (found == uses.end()) found = uses.insert(uses.end(), {std::string(text), 0});
  found->count += count;
  if (found->count <= 0) uses.erase(found);
  std::sort(uses.begin(), uses.end(), [](const Use& a, const Use& b) { return a.count != b.count ? a.count > b.count : a.text < b.text; });
}

std::vector<std::string> texts_of(const Uses& uses) {
  std::vector<std::string> texts;
  for (const auto& use : uses) texts.push_back(use.text);
  return texts;
}

std::string_view AuthorEntity::name() const {
  if (!shown_name.empty()) return shown_name;
  const auto letters = [](std::string_view text) { return std::count_if(text.begin(), text.end(), [](char c) { return c != '.' && c != ' '; }); };
  std::string_view shown;
  for (const auto& use : names) {
    if (use.count == names.front().count && letters(use.text) > letters(shown)) shown = use.text;
  }
  return shown;
}

bool AuthorEntity::is_private(std::string_view name) const {
  return std::find(private_names.begin(), private_names.end(), name) != private_names.end();
}

std::vector<std::string> AuthorEntity::name_variants() const {
  std::vector<std::string> variants;
  for (const auto& use : names) {
    if (use.text != name() && !is_private(use.text)) variants.push_back(use.text);
  }
  return variants;
}

std::string canonical_json(const AuthorEntity& entity) {
  json document = {{"id", entity.id}, {"names", to_json(entity.names)}, {"papers", entity.papers}};
  if (!entity.ids.empty()) document["ids"] = to_json(entity.ids);
  if (!entity.affiliations.empty()) document["affiliations"] = to_json(entity.affiliations);
  const double confidence = std::round(entity.confidence * kConfidenceSteps) / kConfidenceSteps;
  if (confidence < 1) document["confidence"] = confidence;
  if (!entity.candidates.empty()) document["candidates"] = entity.candidates;
  if (entity.corrected) document["corrected"] = true;
  if (!entity.shown_name.empty()) document["shown_name"] = entity.shown_name;
  if (!entity.private_names.empty()) document["private_names"] = entity.private_names;
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
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object()) return cannot_be_read();
  try {
    AuthorEntity entity;
    entity.id = document.at("id").get<std::string>();
    entity.names = uses_from_json(document, "names");
    entity.ids = uses_from_json(document, "ids");
    entity.affiliations = uses_from_json(document, "affiliations");
    entity.papers = document.at("papers").get<std::int64_t>();
    entity.confidence = document.value("confidence", 1.0);
    entity.candidates = document.value("candidates", std::vector<std::string>());
    entity.corrected = document.value("corrected", false);
    entity.shown_name = document.value("shown_name", std::string());
    entity.private_names = document.value("private_names", std::vector<std::string>());
    entity.imported = imported_from_json(document);
    return entity;
  } catch (const std::exception&) {
    return cannot_be_read();
  }
}

Result<ImportedFigures> imported_figures_from_json(std::string_view text) {
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object()) return cannot_be_read();
  try {
    return ImportedFigures{document.at("id").get<std::string>(), imported_from_json(document)};
  } catch (const std::exception&) {
    return cannot_be_read();
  }
}

}  // namespace incipit::schema
