// The JSON contract of evidence about people.
#include <nlohmann/json.hpp>
#include <utility>

#include "schema/identity_evidence.h"
#include "schema/parts_json.h"
#include "schema/result_json.h"

namespace incipit::schema {
namespace {

Json evidence_json(const IdentityEvidence& evidence) {
  Json weights = Json::array();
  for (const auto& weight : evidence.weights) {
    weights.push_back(Json{{"kind", weight.kind}, {"weight", number(weight.weight)}, {"observed", weight.observed ? number(*weight.observed) : Json(nullptr)}});
  }
  return Json{{"one_person", evidence.one_person}, {"rule", evidence.rule}, {"id", text_or_null(evidence.id)}, {"other_id", text_or_null(evidence.other_id)},
              {"sum", number(evidence.sum)},       {"weights", std::move(weights)}};
}

Json side_json(const ComparedPeople::Side& side) {
  Json object = author_json(side.author);
  object["authorship"] = side.place ? Json(to_string(*side.place)) : Json(nullptr);
  return object;
}

}  // namespace

Json to_json(const AuthorEvidence& answer) {
  Json authorships = Json::array();
  for (const auto& authorship : answer.authorships) {
    authorships.push_back(Json{{"paper", authorship.place.paper},
                               {"position", authorship.place.position},
                               {"name", authorship.name},
                               {"evidence", authorship.with_others ? evidence_json(*authorship.with_others) : Json(nullptr)}});
  }
  Json candidates = Json::array();
  for (const auto& candidate : answer.candidates) {
    Json entry = author_json(candidate.author);
    entry["evidence"] = evidence_json(candidate.evidence);
    candidates.push_back(std::move(entry));
  }
  Json object{{"index", to_json(answer.index)}};
  object.update(author_json(answer.author));
  object["confidence"] = number(answer.confidence);
  object["corrected"] = answer.corrected;
  object["total"] = answer.total;
  object["authorships"] = std::move(authorships);
  object["candidates"] = std::move(candidates);
  object["compared"] = nullptr;
  if (const auto& compared = answer.compared) {
    object["compared"] = Json{{"one", side_json(compared->one)},
                              {"other", side_json(compared->other)},
                              {"same_author", compared->same_author},
                              {"evidence", evidence_json(compared->evidence)}};
  }
  return object;
}

}  // namespace incipit::schema
