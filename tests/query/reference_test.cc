// The searcher against plain loops over the papers: the same ids in the same order, scores, totals, facet
// counts and notes, for random requests, whether the index is one segment or many.
//
// The seed is printed; INCIPIT_REFERENCE_SEED repeats one. INCIPIT_REFERENCE_INPUT names an input for the
// long form, INCIPIT_REFERENCE_QUERIES how many requests it asks.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "indexer/change.h"
#include "storage/generation.h"
#include "tests/query/reference_queries.h"
#include "tests/support/naive_search.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::FacetField;
using schema::SearchRequest;

std::string number_from(const char* variable, const char* otherwise) {
  const char* given = std::getenv(variable);
  return given != nullptr ? given : otherwise;
}

std::string join(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "" : ",") + value;
  return out;
}

// Everything of a request that a failure needs.
std::string described(const SearchRequest& request) {
  const auto& f = request.filters;
  std::string out = "q=[" + request.q + "] match=" + std::to_string(static_cast<int>(request.match));
  if (request.syntax == schema::QuerySyntax::text) out += " syntax=text";
  if (request.collapse == schema::Collapse::duplicates) out += " collapse=duplicates";
  if (!request.boosts.empty()) out += " boosted";
  if (!request.synonyms) out += " synonyms=0";
  const auto add = [&](const char* name, const schema::FilterValues& values) {
    if (!values.empty())
      out += std::string(" ") + name + "=" + join(values.any_of) + " -" + name + "=" + join(values.none_of);
  };
  add("category", f.category);
  add("primary", f.primary);
  add("archive", f.archive);
  add("venue", f.venue);
  add("author", f.author);
  add("affiliation", f.affiliation);
  const auto add_years = [&](const char* name, const std::vector<schema::YearRange>& ranges) {
    for (const auto& range : ranges) {
      out += std::string(" ") + name + "=" + std::to_string(range.from.value_or(0)) + ".." +
             std::to_string(range.to.value_or(0));
    }
  };
  add_years("year", f.years);
  add_years("-year", f.not_years);
  for (const auto fact : f.has) out += " has=" + std::string(schema::name_of(fact));
  for (const auto fact : f.has_not) out += " -has=" + std::string(schema::name_of(fact));
  if (f.from) out += " from=" + f.from->iso();
  if (f.to) out += " to=" + f.to->iso();
  if (f.as_of) out += " as_of=" + f.as_of->iso();
  if (f.min_novelty) out += " min_novelty=" + std::to_string(*f.min_novelty);
  if (!f.ids.empty()) out += " id=" + join(f.ids);
  if (request.sort)
    out += " sort=" + std::to_string(static_cast<int>(request.sort->key)) +
           (request.sort->reversed ? " reversed" : "");
  return out + " offset=" + std::to_string(request.offset) + " limit=" + std::to_string(request.limit);
}

using Counts = std::map<std::string, std::int64_t>;

Counts counts_of(const schema::Facet& facet) {
  Counts counts;
  for (const auto& value : facet.values) {
    if (value.count > 0) counts[value.value] = value.count;
  }
  return counts;
}

void expect_same_facet(const schema::Facet& facet, const Counts& expected, std::int64_t limit) {
  const Counts counts = counts_of(facet);
  if (!facet.more) {
    EXPECT_EQ(counts, expected) << schema::name_of(facet.field);
    return;
  }
  EXPECT_GT(static_cast<std::int64_t>(expected.size()) + 1, limit) << "says there are more values than shown";
  // The most frequent ones: each with its count, none left out that is more frequent than one of the first
  // `limit`.
  const std::int64_t least =
      facet.field == FacetField::year ? 0 : facet.values[static_cast<std::size_t>(limit) - 1].count;
  for (const auto& [value, count] : counts) {
    const auto known = expected.find(value);
    ASSERT_NE(known, expected.end()) << value;
    EXPECT_EQ(count, known->second) << schema::name_of(facet.field) << " " << value;
  }
  for (const auto& [value, count] : expected) {
    if (counts.contains(value)) continue;
    EXPECT_LE(count, least) << schema::name_of(facet.field) << " lacks " << value;
  }
}

constexpr int kWalkEvery = 5;
constexpr std::int64_t kLongestWalk = 400;  // papers

// How much was compared, so that a run that compares nothing shows.
struct Tally {
  int asked = 0, with_hits = 0, relaxed = 0, widened = 0, refused = 0, late = 0, facet_values = 0;
};

void compare(const SearchRequest& request, const schema::Result<NaiveResult>& expected,
             query::Searcher& searcher, Tally& tally) {
  auto found = searcher.search(request);
  // How long a search takes is not what is compared: on a busy machine one may be late, and is asked again.
  for (int again = 0; again < 5 && !found && found.error().code == schema::ErrorCode::deadline_exceeded;
       ++again) {
    ++tally.late;
    found = searcher.search(request);
  }
  ++tally.asked;
  ASSERT_EQ(found.has_value(), expected.has_value())
      << (found ? expected.error().message : found.error().message);
  if (!found) {
    ++tally.refused;
    EXPECT_EQ(found.error(), expected.error());
    return;
  }
  const auto& notes = found->query.notes;
  tally.widened += std::any_of(notes.begin(), notes.end(), [](const auto& note) { return note.code == "synonym"; }) ? 1 : 0;
  EXPECT_EQ(found->total.value, expected->total);
  EXPECT_TRUE(found->total.exact);
  EXPECT_EQ(found->sort, expected->sort);
  const auto size = static_cast<std::int64_t>(expected->ids.size());
  const auto begin = std::min(request.offset, size), end = std::min(request.offset + request.limit, size);
  EXPECT_EQ(ids_of(*found),
            std::vector<std::string>(expected->ids.begin() + begin, expected->ids.begin() + end));
  for (std::size_t i = 0; i < found->hits.size() && found->sort.key == schema::SortKey::relevance; ++i) {
    const auto& score = found->hits[i].score;
    if (expected->scores.empty()) {
      EXPECT_FALSE(score) << "nothing ranks";
      continue;
    }
    ASSERT_TRUE(score);
    EXPECT_EQ(*score, expected->scores[static_cast<std::size_t>(begin) + i]) << found->hits[i].paper.id;
  }
  const auto note = std::find_if(found->query.notes.begin(), found->query.notes.end(),
                                 [](const auto& n) { return n.code == "relaxed"; });
  const bool noted = expected->relaxed && request.match == schema::MatchMode::automatic;
  EXPECT_EQ(note != found->query.notes.end(), noted);
  if (noted && note != found->query.notes.end()) {
    EXPECT_EQ(note->strict_total, expected->strict_total);
    ++tally.relaxed;
  }
  const auto collapsed = std::find_if(found->query.notes.begin(), found->query.notes.end(),
                                      [](const auto& n) { return n.code == "collapsed"; });
  ASSERT_EQ(collapsed != found->query.notes.end(), request.collapse == schema::Collapse::duplicates);
  EXPECT_EQ(collapsed == found->query.notes.end() ? 0 : collapsed->left_out.value_or(-1), expected->left_out);
  ASSERT_EQ(found->facets.size(), request.facets.size());
  for (const auto& facet : found->facets) {
    expect_same_facet(facet, expected->facets.at(facet.field), request.facet_limit);
    tally.facet_values += static_cast<int>(facet.values.size());
  }
  tally.with_hits += found->total.value > 0 ? 1 : 0;
}

// The whole list, page by page by its cursors.
void compare_walk(SearchRequest request, const NaiveResult& expected, query::Searcher& searcher) {
  request.offset = 0;
  request.limit = 23;
  request.facets.clear();
  request.highlight = schema::HighlightMode::none;
  std::vector<std::string> walked;
  do {
    const auto page = searcher.search(request);
    if (!page && page.error().code == schema::ErrorCode::deadline_exceeded) return;  // how long it takes is not what is compared
    ASSERT_TRUE(page) << page.error().message;
    const auto ids = ids_of(*page);
    walked.insert(walked.end(), ids.begin(), ids.end());
    request.cursor = page->next_cursor;
  } while (!request.cursor.empty() && walked.size() <= expected.ids.size());
  EXPECT_EQ(walked, expected.ids);
}

// Author ids by paper, from the canonical export: what the filter on authors is asked with.
std::map<std::string, std::vector<std::string>> author_ids_of(const std::filesystem::path& index) {
  const auto generation = storage::Generation::open_current(index).value();
  std::map<std::string, std::vector<std::string>> ids;
  for (std::size_t s = 0; s < generation->segments(); ++s) {
    const auto& columns = generation->columns(s);
    for (std::uint32_t row = 0; row < columns.rows(); ++row) {
      if (generation->tombstones(s).papers().contains(row + 1)) continue;
      auto& authors = ids[std::string(columns.ids[row])];
      for (const auto ordinal : columns.authors[row]) authors.emplace_back(generation->authors().id(ordinal));
    }
  }
  return ids;
}

// An index of the same papers that came to them by changes: some papers were others at first, some came later, some had to go.
void build_by_changes(const std::filesystem::path& index, const std::string& input) {
  TempDir inputs;
  auto papers = papers_of({input});
  std::vector<schema::Paper> base, later;
  std::vector<std::string> unwanted;
  for (std::size_t i = 0; i < papers.size(); ++i) {
    if (i % 3 == 0) later.push_back(papers[i]);
    if (i % 3 == 0 && i % 2 == 0) continue;
    schema::Paper paper = papers[i];
    if (i % 3 == 0) std::swap(paper.title, paper.abstract);
    base.push_back(std::move(paper));
    if (i % 50 != 0) continue;
    unwanted.push_back("unwanted-" + std::to_string(i));
    base.push_back(papers[i]);
    base.back().id = unwanted.back();
    base.back().doi.clear();
  }
  auto options = build_options(index, {inputs.write("base.jsonl", jsonl(base))});
  options.merge_sources = false;  // the unwanted ones are not to be taken for other sources' records
  options.segment_papers = static_cast<std::int64_t>(papers.size() / 2 + 1);
  const auto built = indexer::build_index(options, {});
  ASSERT_TRUE(built) << built.error().message;
  for (int half = 0; half < 2; ++half) {
    indexer::ChangeOptions change;
    change.index = index;
    change.merge_sources = false;
    const auto middle = later.begin() + static_cast<std::ptrdiff_t>(later.size() / 2);
    change.inputs = {inputs.write("later.jsonl", jsonl(half == 0 ? std::vector(later.begin(), middle) : std::vector(middle, later.end())))};
    if (half == 1) change.deletes = unwanted;
    const auto changed = indexer::change_index(change, {});
    ASSERT_TRUE(changed) << changed.error().message;
  }
}

// Papers of corpora seldom say where their authors are: some here do, in words of their own titles.
std::vector<schema::Paper> with_affiliations(std::vector<schema::Paper> papers) {
  for (std::size_t i = 0; i < papers.size(); ++i) {
    auto& paper = papers[i];
    const std::string place = papers[i % 17].title.substr(0, 40);
    for (std::size_t a = 0; a < paper.authors.size() && i % 3 == 0; a += 2) {
      auto& affiliations = paper.authors[a].affiliations;
      if (affiliations.empty()) affiliations = {"Department of " + place, a % 4 == 0 ? "Max-Planck-Institut f\u00fcr Physik" : "MIT"};
    }
  }
  return papers;
}

// Corpora in English have few abstracts in other languages: some here get one, of their own words and French function words.
std::vector<schema::Paper> with_other_languages(std::vector<schema::Paper> papers) {
  const std::array between{" de la ", " dans les ", " qui sont ", " pour une ", " sur l'", " avec des ", " "};
  for (std::size_t i = 5; i < papers.size(); i += 13) {
    std::istringstream words(papers[i].abstract);
    std::string abstract = "Nous montrons que les", word;
    for (std::size_t n = 0; words >> word; ++n) {
      if (word.size() > 4) abstract += between[n % between.size()] + word;
    }
    papers[i].abstract = abstract;
    if (i % 2 == 0) papers[i].title = "Une \u00e9tude de la " + papers[i].title + " dans les espaces pour la communaut\u00e9";
  }
  return papers;
}

// Venues are stored as people read them.
std::vector<schema::Paper> with_displayed_venues(std::vector<schema::Paper> papers) {
  for (auto& paper : papers) paper.venue = analysis::display_text(paper.venue);
  return papers;
}

// Novelty and rank scores, which novelty_test holds against their definitions.
std::map<std::string, NaiveFigures> figures_of(const std::vector<schema::Paper>& papers, query::Searcher& searcher) {
  const auto hundredths = [](const schema::Metric& metric) {
    return metric.value ? std::optional<std::int64_t>(std::llround(*metric.value * 100)) : std::nullopt;
  };
  std::map<std::string, NaiveFigures> figures;
  for (const auto& paper : papers) {
    const auto result = searcher.novelty(paper.id);
    EXPECT_TRUE(result);
    if (result) figures[paper.id] = {hundredths(result->novelty), hundredths(result->rank_score)};
  }
  return figures;
}

// Those of the index made by changes are of another moment.
bool rests_on_figures(const SearchRequest& request) {
  const auto sort = request.sort.value_or(schema::Sort{});
  const auto of_figures = [](schema::Boost boost) { return boost == schema::Boost::novelty || boost == schema::Boost::rank; };
  return request.filters.min_novelty || sort.key == schema::SortKey::novelty || sort.key == schema::SortKey::rank ||
         std::any_of(request.boosts.begin(), request.boosts.end(), of_figures);
}

void compare_with_plain_loops(const std::string& bare_input, int queries,
                              const std::vector<std::int64_t>& segment_sizes) {
  TempDir inputs;
  const auto papers = with_other_languages(with_affiliations(with_displayed_venues(papers_of({bare_input}))));
  const std::string input = inputs.write("papers.jsonl", jsonl(papers));
  const auto started = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  };
  TempDir dir;
  // The others take constants and author ids over from it.
  const auto changed = dir.path() / "changed";
  build_by_changes(changed, input);
  std::vector<std::unique_ptr<query::Searcher>> searchers;
  for (const std::int64_t size : segment_sizes) {
    auto options = build_options(dir.path() / std::to_string(size), {input});
    options.segment_papers = size;
    options.constants_from = changed;
    const auto built = indexer::build_index(options, {});
    ASSERT_TRUE(built) << built.error().message;
    searchers.push_back(open_searcher(options.index));
    ASSERT_NE(searchers.back(), nullptr);
    EXPECT_EQ(searchers.back()->info().revision, searchers.front()->info().revision);
  }
  const auto first = dir.path() / std::to_string(segment_sizes.front());
  searchers.push_back(open_searcher(changed));
  ASSERT_NE(searchers.back(), nullptr);
  // The papers and their author ids; figures that a table gave to authors are in the first index alone.
  EXPECT_EQ(storage::Generation::open_current(changed).value()->manifest().papers,
            storage::Generation::open_current(first).value()->manifest().papers);
  const auto author_ids = author_ids_of(first);
  analysis::Analyser analyser;
  const double indexed = seconds();
  NaiveIndex naive(papers_of({input}), analyser, pivots_of(first), author_ids);
  naive.set_clock(searchers.front()->info().as_of);
  naive.set_figures(figures_of(naive.papers(), *searchers.front()));
  ASSERT_EQ(static_cast<std::int64_t>(naive.papers().size()), searchers.front()->info().papers);
  const double prepared = seconds();

  const auto seed =
      static_cast<std::uint64_t>(std::stoull(number_from("INCIPIT_REFERENCE_SEED", "20260701")));
  std::printf("%zu papers\n", naive.papers().size());
  ReferenceQueries requests(naive.papers(), author_ids, seed);
  std::fflush(stdout);
  Tally tally;
  double asking = 0;
  int by_figures = 0;
  for (int i = 0; i < queries; ++i) {
    const SearchRequest request = requests.next();
    SCOPED_TRACE("request " + std::to_string(i) + ": " + described(request));
    const auto expected = naive.search(request);
    const double before = seconds();
    const std::size_t asked = rests_on_figures(request) ? segment_sizes.size() : searchers.size();
    by_figures += rests_on_figures(request) ? 1 : 0;
    for (std::size_t s = 0; s < asked; ++s) {
      SCOPED_TRACE(s < segment_sizes.size() ? "segments of " + std::to_string(segment_sizes[s]) : "made by changes");
      compare(request, expected, *searchers[s], tally);
      if (i % kWalkEvery == 0 && expected && expected->total < kLongestWalk) compare_walk(request, *expected, *searchers[s]);
    }
    asking += seconds() - before;
    if (::testing::Test::HasFatalFailure()) return;
  }
  std::printf(
      "%d requests asked of %zu indexes: %d with hits, %d relaxed, %d with synonyms, %d refused, %d late, %d facet values; "
      "indexing %.1f s, plain index %.1f s, searcher %.1f s, all %.1f s\n",
      queries, searchers.size(), tally.with_hits, tally.relaxed, tally.widened, tally.refused, tally.late,
      tally.facet_values, indexed, prepared - indexed, asking, seconds());
  EXPECT_EQ(tally.asked, queries * static_cast<int>(searchers.size()) - by_figures);
  EXPECT_GT(by_figures, queries / 10);
  EXPECT_GT(tally.with_hits, tally.asked / 2) << "most requests should find something";
  EXPECT_GT(tally.facet_values, tally.asked);
  EXPECT_GT(tally.widened, tally.asked / 100);
  EXPECT_LT(tally.refused, tally.asked / 20) << "the generator should write queries that are answered";
}

TEST(Reference, BundledSample) {
  compare_with_plain_loops(std::string(INCIPIT_SOURCE_DIR) + "/corpus/sample",
                           std::stoi(number_from("INCIPIT_REFERENCE_QUERIES", "1000")), {0, 700});
}

TEST(Reference, LongForm) {
  const char* input = std::getenv("INCIPIT_REFERENCE_INPUT");
  if (input == nullptr) GTEST_SKIP() << "set INCIPIT_REFERENCE_INPUT to an input of papers";
  compare_with_plain_loops(input, std::stoi(number_from("INCIPIT_REFERENCE_QUERIES", "1000")), {0, 20000});
}

}  // namespace
}  // namespace incipit::testing
