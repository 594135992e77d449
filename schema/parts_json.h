// Pieces that several JSON contracts share. For the sources of those contracts only.
#pragma once

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "schema/categories.h"
#include "schema/date.h"
#include "schema/result.h"
#include "schema/result_json.h"

namespace incipit::schema {

using Json = nlohmann::ordered_json;

inline Json iso_or_null(const std::optional<Date>& date) { return date ? Json(date->iso()) : Json(nullptr); }

template <class T>
inline Json value_or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

inline Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

inline void put_if_given(Json& object, const char* member, const std::string& text) {
  if (!text.empty()) object[member] = text;
}

// Whole numbers without a decimal point: an h-index is 12, not 12.0.
inline Json number(double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (!std::isfinite(value)) return nullptr;
  if (value == std::floor(value) && std::fabs(value) < kExact) return static_cast<std::int64_t>(value);
  return value;
}

inline Json category_json(const std::string& code) {
  return Json{{"code", code}, {"short", short_code(code)}, {"name", category_name(code)}};
}

inline Json category_or_null(const std::string& code) { return code.empty() ? Json(nullptr) : category_json(code); }

inline Json author_json(const AuthorRef& author) {
  return Json{{"name", author.name}, {"id", text_or_null(author.id)}};
}

inline Json facet_value_json(const FacetValue& value) {
  return Json{{"value", value.value}, {"label", value.label}, {"count", value.count}, {"selected", value.selected}};
}

inline Json total_json(const Total& total) {
  return Json{{"value", total.value}, {"relation", total.exact ? "eq" : "gte"}};
}

inline Json query_json(const QueryEcho& query) {
  Json notes = Json::array();
  for (const QueryNote& note : query.notes) {
    Json object{{"code", note.code}, {"message", note.message}};
    if (note.offset) object["offset"] = *note.offset;
    if (note.strict_total) object["strict_total"] = *note.strict_total;
    if (note.left_out) object["left_out"] = *note.left_out;
    notes.push_back(std::move(object));
  }
  Json corrections = Json::array();
  for (const Correction& correction : query.corrections) {
    Json words = Json::array();
    for (const CorrectedWord& word : correction.words) {
      words.push_back(Json{{"offset", word.offset}, {"typed", word.typed}, {"suggested", word.suggested}, {"papers", word.papers}});
    }
    corrections.push_back(Json{{"query", correction.query}, {"words", std::move(words)}});
  }
  return Json{{"text", query.text},
              {"parsed", query.parsed},
              {"notes", std::move(notes)},
              {"corrections", std::move(corrections)}};
}

inline Json named_metric(const Metric& metric) {
  Json object{{"name", metric.name}};
  object.update(to_json(metric));
  return object;
}

}  // namespace incipit::schema
