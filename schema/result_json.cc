#include "schema/result_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "schema/links.h"
#include "schema/parts_json.h"

namespace incipit::schema {
namespace {

Json citation_json(const CitationCount& count) {
  const std::string source = count.source.empty() ? "the paper's record" : count.source;
  return Json{{"value", count.count}, {"source", source}, {"as_of", iso_or_null(count.as_of)}};
}

Metric imported_metric(const PaperMetric& given) {
  Metric metric;
  metric.name = given.metric;
  metric.value = given.value;
  metric.scope = MetricScope::imported;
  metric.source = given.source;
  metric.model = given.model;
  metric.as_of = given.as_of;
  return metric;
}

// The newest imported AI score of a paper; the first given where dates are equal or missing.
const PaperMetric* leading_ai_score(const Paper& paper) {
  const PaperMetric* leading = nullptr;
  for (const PaperMetric& metric : paper.metrics) {
    if (metric.metric != "ai_score") continue;
    const bool newer = leading && metric.as_of && (!leading->as_of || *leading->as_of < *metric.as_of);
    if (!leading || newer) leading = &metric;
  }
  return leading;
}

Json highlight_json(const Highlight& highlight) {
  Json spans = Json::array();
  for (const Span& span : highlight.spans) spans.push_back(Json{{"begin", span.begin}, {"end", span.end}});
  Json object{{"field", highlight.field}, {"spans", std::move(spans)}};
  put_if_given(object, "html", highlight.html);
  return object;
}

Json authors_json(const Hit& hit) {
  Json authors = Json::array();
  for (std::size_t i = 0; i < hit.paper.authors.size(); ++i) {
    const Authorship& authorship = hit.paper.authors[i];
    const std::string id = i < hit.author_ids.size() ? hit.author_ids[i] : std::string{};
    Json author = author_json(AuthorRef{authorship.name, id});
    if (!authorship.ids.empty()) author["ids"] = authorship.ids;
    if (!authorship.affiliations.empty()) author["affiliations"] = authorship.affiliations;
    authors.push_back(std::move(author));
  }
  return authors;
}

void put_metrics(Json& object, const Hit& hit) {
  const Paper& paper = hit.paper;
  const CitationCount* leading = paper.leading_citations();
  object["citations"] = leading ? citation_json(*leading) : Json(nullptr);
  if (paper.citations.size() > 1) {
    Json counts = Json::array();
    for (const CitationCount& count : paper.citations) counts.push_back(citation_json(count));
    object["citation_counts"] = std::move(counts);
  }
  object["novelty"] = to_json(hit.novelty);
  object["rank_score"] = to_json(hit.rank_score);
  if (const PaperMetric* score = leading_ai_score(paper)) {
    object["ai_score"] = to_json(imported_metric(*score));
  }
  if (!paper.metrics.empty()) {
    Json imported = Json::array();
    for (const PaperMetric& metric : paper.metrics) imported.push_back(named_metric(imported_metric(metric)));
    object["imported"] = std::move(imported);
  }
}

Json explain_json(const std::vector<TermExplanation>& terms) {
  Json list = Json::array();
  for (const TermExplanation& term : terms) {
    list.push_back(Json{{"field", term.field},
                        {"term", term.term},
                        {"df", term.document_frequency},
                        {"weight", term.weight},
                        {"impact", term.impact},
                        {"score", number(static_cast<double>(term.weight * term.impact) / kScoreScale)}});
  }
  return list;
}

Json boosts_json(const std::vector<BoostExplanation>& boosts) {
  Json list = Json::array();
  for (const BoostExplanation& given : boosts) {
    std::string_view name;
    for (const BoostRow& row : kBoosts) {
      if (row.boost == given.boost) name = row.name;
    }
    const Json share = given.share ? number(static_cast<double>(*given.share) / kBoostShares) : Json(nullptr);
    list.push_back(Json{{"boost", name}, {"share", share}, {"score", number(static_cast<double>(given.score) / kScoreScale)}});
  }
  return list;
}

Json facets_json(const std::vector<Facet>& facets, bool exact) {
  Json object = Json::object();
  for (const Facet& facet : facets) {
    Json values = Json::array();
    for (const FacetValue& value : facet.values) values.push_back(facet_value_json(value));
    object[std::string(name_of(facet.field))] =
        Json{{"values", std::move(values)}, {"exact", exact}, {"more", facet.more}};
  }
  return object;
}

Json input_json(const InputInfo& input) {
  return Json{{"name", input.name},        {"format", input.format},   {"hash", input.hash},
              {"bytes", input.bytes},      {"records", input.records}, {"accepted", input.accepted},
              {"rejected", input.rejected}};
}

}  // namespace

Json to_json(const IndexIdentity& index) {
  return Json{{"revision", index.revision}, {"documents", index.documents}};
}

Json to_json(const Metric& metric) {
  Json object;
  if (!metric.series.empty()) {
    Json series = Json::array();
    for (const YearCount& year : metric.series) series.push_back(Json{{"year", year.year}, {metric.series_of, year.count}});
    object["series"] = std::move(series);
  } else {
    object["value"] = metric.value ? number(*metric.value) : Json(nullptr);
    if (object["value"].is_null()) object["reason"] = metric.reason.empty() ? "not available" : metric.reason;
  }
  object["scope"] = metric.scope == MetricScope::corpus ? "corpus" : "imported";
  object["source"] =
      metric.source.empty() && metric.scope == MetricScope::corpus ? "this index" : metric.source;
  put_if_given(object, "model", metric.model);
  object["as_of"] = iso_or_null(metric.as_of);
  object["n"] = value_or_null(metric.n);
  put_if_given(object, "formula", metric.formula);
  put_if_given(object, "cell", metric.cell);
  if (metric.provisional) object["provisional"] = true;
  if (!metric.parts.empty()) {
    Json parts = Json::object();
    for (const auto& [name, value] : metric.parts) parts[name] = number(value);
    object["parts"] = std::move(parts);
  }
  return object;
}

Json to_json(const Hit& hit) {
  const Paper& paper = hit.paper;
  Json object{{"id", paper.id}};
  if (paper.version > 0) object["version"] = paper.version;
  object["title"] = paper.title;
  object["authors"] = authors_json(hit);
  Json categories = Json::array();
  for (const std::string& code : paper.categories) categories.push_back(category_json(code));
  object["categories"] = std::move(categories);
  object["primary_category"] = category_or_null(paper.primary());
  object["published"] = iso_or_null(paper.published);
  object["announced"] = iso_or_null(paper.announced);
  object["updated"] = iso_or_null(paper.updated);
  object["abstract"] = text_or_null(paper.abstract);
  put_if_given(object, "comments", paper.comments);
  put_if_given(object, "doi", paper.doi);
  put_if_given(object, "journal_ref", paper.journal_ref);
  put_if_given(object, "report_no", paper.report_no);
  put_if_given(object, "venue", paper.venue);
  put_if_given(object, "license", paper.license);
  put_if_given(object, "status", paper.status);
  object["snippet"] = hit.snippet;
  Json highlights = Json::array();
  for (const Highlight& highlight : hit.highlights) highlights.push_back(highlight_json(highlight));
  object["highlights"] = std::move(highlights);
  if (hit.exact != WholeQuery::no) object["exact"] = hit.exact == WholeQuery::title ? "title" : "identifier";
  object["score"] = hit.score ? number(static_cast<double>(*hit.score) / kScoreScale) : Json(nullptr);
  put_metrics(object, hit);
  Json links = Json::array();
  for (const Link& link : links_of(paper)) links.push_back(Json{{"rel", link.rel}, {"url", link.url}});
  object["links"] = std::move(links);
  if (!hit.also_as.empty()) {
    object["also_as"] = hit.also_as;
    object["duplicates"] = hit.duplicates;
  }
  if (!hit.explain.empty()) object["explain"] = explain_json(hit.explain);
  if (!hit.boosts.empty()) object["boosts"] = boosts_json(hit.boosts);
  return object;
}

Json to_json(const SearchResult& result) {
  Json object{{"index", to_json(result.index)},
              {"query", query_json(result.query)},
              {"total", total_json(result.total)}};
  if (!result.authors.empty()) {
    Json cards = Json::array();
    for (const AuthorCard& card : result.authors) {
      cards.push_back(author_json(card.author));
      cards.back()["papers"] = card.papers;
    }
    object["authors"] = std::move(cards);
  }
  Json hits = Json::array();
  for (const Hit& hit : result.hits) hits.push_back(to_json(hit));
  object["results"] = std::move(hits);
  if (!result.facets.empty()) object["facets"] = facets_json(result.facets, result.total.exact);
  object["next_cursor"] = text_or_null(result.next_cursor);
  if (result.outside) object["outside"] = Json{{"total", result.outside->total}, {"ids", result.outside->ids}};
  return object;
}

Json to_json(const PaperResult& result) {
  Json object{{"index", to_json(result.index)}};
  object.update(to_json(result.hit));
  if (!result.hit.paper.references.empty()) object["references"] = result.hit.paper.references;
  return object;
}

Json to_json(const SnapshotInfo& snapshot) {
  return Json{{"as_of", snapshot.as_of.iso()}, {"revision", snapshot.revision}, {"papers", snapshot.papers},
              {"with_novelty", snapshot.with_novelty}, {"with_rank", snapshot.with_rank}};
}

Json to_json(const IndexInfo& info) {
  Json inputs = Json::array();
  for (const InputInfo& input : info.inputs) inputs.push_back(input_json(input));
  Json unmatched = Json::array();
  for (const UnmatchedRow& row : info.unmatched) {
    unmatched.push_back(Json{{"input", row.input},
                             {"line", row.line},
                             {"subject", row.subject},
                             {"reason", row.reason},
                             {"candidates", row.candidates}});
  }
  return Json{{"index", to_json(IndexIdentity{info.revision, info.papers})},
              {"format_version", info.format_version},
              {"fingerprint", info.fingerprint},
              {"program", info.program},
              {"generation", info.generation},
              {"papers", info.papers},
              {"authors", info.authors},
              {"segments", info.segments},
              {"as_of", iso_or_null(info.as_of)},
              {"built_at", text_or_null(info.built_at)},
              {"inputs", std::move(inputs)},
              {"rejected", info.rejected},
              {"warnings", info.warnings},
              {"ignored_keys", info.ignored_keys},
              {"superseded", info.superseded},
              {"merged", info.merged},
              {"suppressed", info.suppressed},
              {"updates", info.updates},
              {"author_ids_ignored", info.author_ids_ignored},
              {"unmatched", std::move(unmatched)},
              {"snapshot", info.snapshot ? to_json(*info.snapshot) : Json(nullptr)}};
}

Json problem_json(const Error& error, int status) {
  std::string title(public_name(error.code));
  std::replace(title.begin(), title.end(), '_', ' ');
  Json object{{"type", "about:blank"},
              {"title", title},
              {"status", status},
              {"code", public_name(error.code)},
              {"detail", error.message}};
  Json errors = Json::array();
  if (!error.parameter.empty()) {
    Json entry{{"parameter", error.parameter}};
    if (error.offset) entry["offset"] = *error.offset;
    entry["message"] = error.message;
    errors.push_back(std::move(entry));
  }
  object["errors"] = std::move(errors);
  return object;
}

std::string dump(const Json& document) {
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace incipit::schema
