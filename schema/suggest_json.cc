#include <nlohmann/json.hpp>

#include "schema/parts_json.h"
#include "schema/result_json.h"

namespace incipit::schema {
namespace {

Json suggestion_json(const Suggestion& suggestion) {
  const auto& kind = kSuggestionKinds[static_cast<std::size_t>(suggestion.kind)];
  Json object{{"kind", kind.one}, {"text", suggestion.text}};
  put_if_given(object, "id", suggestion.id);
  put_if_given(object, "query", suggestion.query);
  if (suggestion.papers) object["papers"] = *suggestion.papers;
  if (suggestion.kind == SuggestionKind::papers) object["year"] = value_or_null(suggestion.year);
  object["corrected"] = suggestion.corrected;
  return object;
}

}  // namespace

Json to_json(const SuggestResult& result) {
  Json list = Json::array();
  for (const auto& suggestion : result.suggestions) list.push_back(suggestion_json(suggestion));
  return Json{{"index", to_json(result.index)}, {"q", result.q}, {"results", std::move(list)}};
}

}  // namespace incipit::schema
