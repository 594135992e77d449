// The JSON contract of `/v1/papers/{id}/novelty`.
#include "schema/novelty.h"

#include "schema/parts_json.h"
#include "schema/result_json.h"

namespace incipit::schema {
namespace {

Json receipt_json(const NoveltyParts& parts) {
  Json terms = Json::array();
  for (const NewTermRow& term : parts.most_reused) terms.push_back(Json{{"term", term.term}, {"reuse", term.reuse}});
  Json nearest = Json::array();
  for (const EarlierPaper& paper : parts.nearest) {
    nearest.push_back(Json{{"id", paper.id}, {"title", text_or_null(paper.title)}, {"similarity", number(paper.similarity)}});
  }
  return Json{{"raw", number(parts.raw)},
              {"new_terms", Json{{"count", parts.new_terms}, {"percentile", number(parts.new_terms_percentile)}, {"most_reused", std::move(terms)}}},
              {"distance", Json{{"value", number(parts.distance)},
                                {"percentile", number(parts.distance_percentile)},
                                {"compared", parts.compared},
                                {"nearest", std::move(nearest)}}}};
}

Json rank_json(const RankParts& rank) {
  Json parts = Json::object();
  for (const RankPartRow& part : rank.parts) {
    parts[part.name] = Json{{"weight", number(part.weight)}, {"value", part.value ? number(*part.value) : Json(nullptr)}};
  }
  return Json{{"parts", std::move(parts)},
              {"age_days", value_or_null(rank.age_days)},
              {"citations", value_or_null(rank.citations)},
              {"citations_cell", text_or_null(rank.cell)},
              {"citations_n", value_or_null(rank.cell_papers)}};
}

}  // namespace

Json to_json(const NoveltyResult& result) {
  return Json{{"index", to_json(result.index)},
              {"id", result.id},
              {"title", result.title},
              {"novelty", to_json(result.novelty)},
              {"receipt", result.receipt ? receipt_json(*result.receipt) : Json(nullptr)},
              {"rank_score", to_json(result.rank_score)},
              {"rank", result.rank ? rank_json(*result.rank) : Json(nullptr)}};
}

}  // namespace incipit::schema
