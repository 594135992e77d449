#include "query/searcher.h"

#include <algorithm>
#include <optional>

#include "query/author_profile.h"
#include "query/author_search.h"
#include "query/category_names.h"
#include "query/citation_graph.h"
#include "query/continuation.h"
#include "query/cursor.h"
#include "query/duplicates.h"
#include "query/generation_cache.h"
#include "query/hit_builder.h"
#include "query/paper_lookup.h"
#include "query/paper_search.h"
#include "query/result_set.h"
#include "query/identity_evidence.h"
#include "query/similar.h"
#include "query/suggester.h"
#include "query/synonym_file.h"

namespace incipit::query {

using schema::ErrorCode;
using schema::Result;

namespace {

constexpr std::int64_t kTopPapers = 5;

}  // namespace

struct Searcher::State {
  State(std::shared_ptr<const storage::Generation> opened, const GenerationCache& cache, std::shared_ptr<const SynonymFile> file, std::shared_ptr<const Figures> opened_figures)
      : generation(std::move(opened)),
        synonyms(std::move(file)),
        figures(std::move(opened_figures)),
        authors(*generation, segments, analyser),
        hits(*generation, segments, analyser, *figures),
        profiler(*generation, segments, analyser, hits),
        cursors(generation->manifest()),
        continuation(cursors, segments),
        duplicates(generation->authors(), segments, hits, cache.duplicates),
        search(*generation, segments, analyser, authors, hits, duplicates, synonyms.get()),
        suggester(*generation, segments, analyser, authors, hits) {
    for (std::size_t s = 0; s < generation->segments(); ++s) segments.emplace_back(*generation, s, cache.postings, figures->rows(s));
    analyser.know_unstemmed(cache.unstemmed->words(segments));
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

  // A result with the index that answered it.
  template <class Answer>
  Result<Answer> named(Result<Answer> answer) const {
    if (answer) answer->index = identity();
    return answer;
  }

  Result<schema::PaperResult> paper(std::string_view identifier, const Deadline& deadline) const {
    const auto found = locate(segments, identifier, deadline);
    if (!found) return tl::make_unexpected(found.error());
    auto hit = hits.build(*found, {}, schema::HighlightMode::none, false, deadline);
    if (!hit) return tl::make_unexpected(hit.error());
    if (auto described = duplicates.describe(*hit, *found, deadline); !described) return tl::make_unexpected(described.error());
    return schema::PaperResult{{}, std::move(*hit)};
  }

  Result<schema::CitationCounts> citation_counts(std::string_view identifier, const Deadline& deadline) const {
    const auto paper = locate(segments, identifier, deadline);
    if (!paper) return tl::make_unexpected(paper.error());
    const CitationGraph graph(segments, hits, deadline);
    const auto citing = graph.citing(*paper);
    if (!citing) return tl::make_unexpected(citing.error());
    const auto cited = graph.cited(*paper);
    if (!cited) return tl::make_unexpected(cited.error());
    return schema::CitationCounts{count_papers(citing->papers), count_papers(cited->papers), static_cast<std::int64_t>(citing->outside.size()),
                                  static_cast<std::int64_t>(cited->outside.size())};
  }

  Result<schema::NoveltyResult> novelty(std::string_view identifier, const Deadline& deadline) const {
    const auto found = locate(segments, identifier, deadline);
    if (!found) return tl::make_unexpected(found.error());
    return hits.explain_novelty(*found, deadline);
  }

  Result<schema::SearchResult> similar(const schema::SimilarRequest& request, const Deadline& deadline) {
    const auto found = locate(segments, request.identifier, deadline);
    if (!found) return tl::make_unexpected(found.error());
    const auto idf_scale = generation->manifest().constants.idf_scale;
    return SimilarPapers(segments, analyser, hits, continuation).find(*found, idf_scale, request, deadline);
  }

  Result<schema::AuthorSearchResult> find_authors(const schema::AuthorSearchRequest& request, const Deadline& deadline) {
    schema::AuthorSearchResult result;
    result.q = request.q;
    const std::string plan = plan_text(request);
    schema::AuthorSearchRequest page = request;
    if (!request.cursor.empty()) {
      const auto place = cursors.read(plan, request.cursor);
      if (!place) return tl::make_unexpected(place.error());
      page.offset = place->before;
    }
    const FoundAuthors found = authors.find(page, deadline);
    result.total.value = found.total;
    for (const auto& author : found.page) {
      auto hit = profiler.summary(author.ordinal, deadline);
      if (!hit) return tl::make_unexpected(hit.error());
      hit->exact_name = author.exact_name;
      result.hits.push_back(std::move(*hit));
    }
    const std::int64_t given = page.offset + static_cast<std::int64_t>(result.hits.size());
    if (!result.hits.empty() && given < found.total) result.next_cursor = cursors.write(plan, {result.hits.back().author.id, 0, given});
    return result;
  }

  Result<schema::AuthorProfile> author(std::string_view id, const Deadline& deadline) {
    const auto ordinal = authors.resolve(id, deadline);
    if (!ordinal) return tl::make_unexpected(ordinal.error());
    auto profile = profiler.profile(*ordinal, deadline);
    if (!profile) return profile;
    // The most cited papers, or the newest where nothing is counted.
    const auto sets = profiler.papers_of(*ordinal, deadline);
    const bool counted = std::any_of(profile->statistics.begin(), profile->statistics.end(), [](const auto& metric) { return metric.name == "citation_coverage" && metric.value > 0; });
    const schema::Sort sort{counted ? schema::SortKey::citations : schema::SortKey::published, false};
    for (const auto& found : best_by_column(segments, sets, sort, kTopPapers, deadline)) {
      auto hit = hits.build(found, {}, schema::HighlightMode::none, false, deadline);
      if (!hit) return tl::make_unexpected(hit.error());
      profile->top_papers.push_back(std::move(*hit));
    }
    return profile;
  }

  schema::IndexIdentity identity() const {
    const auto& info = generation->manifest().info;
    return {info.revision, info.papers};
  }

  std::optional<std::set<std::string>> unique_short;
  std::shared_ptr<const storage::Generation> generation;
  std::shared_ptr<const SynonymFile> synonyms;  // or none
  std::shared_ptr<const Figures> figures;
  analysis::Analyser analyser;
  std::vector<SegmentView> segments;
  AuthorSearch authors;
  HitBuilder hits;
  AuthorProfiler profiler;
  Cursors cursors;
  Continuation continuation;
  Duplicates duplicates;
  PaperSearch search;
  Suggester suggester;
};

Searcher::Searcher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Searcher::~Searcher() = default;

Result<std::unique_ptr<Searcher>> Searcher::open(std::shared_ptr<const storage::Generation> generation,
                                                std::shared_ptr<GenerationCache> cache, std::shared_ptr<const SynonymFile> synonyms) {
  const auto& fingerprint = generation->manifest().info.fingerprint;
  if (fingerprint != analysis::Analyser::fingerprint()) {
    return schema::fail(ErrorCode::index_incompatible, "the index was built with analysis " + fingerprint + " and this program has " +
                                                           analysis::Analyser::fingerprint() + ": index again");
  }
  const GenerationCache shared = cache ? *cache : GenerationCache{};
  auto figures = shared.figures->of(*generation);
  if (!figures) return tl::make_unexpected(figures.error());
  try {
    return std::unique_ptr<Searcher>(
        new Searcher(std::make_unique<State>(std::move(generation), shared, std::move(synonyms), std::move(*figures))));
  } catch (const Xapian::Error& error) {
    return tl::make_unexpected(storage::from_xapian(error, "opening the index"));
  }
}

Result<schema::SearchResult> Searcher::search(const schema::SearchRequest& request) {
  return state_->guarded([&](const Deadline& deadline) { return state_->named(state_->search.search(request, deadline)); });
}

Result<RecordPage> Searcher::records(const schema::SearchRequest& request) {
  return state_->guarded([&](const Deadline& deadline) { return state_->named(state_->search.records(request, deadline)); });
}

Result<RankedList> Searcher::rank(const schema::SearchRequest& request, std::size_t depth) {
  return state_->guarded([&](const Deadline& deadline) { return state_->search.rank(request, depth, deadline); });
}

Result<std::shared_ptr<const ResultSet>> Searcher::select(const schema::SearchRequest& request) {
  return state_->guarded([&](const Deadline& deadline) -> Result<std::shared_ptr<const ResultSet>> {
    auto all = state_->search.all(request, deadline);
    if (!all) return tl::make_unexpected(all.error());
    return std::make_shared<const ResultSet>(state_->generation, std::move(all->echo), all->sort, all->papers);
  });
}

Result<schema::StatisticsResult> Searcher::statistics(const schema::SearchRequest& request) {
  return state_->guarded([&](const Deadline& deadline) { return state_->named(state_->search.statistics(request, deadline)); });
}

Result<schema::FacetResult> Searcher::facet_values(const schema::FacetRequest& request) {
  return state_->guarded([&](const Deadline& deadline) { return state_->named(state_->search.facet_values(request, deadline)); });
}

Result<schema::Paper> Searcher::record(std::string_view identifier) {
  return state_->guarded([&](const Deadline& deadline) -> Result<schema::Paper> {
    const auto found = locate(state_->segments, identifier, deadline);
    if (!found) return tl::make_unexpected(found.error());
    return state_->hits.record(*found);
  });
}

Result<schema::ParseResult> Searcher::parse(const schema::SearchRequest& request) {
  return state_->guarded([&](const Deadline& deadline) { return state_->named(state_->search.parse(request, deadline)); });
}

Result<schema::PaperResult> Searcher::paper(std::string_view identifier) {
  return state_->guarded([&](const Deadline& deadline) { return state_->named(state_->paper(identifier, deadline)); });
}

Result<schema::CitationCounts> Searcher::citation_counts(std::string_view identifier) {
  return state_->guarded([&](const Deadline& deadline) { return state_->citation_counts(identifier, deadline); });
}

Result<schema::NoveltyResult> Searcher::novelty(std::string_view identifier) {
  return state_->guarded([&](const Deadline& deadline) { return state_->named(state_->novelty(identifier, deadline)); });
}

Result<schema::SearchResult> Searcher::similar(const schema::SimilarRequest& request) {
  return state_->guarded([&](const Deadline& deadline) { return state_->named(state_->similar(request, deadline)); });
}

Result<schema::AuthorSearchResult> Searcher::authors(const schema::AuthorSearchRequest& request) {
  return state_->guarded([&](const Deadline& deadline) { return state_->named(state_->find_authors(request, deadline)); });
}

Result<schema::SuggestResult> Searcher::suggest(const schema::SuggestRequest& request) {
  return state_->guarded([&](const Deadline& deadline) { return state_->named(state_->suggester.suggest(request, deadline)); });
}

Result<schema::AuthorProfile> Searcher::author(std::string_view id) {
  return state_->guarded([&](const Deadline& deadline) { return state_->named(state_->author(id, deadline)); });
}

Result<schema::AuthorEvidence> Searcher::evidence(std::string_view author, std::string_view other) {
  return state_->guarded([&](const Deadline& deadline) {
    return state_->named(EvidenceReader(*state_->generation, state_->segments, state_->authors, state_->hits, deadline).of(author, other));
  });
}

Result<void> Searcher::export_canonical(const std::function<bool(std::string_view)>& line) {
  try {
    return query::export_canonical(*state_->generation, state_->segments, line);
  } catch (const Xapian::Error& error) {
    return tl::make_unexpected(storage::from_xapian(error, "exporting"));
  }
}

void Searcher::each_authorship(const TakeAuthorship& take) const {
  for (const auto& segment : state_->segments) {
    for (std::size_t row = 0; row < segment.rows(); ++row) {
      if (segment.dead->papers().contains(static_cast<std::uint32_t>(row) + 1)) continue;
      const auto ordinals = segment.columns->authors[row];
      for (std::size_t position = 0; position < ordinals.size(); ++position) {
        if (!take(segment.columns->ids[row], position, state_->generation->authors().id(ordinals[position]))) return;
      }
    }
  }
}

const std::set<std::string>& Searcher::unique_short_categories() const {
  if (!state_->unique_short) state_->unique_short = query::unique_short_categories(state_->segments);
  return *state_->unique_short;
}

const schema::IndexInfo& Searcher::info() const { return state_->generation->manifest().info; }
schema::IndexIdentity Searcher::identity() const { return state_->identity(); }

}  // namespace incipit::query
