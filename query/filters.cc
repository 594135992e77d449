#include "query/filters.h"

#include "query/plan_nodes.h"

namespace incipit::query {

using schema::FacetField;
using schema::Field;

namespace {

PlanNode branch(PlanKind kind, std::vector<PlanNode> children) {
  PlanNode node = node_of(kind);
  node.children = std::move(children);
  return node;
}

// Any of the first and none of the second.
void add_dimension(FilterPlan& plan, std::optional<FacetField> facet, std::vector<PlanNode> wanted, std::vector<PlanNode> unwanted) {
  if (wanted.empty() && unwanted.empty()) return;
  std::vector<PlanNode> both;
  if (!wanted.empty()) both.push_back(branch(PlanKind::any_of, std::move(wanted)));
  if (!unwanted.empty()) both.push_back(branch(PlanKind::none_of, std::move(unwanted)));
  plan.dimensions.push_back({facet, branch(PlanKind::all_of, std::move(both))});
}

std::vector<PlanNode> leaves(Field field, const std::vector<std::string>& values) {
  std::vector<PlanNode> nodes;
  for (const auto& value : values) nodes.push_back(filter_node(field, value));
  return nodes;
}

std::vector<PlanNode> leaves(const std::vector<schema::YearRange>& years) {
  std::vector<PlanNode> nodes;
  for (const auto& range : years) nodes.push_back(years_node(range));
  return nodes;
}

schema::Result<std::vector<PlanNode>> phrases(Field field, const std::vector<std::string>& values, analysis::Analyser& analyser) {
  std::vector<PlanNode> nodes;
  for (const auto& value : values) {
    AstNode phrase;
    phrase.kind = AstKind::phrase;
    phrase.field = field;
    phrase.text = value;
    auto plan = plan_tree(phrase, analyser);
    if (!plan) return schema::fail_at(plan.error().code, std::string(schema::row_of(field).name), plan.error().message);
    nodes.push_back(std::move(plan->strict));
  }
  return nodes;
}

DocSet in_range(const RangeFilter& range, const SegmentView& segment) {
  DocSet set;
  const auto published = segment.columns->published.values();
  const auto citations = segment.columns->citations.values();
  const bool dated = range.published_from || range.published_to;
  for (std::size_t row = 0; row < published.size(); ++row) {
    if (dated && published[row] == storage::kNoInstant) continue;
    if (range.published_from && published[row] < *range.published_from) continue;
    if (range.published_to && published[row] > *range.published_to) continue;
    if (range.min_citations && (citations[row] == storage::kNoCitations || citations[row] < *range.min_citations)) continue;
    if (range.min_novelty && segment.novelty(row).value_or(-1) < *range.min_novelty) continue;
    set.add(static_cast<std::uint32_t>(row + 1));
  }
  return set;
}

}  // namespace

schema::Result<FilterPlan> plan_filters(const schema::SearchFilters& request, analysis::Analyser& analyser) {
  FilterPlan plan;
  const auto add = [&](std::optional<FacetField> facet, Field field, const schema::FilterValues& values) {
    add_dimension(plan, facet, leaves(field, values.any_of), leaves(field, values.none_of));
  };
  add(FacetField::category, Field::category, request.category);
  add(FacetField::primary, Field::primary, request.primary);
  add(FacetField::archive, Field::archive, request.archive);
  add(FacetField::venue, Field::venue, request.venue);
  add(FacetField::author, Field::author_id, request.author);
  auto at = phrases(Field::affiliation, request.affiliation.any_of, analyser);
  if (!at) return tl::make_unexpected(at.error());
  auto not_at = phrases(Field::affiliation, request.affiliation.none_of, analyser);
  if (!not_at) return tl::make_unexpected(not_at.error());
  add_dimension(plan, std::nullopt, std::move(*at), std::move(*not_at));
  add(std::nullopt, Field::status, request.status);
  add_dimension(plan, FacetField::year, leaves(request.years), leaves(request.not_years));
  // Different facts are different conditions: all of them.
  for (schema::Fact fact : request.has) add_dimension(plan, std::nullopt, {filter_node(Field::has, std::string(schema::name_of(fact)))}, {});
  for (schema::Fact fact : request.has_not) {
    add_dimension(plan, std::nullopt, {}, {filter_node(Field::has, std::string(schema::name_of(fact)))});
  }
  std::vector<PlanNode> ids;
  for (const auto& id : request.ids) ids.push_back(identifier_node(id));
  add_dimension(plan, std::nullopt, std::move(ids), {});

  if (request.from) plan.range.published_from = request.from->instant;
  for (const auto& until : {request.to, request.as_of}) {
    if (!until) continue;
    const std::int64_t last = until->last_instant();
    plan.range.published_to = plan.range.published_to ? std::min(*plan.range.published_to, last) : last;
  }
  plan.range.min_citations = request.min_citations;
  plan.range.min_novelty = request.min_novelty;
  return plan;
}

FilterSets::FilterSets(const FilterPlan& plan, const SegmentView& segment, std::size_t number, analysis::Analyser& analyser,
                       const Deadline& deadline) {
  for (const auto& dimension : plan.dimensions) {
    sets_.push_back({dimension.facet, evaluate(dimension.node, segment, analyser, deadline)});
  }
  for (const auto& set : plan.sets) sets_.push_back({std::nullopt, set[number]});
  if (!plan.range.empty()) sets_.push_back({std::nullopt, in_range(plan.range, segment)});
}

DocSet FilterSets::passing(const DocSet& papers) const {
  DocSet set = papers;
  for (const auto& filter : sets_) set &= filter.papers;
  return set;
}

DocSet FilterSets::passing_for(FacetField facet, const DocSet& papers) const {
  DocSet set = papers;
  for (const auto& filter : sets_) {
    if (filter.facet != facet) set &= filter.papers;
  }
  return set;
}

}  // namespace incipit::query
