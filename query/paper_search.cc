#include "query/paper_search.h"

#include <limits>
#include <utility>

#include "query/expansion.h"
#include "query/facet_search.h"
#include "query/form_lookup.h"
#include "query/neighbour_filters.h"
#include "query/parse_report.h"
#include "query/plan.h"
#include "query/set_statistics.h"
#include "query/spelling.h"
#include "query/whole_query.h"

namespace incipit::query {

using schema::ErrorCode;
using schema::FacetField;
using schema::Result;

namespace {

constexpr std::size_t kNamedTerms = 10;  // in a note

const std::vector<std::string>& selected_values(const schema::SearchFilters& filters, FacetField field,
                                                std::vector<std::string>& years) {
  switch (field) {
    case FacetField::category: return filters.category.any_of;
    case FacetField::primary: return filters.primary.any_of;
    case FacetField::archive: return filters.archive.any_of;
    case FacetField::author: return filters.author.any_of;
    case FacetField::venue: return filters.venue.any_of;
    case FacetField::year:
      for (const auto& range : filters.years) {
        if (range.from && range.from == range.to) years.push_back(std::to_string(*range.from));
      }
      return years;
  }
  return years;
}

PaperSets filtered(const PaperSets& sets, const std::vector<FilterSets>& filters) {
  PaperSets passing;
  for (std::size_t s = 0; s < sets.size(); ++s) passing.push_back(filters[s].passing(sets[s]));
  return passing;
}

schema::QueryNote relaxed_note(std::int64_t strict_total, std::int64_t total) {
  schema::QueryNote note{"relaxed", "", std::nullopt, strict_total};
  note.message = (strict_total == 0 ? "No paper has" : "Only " + std::to_string(strict_total) + (strict_total == 1 ? " paper has" : " papers have")) +
                 std::string(" all the words; ") +
                 (total == 0 ? "none has any of them." : "these have at least one of them, the best matches first.");
  return note;
}

schema::QueryNote expanded_note(const std::vector<WeightedTerm>& added) {
  std::string terms;
  for (std::size_t i = 0; i < added.size() && i < kNamedTerms; ++i) terms += (i == 0 ? "" : ", ") + added[i].term.term;
  if (added.size() > kNamedTerms) terms += " and " + std::to_string(added.size() - kNamedTerms) + " more";
  return {"expanded", "ranked with terms of the best papers too: " + terms, std::nullopt, std::nullopt};
}

// What the terms of an explained hit add up to.
std::int64_t score_by_text(const schema::Hit& hit) {
  std::int64_t score = 0;
  for (const auto& term : hit.explain) score += term.weight * term.impact;
  return score;
}

schema::QueryNote collapsed_note(std::int64_t left_out) {
  schema::QueryNote note{"collapsed", "", std::nullopt, std::nullopt, left_out};
  note.message = left_out == 0   ? "No paper is left out: none of these is a duplicate of another."
                 : left_out == 1 ? "1 paper is left out: another one of these is the same work."
                                 : std::to_string(left_out) + " papers are left out: others of these are the same works.";
  return note;
}

}  // namespace

Result<schema::SearchFilters> PaperSearch::resolve_authors(schema::SearchFilters filters, const Deadline& deadline) const {
  for (auto* values : {&filters.author.any_of, &filters.author.none_of}) {
    for (auto& id : *values) {
      const auto ordinal = authors_.resolve(id, deadline);
      if (!ordinal) return tl::make_unexpected(ordinal.error());
      id = std::string(generation_.authors().id(*ordinal));
    }
  }
  return filters;
}

Result<PaperSearch::Filtering> PaperSearch::filtering(const schema::SearchFilters& filters, const Deadline& deadline) const {
  auto plan = plan_filters(filters, analyser_);
  if (!plan) return tl::make_unexpected(plan.error());
  auto outside = add_neighbours(filters, segments_, hits_, deadline, *plan);
  if (!outside) return tl::make_unexpected(outside.error());
  return Filtering{std::move(*plan), std::move(*outside)};
}

Result<schema::Sort> PaperSearch::choose_sort(const schema::SearchRequest& request, bool ranks) const {
  using schema::SortKey;
  if (!request.sort) return schema::Sort{ranks ? SortKey::relevance : SortKey::published, false};
  const auto& snapshot = generation_.manifest().info.snapshot;
  const auto missing = [](const char* reason) { return schema::fail_at(ErrorCode::not_available, "sort", reason); };
  if (request.sort->key == SortKey::novelty && (!snapshot || snapshot->with_novelty == 0)) return missing("no paper of this index has a novelty");
  if (request.sort->key == SortKey::rank && (!snapshot || snapshot->with_rank == 0)) return missing("no paper of this index has a rank score");
  if (request.sort->key == SortKey::citations) {
    const auto counted = document_frequency(segments_, schema::Field::has, schema::name_of(schema::Fact::citations));
    if (counted == 0) return missing("no paper of this index has a citation count");
  }
  return *request.sort;
}

Result<QueryPlan> PaperSearch::plan(const ParsedQuery& parsed, const schema::SearchRequest& request, const Deadline& deadline) const {
  const auto frequency = frequency_in(segments_);
  if (!request.synonyms || request.match == schema::MatchMode::all) return plan_parsed(parsed, request.match, analyser_, frequency);
  FormLookup lookup(segments_, synonyms_, analyser_, deadline);
  return plan_with_other_forms(parsed, request.match, analyser_, frequency, [&](std::span<const std::string> words) { return lookup.find(words); });
}

Result<PaperSearch::Matches> PaperSearch::match(const schema::SearchRequest& request, const Deadline& deadline) const {
  auto parsed = parse_query(request.q, request.syntax);
  if (!parsed) return tl::make_unexpected(parsed.error());
  auto plan = this->plan(*parsed, request, deadline);
  if (!plan) return tl::make_unexpected(plan.error());
  auto resolved = resolve_authors(request.filters, deadline);
  if (!resolved) return tl::make_unexpected(resolved.error());

  Matches found;
  found.parsed = std::move(*parsed);
  found.filters = std::move(*resolved);
  auto filters = filtering(found.filters, deadline);
  if (!filters) return tl::make_unexpected(filters.error());
  for (std::size_t s = 0; s < segments_.size(); ++s) found.dimensions.emplace_back(filters->plan, segments_[s], s, analyser_, deadline);
  found.outside = std::move(filters->outside);
  WantedText wanted;
  const auto take = [&](const PlanNode& node) {
    wanted = wanted_text(node);
    found.by_query = evaluate(node, segments_, analyser_, deadline);
    found.papers = filtered(found.by_query, found.dimensions);
    found.total.value = count_papers(found.papers);
  };
  const bool any = request.match == schema::MatchMode::any && plan->relaxed;
  take(any ? *plan->relaxed : plan->strict);
  found.echo = {request.q, plan->canonical, plan->notes, {}};
  // In another order the best matches would not come first, and what has one of the words would drown what has all.
  const bool best_first = !request.sort || request.sort->key == schema::SortKey::relevance;
  if (best_first && plan->may_relax && plan->relaxed && found.total.value < schema::limits::kRelaxBelow.value) {
    // Of the words as typed, which match=all finds.
    std::int64_t strict_total = found.total.value;
    if (request.synonyms) {
      const auto typed = plan_parsed(found.parsed, request.match, analyser_, frequency_in(segments_));
      if (typed && typed->strict != plan->strict) {
        strict_total = count_papers(filtered(evaluate(typed->strict, segments_, analyser_, deadline), found.dimensions));
      }
    }
    take(*plan->relaxed);
    found.echo.notes.push_back(relaxed_note(strict_total, found.total.value));
  }
  if (request.collapse == schema::Collapse::duplicates) put_duplicates_together(found, deadline);
  found.ranks = !plan->ranking.empty();
  found.asked = {weigh(plan->ranking, segments_, generation_.manifest().constants.idf_scale), {}, std::move(wanted)};
  return found;
}

// Whether a query is relaxed was decided by what matches, so the same query is answered with duplicates and without.
void PaperSearch::put_duplicates_together(Matches& matches, const Deadline& deadline) const {
  matches.groups = duplicates_.groups(deadline);
  const std::int64_t left_out = collapse(matches.papers, *matches.groups);
  matches.total.value -= left_out;
  matches.echo.notes.push_back(collapsed_note(left_out));
}

Result<PaperSearch::Ordered> PaperSearch::order(const schema::SearchRequest& request, std::size_t count, const Deadline& deadline) const {
  auto matches = match(request, deadline);
  if (!matches) return tl::make_unexpected(matches.error());
  const auto sort = choose_sort(request, matches->ranks);
  if (!sort) return tl::make_unexpected(sort.error());
  auto boosts = Boosts::choose(request, *sort, segments_, generation_.manifest().info, deadline);
  if (!boosts) return tl::make_unexpected(boosts.error());
  Ordered ordered{std::move(*matches), *sort, std::move(*boosts), {}, {}, {}};
  auto cursor = continuation_.after(request.cursor.empty() ? std::string() : plan_text(request, *sort), request.cursor, deadline,
                                   rests_on(request, *sort));
  if (!cursor) return tl::make_unexpected(cursor.error());
  ordered.cursor = *cursor;
  const Found* after = *cursor ? &(*cursor)->paper : nullptr;
  Matches& all = ordered.matches;
  ordered.named = whole_query().papers(request.q, all.parsed, deadline);
  if (sort->key != schema::SortKey::relevance) {
    ordered.papers = best_by_column(segments_, all.papers, *sort, count, deadline, after);
    return ordered;
  }
  if (request.expand) {
    if (auto expanded = expand(all, deadline); !expanded) return tl::make_unexpected(expanded.error());
  }
  const Boosts* boosting = nullptr;
  if (!ordered.boosts.empty()) {
    boosting = &ordered.boosts;
    all.echo.notes.push_back(ordered.boosts.note());
  }
  const auto ranking = all.asked.ranking();
  ordered.papers = sort->reversed ? best_by_score(segments_, all.papers, ranking, count, true, deadline, after, boosting)
                                  : best_by_relevance(segments_, all.papers, ordered.named, ranking, count, deadline, after, boosting);
  return ordered;
}

std::string PaperSearch::next_cursor(const Ordered& ordered, const schema::SearchRequest& request) const {
  const auto page = static_cast<std::int64_t>(ordered.papers.size()) - request.offset;
  const Found* last = page > 0 ? &ordered.papers.back() : nullptr;
  return continuation_.behind(last, ordered.before(request) + page, ordered.matches.total.value, plan_text(request, ordered.sort),
                              rests_on(request, ordered.sort));
}

Result<schema::SearchResult> PaperSearch::search(const schema::SearchRequest& request, const Deadline& deadline) const {
  auto ordered = order(request, static_cast<std::size_t>(request.offset + request.limit), deadline);
  if (!ordered) return tl::make_unexpected(ordered.error());
  Matches& matches = ordered->matches;

  schema::SearchResult result;
  result.sort = ordered->sort;
  result.total = matches.total;
  auto page = hits_.page(ordered->papers, request.offset, matches.asked, request.highlight, request.explain, deadline);
  if (!page) return tl::make_unexpected(page.error());
  result.hits = std::move(*page);
  result.before = ordered->before(request);
  result.next_cursor = next_cursor(*ordered, request);
  for (std::size_t i = 0; i < result.hits.size(); ++i) {
    auto& hit = result.hits[i];
    const Found& found = ordered->papers[static_cast<std::size_t>(request.offset) + i];
    hit.exact = ordered->named.what(found);
    if (request.explain) hit.boosts = ordered->boosts.explain(found, score_by_text(hit));
    if (!matches.ranks) hit.score.reset();
    if (!matches.groups) continue;
    if (auto described = duplicates_.describe(hit, found, deadline); !described) return tl::make_unexpected(described.error());
  }
  result.facets = facets(request, matches, deadline);
  result.outside = std::move(matches.outside);
  result.query = std::move(matches.echo);
  if (matches.parsed.root) result.query.corrections = Spelling(segments_, analyser_).corrections(request.q, *matches.parsed.root);
  result.authors = whole_query().authors(matches.parsed, deadline);
  return result;
}

Result<RecordPage> PaperSearch::records(const schema::SearchRequest& request, const Deadline& deadline) const {
  auto ordered = order(request, static_cast<std::size_t>(request.offset + request.limit), deadline);
  if (!ordered) return tl::make_unexpected(ordered.error());
  RecordPage page{{}, std::move(ordered->matches.echo), ordered->matches.total, next_cursor(*ordered, request), {}};
  for (auto i = static_cast<std::size_t>(request.offset); i < ordered->papers.size(); ++i) {
    deadline.check();
    auto record = hits_.record(ordered->papers[i]);
    if (!record) return tl::make_unexpected(record.error());
    page.papers.push_back(std::move(*record));
  }
  return page;
}

Result<RankedList> PaperSearch::rank(const schema::SearchRequest& request, std::size_t depth, const Deadline& deadline) const {
  const auto ordered = order(request, depth, deadline);
  if (!ordered) return tl::make_unexpected(ordered.error());
  RankedList list{ordered->matches.total, {}, facets(request, ordered->matches, deadline)};
  for (const Found& found : ordered->papers) {
    list.papers.push_back({std::string(id_of(segments_, found)), static_cast<double>(found.score.value_or(0)) / schema::kScoreScale});
  }
  return list;
}

Result<PaperSearch::All> PaperSearch::all(const schema::SearchRequest& request, const Deadline& deadline) const {
  auto ordered = order(request, std::numeric_limits<std::size_t>::max(), deadline);
  if (!ordered) return tl::make_unexpected(ordered.error());
  return All{std::move(ordered->matches.echo), ordered->sort, std::move(ordered->papers)};
}

Result<schema::StatisticsResult> PaperSearch::statistics(const schema::SearchRequest& request, const Deadline& deadline) const {
  auto matches = match(request, deadline);
  if (!matches) return tl::make_unexpected(matches.error());
  auto result = statistics_of(matches->papers, segments_, generation_, hits_, deadline);
  if (!result) return result;
  result->query = std::move(matches->echo);
  result->total = matches->total;
  return result;
}

Result<schema::FacetResult> PaperSearch::facet_values(const schema::FacetRequest& request, const Deadline& deadline) const {
  auto matches = match(request.search, deadline);
  if (!matches) return tl::make_unexpected(matches.error());
  std::vector<std::string> years;
  auto result = facet_page(counted(request.field, *matches, deadline), request, selected_values(matches->filters, request.field, years), cursors_);
  if (result) result->query = std::move(matches->echo);
  return result;
}

Result<void> PaperSearch::expand(Matches& matches, const Deadline& deadline) const {
  const auto best = best_by_score(segments_, matches.papers, matches.asked.terms, QueryExpansion::kPapers, false, deadline);
  auto added = QueryExpansion(segments_, analyser_, hits_).terms(best, matches.asked.terms, generation_.manifest().constants.idf_scale, deadline);
  if (!added) return tl::make_unexpected(added.error());
  if (!added->empty()) matches.echo.notes.push_back(expanded_note(*added));
  matches.asked.added = std::move(*added);
  return {};
}

std::vector<schema::Facet> PaperSearch::facets(const schema::SearchRequest& request, const Matches& matches, const Deadline& deadline) const {
  std::vector<schema::Facet> counted;
  for (FacetField field : request.facets) counted.push_back(facet(field, request, matches, deadline));
  return counted;
}

FacetCounter PaperSearch::counted(FacetField field, const Matches& matches, const Deadline& deadline) const {
  PaperSets counted;
  for (std::size_t s = 0; s < segments_.size(); ++s) counted.push_back(matches.dimensions[s].passing_for(field, matches.by_query[s]));
  if (matches.groups) (void)collapse(counted, *matches.groups, &matches.papers);
  FacetCounter counter(field, generation_.authors());
  counter.count(segments_, counted, deadline);
  return counter;
}

schema::Facet PaperSearch::facet(FacetField field, const schema::SearchRequest& request, const Matches& matches,
                                 const Deadline& deadline) const {
  const FacetCounter counter = counted(field, matches, deadline);
  std::vector<std::string> years;
  return counter.result(request.facet_limit, selected_values(matches.filters, field, years));
}

Result<schema::ParseResult> PaperSearch::parse(const schema::SearchRequest& request, const Deadline& deadline) const {
  const auto resolved = resolve_authors(request.filters, deadline);
  if (!resolved) return tl::make_unexpected(resolved.error());
  const auto filters = filtering(*resolved, deadline);
  if (!filters) return tl::make_unexpected(filters.error());
  const auto idf_scale = generation_.manifest().constants.idf_scale;
  return ParseReporter(segments_, analyser_).report(request, filters->plan, idf_scale, deadline);
}

}  // namespace incipit::query
