// The JSON contracts of author replies.
#include <nlohmann/json.hpp>
#include <utility>

#include "schema/parts_json.h"
#include "schema/result_json.h"

namespace incipit::schema {
namespace {

Json inconsistency_json(const Inconsistency& entry) {
  Json values = Json::object();
  for (const auto& [name, value] : entry.values) values[name] = number(value);
  return Json{{"bound", entry.bound},
              {"source", entry.source},
              {"as_of", iso_or_null(entry.as_of)},
              {"values", std::move(values)}};
}

void put_people(Json& object, const AuthorProfile& profile) {
  object["coauthor_count"] = profile.coauthor_count;
  Json coauthors = Json::array();
  for (const Coauthor& coauthor : profile.coauthors) {
    Json entry = author_json(coauthor.author);
    entry["papers"] = coauthor.papers;
    entry["first_year"] = value_or_null(coauthor.first_year);
    entry["last_year"] = value_or_null(coauthor.last_year);
    coauthors.push_back(std::move(entry));
  }
  object["coauthors"] = std::move(coauthors);
}

void put_identity(Json& object, const AuthorProfile& profile) {
  object["id"] = profile.id;
  object["name"] = profile.name;
  object["name_variants"] = profile.name_variants;
  object["ids"] = profile.ids;
  object["confidence"] = profile.confidence;
  object["ambiguous"] = profile.ambiguous;
  Json candidates = Json::array();
  for (const AuthorRef& candidate : profile.candidates) candidates.push_back(author_json(candidate));
  object["candidates"] = std::move(candidates);
  object["affiliations"] = profile.affiliations;
}

void put_corpus_counts(Json& object, const AuthorProfile& profile) {
  object["primary_category"] = category_or_null(profile.primary_category);
  object["primary_category_share"] = number(profile.primary_category_share);
  Json categories = Json::array();
  for (const CountedValue& value : profile.categories) {
    categories.push_back(Json{{"value", value.value}, {"label", value.label}, {"count", value.count}});
  }
  object["categories"] = std::move(categories);
  object["papers"] = profile.papers;
  object["first_year"] = value_or_null(profile.first_year);
  object["last_year"] = value_or_null(profile.last_year);
  Json years = Json::array();
  for (const YearCount& year : profile.papers_by_year) {
    years.push_back(Json{{"year", year.year}, {"count", year.count}});
  }
  object["papers_by_year"] = std::move(years);
}

void put_statistics(Json& object, const AuthorProfile& profile) {
  object["citations_by_year"] = to_json(profile.citations_by_year);
  Json statistics = Json::object();
  for (const Metric& metric : profile.statistics) statistics[metric.name] = to_json(metric);
  object["statistics"] = std::move(statistics);
  object["novelty"] = to_json(profile.novelty);
  object["rank_score"] = to_json(profile.rank_score);
  object["ai_score"] = to_json(profile.ai_score);
  Json imported = Json::array();
  for (const Metric& metric : profile.imported) imported.push_back(named_metric(metric));
  object["imported"] = std::move(imported);
  Json inconsistent = Json::array();
  for (const Inconsistency& entry : profile.inconsistent) inconsistent.push_back(inconsistency_json(entry));
  object["inconsistent"] = std::move(inconsistent);
}

}  // namespace

Json to_json(const AuthorSearchResult& result) {
  Json object{{"index", to_json(result.index)},
              {"query", query_json(QueryEcho{result.q, result.q, {}, {}})},
              {"total", total_json(result.total)}};
  Json hits = Json::array();
  for (const AuthorHit& hit : result.hits) {
    hits.push_back(Json{{"id", hit.author.id},
                        {"name", hit.author.name},
                        {"name_variants", hit.name_variants},
                        {"ids", hit.ids},
                        {"papers", hit.papers},
                        {"first_year", value_or_null(hit.first_year)},
                        {"last_year", value_or_null(hit.last_year)},
                        {"primary_category", category_or_null(hit.primary_category)},
                        {"exact_name", hit.exact_name}});
  }
  object["results"] = std::move(hits);
  object["next_cursor"] = text_or_null(result.next_cursor);
  return object;
}

Json to_json(const AuthorProfile& profile) {
  Json object{{"index", to_json(profile.index)}};
  put_identity(object, profile);
  put_corpus_counts(object, profile);
  put_statistics(object, profile);
  put_people(object, profile);
  Json terms = Json::array();
  for (const CharacteristicTerm& term : profile.terms) {
    terms.push_back(Json{{"term", term.term}, {"score", number(term.score)}, {"papers", term.papers}});
  }
  object["terms"] = std::move(terms);
  Json top = Json::array();
  for (const Hit& hit : profile.top_papers) top.push_back(to_json(hit));
  object["top_papers"] = std::move(top);
  object["index_as_of"] = iso_or_null(profile.index_as_of);
  return object;
}

}  // namespace incipit::schema
