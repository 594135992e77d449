#include "query/searcher.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "query/author_profile.h"
#include "query/author_search.h"
#include "query/evaluator.h"
#include "query/facets.h"
#include "query/filters.h"
#include "query/hit_builder.h"
#include "query/ordering.h"
#include "query/parse_report.h"
#include "query/similar.h"
#include "schema/categories.h"
#include "schema/ids.h"
#include "schema/paper_json.h"

namespace incipit::query {

using schema::ErrorCode;
using schema::FacetField;
using schema::Result;

namespace {

constexpr std::int64_t kTopPapers = 5;

// The codes that papers of a segment have. Without dead papers that is the whole dictionary.
std::vector<std::string_view> codes_in_use(const SegmentView& segment, storage::CodedField field) {
  const auto& column = segment.columns->coded(field);
  std::vector<bool> used(column.values.rows(), segment.dead->empty());
  if (!segment.dead->empty()) {
    for (std::uint32_t docid : segment.everything()) {
      for (std::uint32_t code : column.codes[docid - 1]) used[code] = true;
    }
  }
  std::vector<std::string_view> codes;
  for (std::size_t code = 0; code < used.size(); ++code) {
    if (used[code]) codes.push_back(column.values[code]);
  }
  return codes;
}

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

}  // namespace

struct Searcher::State {
  explicit State(std::shared_ptr<const storage::Generation> opened)
      : generation(std::move(opened)),
        authors(*generation, segments, analyser),
        hits(*generation, segments, analyser),
        profiler(*generation, segments, analyser) {
    for (std::size_t s = 0; s < generation->segments(); ++s) segments.emplace_back(*generation, s);
  }

  // Runs `work`; what Xapian or the deadline throws becomes an Error.
  template <class Work>
  auto guarded(const Work& work) -> decltype(work(std::declval<const Deadline&>())) {
    const Deadline deadline(generation->manifest().info.papers);
    try {
      return work(deadline);
    } catch (const DeadlineExceeded&) {
      return schema::fail(ErrorCode::deadline_exceeded, "the search took longer than " +
                                                            std::to_string(schema::limits::kSearchMilliseconds.value) +
                                                            " ms (search_milliseconds): ask for less");
    } catch (const ReadTooMuch&) {
      return schema::fail_at(ErrorCode::limit_exceeded, "q",
                             "phrases, NEAR or names of very frequent words would read the words of all papers more often than "
                             "reading_passes allows, which is " + std::to_string(schema::limits::kReadingPasses.value) +
                                 ": ask for fewer of them, or for a rarer word beside them");
    } catch (const Xapian::Error& error) {
      return tl::make_unexpected(storage::from_xapian(error, "searching"));
    }
  }

  Result<schema::SearchFilters> resolve_authors(schema::SearchFilters filters, const Deadline& deadline) const {
    for (auto* values : {&filters.author.any_of, &filters.author.none_of}) {
      for (auto& id : *values) {
        const auto ordinal = authors.resolve(id, deadline);
        if (!ordinal) return unknown_author(id, deadline);
        id = std::string(generation->authors().id(*ordinal));
      }
    }
    return filters;
  }

  tl::unexpected<schema::Error> unknown_author(std::string_view id, const Deadline& deadline) const {
    const DocSet bearers = authors.with_external_id(id, deadline);
    std::string message = "no author has the id '" + std::string(id.substr(0, 80)) + "'";
    if (bearers.cardinality() > 1) {
      message = std::to_string(bearers.cardinality()) + " authors carry the id '" + std::string(id.substr(0, 80)) + "':";
      for (std::uint32_t docid : bearers) message += " " + std::string(generation->authors().id(docid - 1));
    }
    return schema::fail_at(ErrorCode::author_not_found, "author", message);
  }

  Result<schema::Sort> choose_sort(const schema::SearchRequest& request, bool ranks, const Deadline& deadline) const {
    using schema::SortKey;
    if (!request.sort) return schema::Sort{ranks ? SortKey::relevance : SortKey::published, false};
    if (request.sort->key == SortKey::novelty || request.sort->key == SortKey::rank) {
      return schema::fail_at(ErrorCode::not_available, "sort", "this version does not compute what this sort key orders by");
    }
    if (request.sort->key == SortKey::citations) {
      std::int64_t counted = 0;
      const auto has_citations = schema::name_of(schema::Fact::citations);
      for (const auto& segment : segments) counted += static_cast<std::int64_t>(segment.papers_with(schema::Field::has, has_citations, deadline).cardinality());
      if (counted == 0) return schema::fail_at(ErrorCode::not_available, "sort", "no paper of this index has a citation count");
    }
    return *request.sort;
  }

  static PaperSets filtered(const PaperSets& sets, const std::vector<FilterSets>& filters) {
    PaperSets passing;
    for (std::size_t s = 0; s < sets.size(); ++s) passing.push_back(filters[s].passing(sets[s]));
    return passing;
  }

  Result<schema::SearchResult> search(const schema::SearchRequest& request, const Deadline& deadline) {
    auto plan = plan_query(request.q, request.syntax, request.match, analyser);
    if (!plan) return tl::make_unexpected(plan.error());
    const auto resolved = resolve_authors(request.filters, deadline);
    if (!resolved) return tl::make_unexpected(resolved.error());
    const auto sort = choose_sort(request, !plan->ranking.empty(), deadline);
    if (!sort) return tl::make_unexpected(sort.error());

    const FilterPlan filter_plan = plan_filters(*resolved);
    std::vector<FilterSets> filters;
    for (const auto& segment : segments) filters.emplace_back(filter_plan, segment, analyser, deadline);

    schema::SearchResult result;
    result.index = identity();
    result.sort = *sort;
    result.query = {request.q, plan->canonical, plan->notes, {}};
    const bool any = request.match == schema::MatchMode::any && plan->relaxed;
    auto query_sets = evaluate(any ? *plan->relaxed : plan->strict, segments, analyser, deadline);
    auto sets = filtered(query_sets, filters);
    result.total.value = count_papers(sets);
    if (plan->may_relax && plan->relaxed && result.total.value < schema::limits::kRelaxBelow.value) {
      const std::int64_t strict_total = result.total.value;
      query_sets = evaluate(*plan->relaxed, segments, analyser, deadline);
      sets = filtered(query_sets, filters);
      result.total.value = count_papers(sets);
      schema::QueryNote note{"relaxed", "", std::nullopt, strict_total};
      note.message = (strict_total == 0 ? "No paper has" : "Only " + std::to_string(strict_total) + (strict_total == 1 ? " paper has" : " papers have")) +
                     std::string(" all the words; ") +
                     (result.total.value == 0 ? "none has any of them." : "these have at least one of them, the best matches first.");
      result.query.notes.push_back(std::move(note));
    }

    const auto count = static_cast<std::size_t>(request.offset + request.limit);
    const Asked asked{weigh(plan->ranking, segments, generation->manifest().constants.idf_scale), plan->beginnings};
    const auto best = sort->key == schema::SortKey::relevance
                          ? best_by_score(segments, sets, asked.terms, count, sort->reversed, deadline)
                          : best_by_column(segments, sets, *sort, count, deadline);
    auto page = hits.page(best, request.offset, asked, request.highlight, request.explain, deadline);
    if (!page) return tl::make_unexpected(page.error());
    result.hits = std::move(*page);
    if (plan->ranking.empty()) {
      for (auto& hit : result.hits) hit.score.reset();
    }
    for (FacetField field : request.facets) {
      FacetCounter counter(field, generation->authors());
      for (std::size_t s = 0; s < segments.size(); ++s) {
        counter.count(segments[s], filters[s].passing_for(field, query_sets[s]), deadline);
      }
      std::vector<std::string> years;
      result.facets.push_back(counter.result(request.facet_limit, selected_values(*resolved, field, years)));
    }
    return result;
  }

  Result<schema::ParseResult> parse(const schema::SearchRequest& request, const Deadline& deadline) {
    const auto resolved = resolve_authors(request.filters, deadline);
    if (!resolved) return tl::make_unexpected(resolved.error());
    const auto idf_scale = generation->manifest().constants.idf_scale;
    auto result = ParseReporter(segments, analyser).report(request, plan_filters(*resolved), idf_scale, deadline);
    if (result) result->index = identity();
    return result;
  }

  Result<Found> locate(std::string_view identifier, const Deadline& deadline) const {
    // An id of its own comes before what an identifier stands for, whichever segment holds the paper.
    const std::pair<schema::Field, std::string> readings[] = {{schema::Field::id, std::string(identifier)},
                                                              {schema::Field::alias, schema::alias_key(identifier)}};
    for (const auto& [field, value] : readings) {
      std::optional<Found> first;  // several papers may share a DOI: the one with the smallest id
      for (std::uint32_t s = 0; s < segments.size(); ++s) {
        for (std::uint32_t docid : segments[s].papers_with(field, value, deadline)) {
          const Found found{s, docid, std::nullopt};
          if (!first || id_of(found) < id_of(*first)) first = found;
        }
      }
      if (first) return *first;
    }
    return schema::fail_at(ErrorCode::paper_not_found, "id", "no paper has the identifier '" + std::string(identifier.substr(0, 200)) + "'");
  }

  Result<schema::PaperResult> paper(std::string_view identifier, const Deadline& deadline) const {
    const auto found = locate(identifier, deadline);
    if (!found) return tl::make_unexpected(found.error());
    auto hit = hits.build(*found, {}, schema::HighlightMode::none, false);
    if (!hit) return tl::make_unexpected(hit.error());
    return schema::PaperResult{identity(), std::move(*hit)};
  }

  Result<schema::SearchResult> similar(std::string_view identifier, std::int64_t limit, std::int64_t offset, const Deadline& deadline) {
    const auto found = locate(identifier, deadline);
    if (!found) return tl::make_unexpected(found.error());
    const auto idf_scale = generation->manifest().constants.idf_scale;
    auto result = SimilarPapers(segments, analyser, hits).find(*found, idf_scale, limit, offset, deadline);
    if (result) result->index = identity();
    return result;
  }

  Result<schema::AuthorSearchResult> find_authors(const schema::AuthorSearchRequest& request, const Deadline& deadline) {
    schema::AuthorSearchResult result;
    result.index = identity();
    result.q = request.q;
    const FoundAuthors found = authors.find(request, deadline);
    result.total.value = found.total;
    for (const auto& author : found.page) {
      auto hit = profiler.summary(author.ordinal, deadline);
      if (!hit) return tl::make_unexpected(hit.error());
      hit->exact_name = author.exact_name;
      result.hits.push_back(std::move(*hit));
    }
    return result;
  }

  Result<schema::AuthorProfile> author(std::string_view id, const Deadline& deadline) {
    const auto ordinal = authors.resolve(id, deadline);
    if (!ordinal) return unknown_author(id, deadline);
    auto profile = profiler.profile(*ordinal, deadline);
    if (!profile) return profile;
    profile->index = identity();
    // The most cited papers, or the newest where nothing is counted.
    const auto sets = profiler.papers_of(*ordinal, deadline);
    const bool counted = std::any_of(profile->statistics.begin(), profile->statistics.end(), [](const auto& metric) { return metric.name == "citations" && metric.value; });
    const schema::Sort sort{counted ? schema::SortKey::citations : schema::SortKey::published, false};
    for (const auto& found : best_by_column(segments, sets, sort, kTopPapers, deadline)) {
      auto hit = hits.build(found, {}, schema::HighlightMode::none, false);
      if (!hit) return tl::make_unexpected(hit.error());
      profile->top_papers.push_back(std::move(*hit));
    }
    return profile;
  }

  Result<void> export_canonical(const std::function<bool(std::string_view)>& line) const {
    std::vector<Found> order;
    for (std::uint32_t s = 0; s < segments.size(); ++s) {
      for (Xapian::docid docid : segments[s].everything()) order.push_back({s, docid, std::nullopt});
    }
    std::sort(order.begin(), order.end(), [&](const Found& a, const Found& b) {
      return id_of(a) < id_of(b);
    });
    for (const auto& found : order) {
      const auto& columns = *segments[found.segment].columns;
      const auto record = columns.records.read(found.row());
      if (!record) return tl::make_unexpected(record.error());
      auto document = nlohmann::json::parse(*record, nullptr, false);
      if (!document.is_object()) return schema::fail(ErrorCode::index_damaged, "a stored record cannot be read");
      auto& ids = document["author_ids"] = nlohmann::json::array();
      for (std::uint32_t ordinal : columns.authors[found.row()]) ids.push_back(generation->authors().id(ordinal));
      if (!line(document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace))) return {};
    }
    return {};
  }

  std::string_view id_of(const Found& found) const { return segments[found.segment].columns->ids[found.row()]; }

  schema::IndexIdentity identity() const {
    const auto& info = generation->manifest().info;
    return {info.revision, info.papers};
  }

  const std::set<std::string>& unique_short_categories() {
    if (unique_short) return *unique_short;
    std::map<std::string_view, std::set<std::string>> codes_of;  // by short form
    for (const auto& segment : segments) {
      for (const auto field : {storage::CodedField::category, storage::CodedField::primary}) {
        for (std::string_view code : codes_in_use(segment, field)) codes_of[schema::short_code(code)].emplace(code);
      }
    }
    unique_short.emplace();
    for (auto& [form, codes] : codes_of) {
      if (codes.size() == 1) unique_short->merge(codes);
    }
    return *unique_short;
  }

  std::optional<std::set<std::string>> unique_short;
  std::shared_ptr<const storage::Generation> generation;
  analysis::Analyser analyser;
  std::vector<SegmentView> segments;
  AuthorSearch authors;
  HitBuilder hits;
  AuthorProfiler profiler;
};

Searcher::Searcher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Searcher::~Searcher() = default;

Result<std::unique_ptr<Searcher>> Searcher::open(std::shared_ptr<const storage::Generation> generation) {
  const auto& fingerprint = generation->manifest().info.fingerprint;
  if (fingerprint != analysis::Analyser::fingerprint()) {
    return schema::fail(ErrorCode::index_incompatible, "the index was built with analysis " + fingerprint + " and this program has " +
                                                           analysis::Analyser::fingerprint() + ": index again");
  }
  try {
    return std::unique_ptr<Searcher>(new Searcher(std::make_unique<State>(std::move(generation))));
  } catch (const Xapian::Error& error) {
    return tl::make_unexpected(storage::from_xapian(error, "opening the index"));
  }
}

Result<schema::SearchResult> Searcher::search(const schema::SearchRequest& request) {
  return state_->guarded([&](const Deadline& deadline) { return state_->search(request, deadline); });
}

Result<schema::ParseResult> Searcher::parse(const schema::SearchRequest& request) {
  return state_->guarded([&](const Deadline& deadline) { return state_->parse(request, deadline); });
}

Result<schema::PaperResult> Searcher::paper(std::string_view identifier) {
  return state_->guarded([&](const Deadline& deadline) { return state_->paper(identifier, deadline); });
}

Result<schema::SearchResult> Searcher::similar(std::string_view identifier, std::int64_t limit, std::int64_t offset) {
  return state_->guarded([&](const Deadline& deadline) { return state_->similar(identifier, limit, offset, deadline); });
}

Result<schema::AuthorSearchResult> Searcher::authors(const schema::AuthorSearchRequest& request) {
  return state_->guarded([&](const Deadline& deadline) { return state_->find_authors(request, deadline); });
}

Result<schema::AuthorProfile> Searcher::author(std::string_view id) {
  return state_->guarded([&](const Deadline& deadline) { return state_->author(id, deadline); });
}

Result<void> Searcher::export_canonical(const std::function<bool(std::string_view)>& line) {
  try {
    return state_->export_canonical(line);
  } catch (const Xapian::Error& error) {
    return tl::make_unexpected(storage::from_xapian(error, "exporting"));
  }
}

const std::set<std::string>& Searcher::unique_short_categories() const { return state_->unique_short_categories(); }

const schema::IndexInfo& Searcher::info() const { return state_->generation->manifest().info; }
schema::IndexIdentity Searcher::identity() const { return state_->identity(); }

}  // namespace incipit::query
