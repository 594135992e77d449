// Novelty and rank scores as an index answers them, of papers and of authors, are what their definitions say: computed once more by plain
// loops from the papers that the index holds.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "schema/facts.h"
#include "schema/paper_json.h"
#include "snapshot/terms.h"
#include "tests/snapshot/naive_snapshot.h"
#include "tests/support/shared_data.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using Receipts = std::map<std::string, snapshot::Receipt>;

// What a snapshot is computed from, of a paper as it is exported. Which words count is the matter of tests/snapshot/terms_test.cc.
snapshot::PaperText text_of(const schema::Paper& paper, snapshot::WordReader& reader) {
  snapshot::PaperText text;
  text.id = paper.id;
  text.date = paper.published;
  text.category = paper.primary();
  for (const char c : reader.words(analysis::display_text(paper.title), analysis::display_text(paper.abstract))) {
    text.abstract += c == '\n' ? std::string(", ") : std::string(1, c);
  }
  const bool code = schema::has_fact(paper, schema::Fact::code);
  if (code || !paper.abstract.empty() || !paper.comments.empty()) text.has_code = code;
  if (const auto* citations = paper.leading_citations()) text.citations = citations->count;
  return text;
}

std::map<std::string, schema::Paper> papers_in(query::Searcher& searcher) {
  std::map<std::string, schema::Paper> papers;
  for (const auto& line : canonical_dump(searcher)) {
    auto document = nlohmann::json::parse(line);
    document.erase("author_ids");
    auto paper = schema::paper_from_canonical_json(document.dump());
    EXPECT_TRUE(paper);
    if (paper) papers.emplace(paper->id, std::move(*paper));
  }
  return papers;
}

Receipts expected_of(const std::map<std::string, schema::Paper>& papers, const schema::Date& as_of) {
  snapshot::WordReader reader;
  std::vector<snapshot::PaperText> texts;
  for (const auto& [id, paper] : papers) texts.push_back(text_of(paper, reader));
  return snapshot::naive_receipts(texts, as_of);
}

std::string cell_in_words(const snapshot::Cell& cell) {
  if (cell.kind == snapshot::CellKind::all) return "all papers";
  const std::string code = cell.code.empty() ? "no category" : cell.code;
  if (cell.kind != snapshot::CellKind::archive_years) return code + " " + std::to_string(cell.last_year);
  return code + " " + std::to_string(cell.last_year - 2) + "-" + std::to_string(cell.last_year);
}

void expect_figures(const schema::NoveltyResult& found, const snapshot::Receipt& expected) {
  const auto& novelty = expected.novelty;
  ASSERT_EQ(found.novelty.known(), novelty.missing == snapshot::Missing::nothing);
  ASSERT_EQ(found.receipt.has_value(), found.novelty.known());
  if (found.novelty.known()) {
    EXPECT_DOUBLE_EQ(*found.novelty.value, novelty.novelty() / 100.0);
    EXPECT_EQ(found.novelty.n, novelty.standing.papers);
    EXPECT_EQ(found.novelty.cell, cell_in_words(novelty.standing.cell));
    EXPECT_EQ(found.novelty.provisional, novelty.provisional);
    EXPECT_EQ(found.receipt->new_terms, novelty.new_terms);
    ASSERT_EQ(found.receipt->most_reused.size(), novelty.most_reused.size());
    for (std::size_t i = 0; i < novelty.most_reused.size(); ++i) {
      EXPECT_EQ(found.receipt->most_reused[i].term, novelty.most_reused[i].text);
      EXPECT_EQ(found.receipt->most_reused[i].reuse, novelty.most_reused[i].reuse);
    }
    EXPECT_EQ(found.receipt->compared, novelty.compared);
    ASSERT_EQ(found.receipt->nearest.size(), novelty.nearest.size());
    for (std::size_t i = 0; i < novelty.nearest.size(); ++i) {
      EXPECT_EQ(found.receipt->nearest[i].id, novelty.nearest[i].id);
      EXPECT_DOUBLE_EQ(found.receipt->nearest[i].similarity, novelty.nearest[i].similarity / 1e4);
    }
    EXPECT_DOUBLE_EQ(found.receipt->raw, novelty.raw() / 100.0);
    EXPECT_DOUBLE_EQ(found.receipt->new_terms_percentile, novelty.new_terms_percentile() / 100.0);
    EXPECT_DOUBLE_EQ(found.receipt->distance_percentile, novelty.distance_percentile() / 100.0);
  } else {
    EXPECT_FALSE(found.novelty.reason.empty());
  }
  ASSERT_EQ(found.rank_score.known(), expected.rank.missing == snapshot::Missing::nothing);
  if (found.rank_score.known()) {
    EXPECT_DOUBLE_EQ(*found.rank_score.value, expected.rank.score / 100.0);
  }
  ASSERT_TRUE(found.rank);
  ASSERT_EQ(found.rank->parts.size(), expected.rank.values.size());
  for (std::size_t i = 0; i < expected.rank.values.size(); ++i) {
    const auto& value = expected.rank.values[i];
    ASSERT_EQ(found.rank->parts[i].value.has_value(), value.has_value());
    if (value) {
      EXPECT_DOUBLE_EQ(*found.rank->parts[i].value, *value / 100.0);
    }
  }
}

// What the figures of an author's papers come to, by sorting them.
struct AuthorFigures {
  std::vector<double> novelties, scores;

  [[nodiscard]] double median() const {
    auto sorted = novelties;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
  [[nodiscard]] double best() const {
    auto sorted = scores;
    std::sort(sorted.rbegin(), sorted.rend());
    sorted.resize(std::min<std::size_t>(sorted.size(), 10));
    double sum = 0;
    for (const double score : sorted) sum += score;
    return sum / static_cast<double>(sorted.size());
  }
};

void expect_author(query::Searcher& searcher, const std::string& id, const AuthorFigures& expected) {
  SCOPED_TRACE(id);
  const auto profile = searcher.author(id);
  ASSERT_TRUE(profile);
  ASSERT_EQ(profile->novelty.known(), !expected.novelties.empty());
  if (!expected.novelties.empty()) {
    EXPECT_NEAR(*profile->novelty.value, expected.median(), 1e-9);
    EXPECT_EQ(profile->novelty.n, static_cast<std::int64_t>(expected.novelties.size()));
  }
  ASSERT_EQ(profile->rank_score.known(), !expected.scores.empty());
  if (!expected.scores.empty()) {
    EXPECT_NEAR(*profile->rank_score.value, expected.best(), 1e-9);
    EXPECT_EQ(profile->rank_score.n, static_cast<std::int64_t>(std::min<std::size_t>(10, expected.scores.size())));
  }
}

void expect_definitions(const std::vector<std::string>& inputs, std::size_t authors_asked) {
  TempDir dir;
  auto options = build_options(dir.path() / "index", inputs);
  options.segment_papers = 3000;
  const auto built = indexer::build_index(options, {});
  ASSERT_TRUE(built) << built.error().message;
  const auto searcher = open_searcher(options.index);
  const auto papers = papers_in(*searcher);
  const Receipts expected = expected_of(papers, *searcher->info().as_of);
  ASSERT_EQ(expected.size(), papers.size());
  std::int64_t with_novelty = 0, with_rank = 0;
  for (const auto& [id, receipt] : expected) {
    SCOPED_TRACE(id);
    const auto found = searcher->novelty(id);
    ASSERT_TRUE(found);
    expect_figures(*found, receipt);
    if (::testing::Test::HasFatalFailure()) return;
    with_novelty += found->novelty.known() ? 1 : 0;
    with_rank += found->rank_score.known() ? 1 : 0;
  }
  EXPECT_EQ(searcher->info().snapshot->with_novelty, with_novelty);
  EXPECT_EQ(searcher->info().snapshot->with_rank, with_rank);
  std::map<std::string, AuthorFigures> authors;
  std::map<std::string, std::string> last_paper;
  searcher->each_authorship([&](std::string_view paper, std::size_t, std::string_view author) {
    auto& last = last_paper[std::string(author)];
    if (last == paper) return true;  // twice in one list
    last = paper;
    auto& figures = authors[std::string(author)];
    const auto& receipt = expected.at(std::string(paper));
    if (!papers.at(std::string(paper)).status.empty()) return true;
    if (receipt.novelty.missing == snapshot::Missing::nothing) figures.novelties.push_back(receipt.novelty.novelty() / 100.0);
    if (receipt.rank.missing == snapshot::Missing::nothing) figures.scores.push_back(receipt.rank.score / 100.0);
    return true;
  });
  const std::size_t step = std::max<std::size_t>(1, authors.size() / authors_asked);
  std::size_t at = 0;
  for (const auto& [id, figures] : authors) {
    if (at++ % step == 0) expect_author(*searcher, id, figures);
  }
  std::printf("%zu papers, %lld with novelty, %lld with rank score, %zu authors asked\n", papers.size(), static_cast<long long>(with_novelty),
              static_cast<long long>(with_rank), (authors.size() + step - 1) / step);
}

// Plain loops compare each paper with each: how many there are is a matter of time. INCIPIT_NOVELTY_PAPERS=6007 takes all of the
// sample, and as many of the venues, in minutes.
std::optional<std::size_t> papers_asked_for() {
  const char* given = std::getenv("INCIPIT_NOVELTY_PAPERS");
  return given == nullptr ? std::nullopt : std::optional<std::size_t>(std::stoul(given));
}

void expect_definitions_of_some(const std::string& input, std::size_t count) {
  auto papers = papers_of({input});
  ASSERT_GT(papers.size(), 5000U);
  std::vector<schema::Paper> some;
  for (std::size_t i = 0; i < papers.size(); i += std::max<std::size_t>(1, papers.size() / count)) some.push_back(std::move(papers[i]));
  TempDir dir;
  expect_definitions({dir.write("papers.jsonl", jsonl(some))}, 5000);
}

TEST(NoveltyByDefinition, OfTheBundledSample) {
  expect_definitions_of_some(std::string(INCIPIT_SOURCE_DIR) + "/corpus/sample", papers_asked_for().value_or(1000));
}

// Papers of conferences, which have citations and seven years in a row.
TEST(NoveltyByDefinition, OfPapersOfVenues) {
  const std::string input = shared_data("authors/venue-papers.jsonl.zst");
  if (input.empty()) GTEST_SKIP() << "INCIPIT_DATA has no authors/venue-papers.jsonl.zst";
  if (!papers_asked_for()) GTEST_SKIP() << "set INCIPIT_NOVELTY_PAPERS to a number of papers";
  expect_definitions_of_some(input, *papers_asked_for());
}

}  // namespace
}  // namespace incipit::testing
