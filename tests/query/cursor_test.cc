// Walking a list by its cursors gives the list: for every order, over one segment and many, to any depth; and a cursor that is not
// of this request and this content is told, never obeyed.
#include <gtest/gtest.h>

#include <future>
#include <set>

#include "indexer/change.h"
#include "query/cursor.h"
#include "query/search_pool.h"
#include "storage/index_directory.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::ErrorCode;
using schema::SearchRequest;
using schema::SortKey;
using Ids = std::vector<std::string>;

constexpr int kPapers = 1300;

// Papers with many equal keys, and some without a date, a count or a title.
std::vector<schema::Paper> papers_with_ties() {
  std::vector<schema::Paper> papers;
  for (int i = 0; i < kPapers; ++i) {
    const int mixed = i * 733 % kPapers;
    auto paper = paper_of({"p" + std::to_string(mixed), "Graph number " + std::to_string(mixed % 13),
                           mixed % 3 == 0 ? "graph nodes" : mixed / 100 == 10 ? "trunks of a tree" : "nodes of a tree",
                           {mixed % 2 == 0 ? "Ann Lee" : "Bo Chen", "Author " + std::string(1, static_cast<char>('A' + mixed % 26))},
                           {mixed % 5 == 0 ? "cs.LG" : "cs.CL"},
                           mixed % 11 == 0 ? "" : std::to_string(2000 + mixed % 9)});
    if (mixed % 4 != 0) paper.citations = {{mixed % 6, "", {}}};
    papers.push_back(known_by_name(std::move(paper)));
  }
  return papers;
}

class CursorWalk : public ::testing::TestWithParam<std::int64_t> {
 protected:
  Index& index_ = shared(GetParam());

  static Index& shared(std::int64_t segment_papers) {
    static Index one(papers_with_ties(), 0);
    static Index many(papers_with_ties(), 500);
    return segment_papers == 0 ? one : many;
  }

  Ids walk(SearchRequest request, std::int64_t page) {
    Ids ids;
    request.limit = page;
    for (int pages = 0; pages <= kPapers; ++pages) {
      const auto result = index_.search(request);
      EXPECT_EQ(result.before, static_cast<std::int64_t>(ids.size()));
      for (const auto& hit : result.hits) ids.push_back(hit.paper.id);
      EXPECT_EQ(result.next_cursor.empty(), static_cast<std::int64_t>(ids.size()) == result.total.value);
      if (result.next_cursor.empty()) return ids;
      request.offset = 0;
      request.cursor = result.next_cursor;
    }
    ADD_FAILURE() << "a walk without end";
    return ids;
  }
  Ids by_offsets(SearchRequest request) {
    Ids ids;
    request.limit = 200;
    for (std::int64_t total = 1; request.offset < total; request.offset += request.limit) {
      const auto result = index_.search(request);
      total = result.total.value;
      for (const auto& hit : result.hits) ids.push_back(hit.paper.id);
    }
    return ids;
  }
  ErrorCode refusal(const SearchRequest& request) {
    const auto result = index_.searcher().search(request);
    EXPECT_FALSE(result);
    return result ? ErrorCode::internal : result.error().code;
  }
  std::string cursor_of(SearchRequest request) {
    request.limit = 3;
    return index_.search(request).next_cursor;
  }
};

TEST_P(CursorWalk, equals_the_whole_order) {
  for (const auto key : {SortKey::relevance, SortKey::published, SortKey::updated, SortKey::citations, SortKey::title}) {
    for (const bool reversed : {false, true}) {
      for (const char* q : {"", "graph tree", "Graph number 3"}) {  // the last is the title of every thirteenth
        SCOPED_TRACE(std::string(q) + " by " + std::to_string(static_cast<int>(key)) + (reversed ? " reversed" : ""));
        SearchRequest request;
        request.q = q;
        request.match = schema::MatchMode::any;
        request.highlight = schema::HighlightMode::none;
        request.sort = schema::Sort{key, reversed};
        const Ids expected = by_offsets(request);
        EXPECT_GT(expected.size(), 100U);
        EXPECT_EQ(std::set<std::string>(expected.begin(), expected.end()).size(), expected.size());
        EXPECT_EQ(walk(request, 193), expected);
      }
    }
  }
}

TEST_P(CursorWalk, with_terms_of_the_best_papers) {
  SearchRequest request;
  request.q = "tree";
  const Ids plain = by_offsets(request);
  request.expand = true;
  const Ids expected = by_offsets(request);
  EXPECT_NE(expected, plain);
  EXPECT_EQ(walk(request, 193), expected);
}

TEST_P(CursorWalk, goes_on_behind_an_offset_and_with_other_pages) {
  SearchRequest request;
  request.q = "graph";
  const Ids all = by_offsets(request);
  request.offset = 5;
  request.limit = 2;
  auto result = index_.search(request);
  request.offset = 0;
  request.limit = 1;
  request.cursor = result.next_cursor;
  request.facets = {schema::FacetField::year};  // what is shown is not what defines the list
  request.explain = true;
  result = index_.search(request);
  ASSERT_EQ(result.hits.size(), 1U);
  EXPECT_EQ(result.hits[0].paper.id, all[7]);
  EXPECT_EQ(result.before, 7);
  request.limit = 0;
  EXPECT_EQ(index_.search(request).next_cursor, "");
}

TEST_P(CursorWalk, pages_of_records_are_those_of_searches) {
  for (const auto key : {SortKey::relevance, SortKey::title}) {
    SearchRequest request;
    request.q = "graph kernel";  // of which no paper has both: relaxed, with a note
    request.sort = schema::Sort{key, false};
    request.match = key == SortKey::title ? schema::MatchMode::any : schema::MatchMode::automatic;
    request.limit = 7;
    request.offset = 5;
    for (int page = 0; page < 3; ++page) {
      const auto expected = index_.search(request);
      const auto records = index_.searcher().records(request);
      ASSERT_TRUE(records) << records.error().message;
      ASSERT_EQ(records->papers.size(), expected.hits.size());
      for (std::size_t i = 0; i < expected.hits.size(); ++i) {
        EXPECT_EQ(records->papers[i], index_.searcher().record(expected.hits[i].paper.id).value());
      }
      EXPECT_EQ(records->total.value, expected.total.value);
      EXPECT_EQ(records->next_cursor, expected.next_cursor);
      EXPECT_EQ(records->query.parsed, expected.query.parsed);
      EXPECT_EQ(records->query.notes.size(), expected.query.notes.size());
      EXPECT_EQ(records->index.revision, expected.index.revision);
      request.offset = 0;
      request.cursor = records->next_cursor;
    }
    request.cursor = "x";
    EXPECT_EQ(index_.searcher().records(request).error().code, ErrorCode::cursor_invalid);
    request.cursor = "";
    request.offset = 10000;
    EXPECT_TRUE(index_.searcher().records(request)->papers.empty());
    EXPECT_EQ(index_.searcher().records(request)->next_cursor, "");
  }
}

TEST_P(CursorWalk, of_another_request_is_a_mismatch) {
  SearchRequest request;
  request.q = "graph";
  request.filters.category.any_of = {"cs.LG", "cs.CL"};
  request.cursor = cursor_of(request);
  EXPECT_TRUE(index_.searcher().search(request));
  auto other = request;
  other.filters.category.any_of = {"cs.CL", "cs.LG"};
  other.sort = schema::Sort{SortKey::relevance, false};  // the default, said
  EXPECT_TRUE(index_.searcher().search(other)) << "the same request";
  for (const auto& change : std::vector<std::function<void(SearchRequest&)>>{
           [](auto& r) { r.q = "graphs"; }, [](auto& r) { r.syntax = schema::QuerySyntax::text; },
           [](auto& r) { r.match = schema::MatchMode::any; }, [](auto& r) { r.expand = true; }, [](auto& r) { r.synonyms = false; },
           [](auto& r) { r.boosts = {schema::Boost::recency}; }, [](auto& r) { r.collapse = schema::Collapse::duplicates; }, [](auto& r) { r.sort = schema::Sort{SortKey::published, false}; },
           [](auto& r) { r.sort = schema::Sort{SortKey::relevance, true}; }, [](auto& r) { r.filters.category.any_of.pop_back(); },
           [](auto& r) { std::swap(r.filters.category.any_of, r.filters.category.none_of); }, [](auto& r) { r.filters.years = {{2001, {}}}; },
           [](auto& r) { r.filters.years = {{{}, 2001}}; }, [](auto& r) { r.filters.has = {schema::Fact::date}; },
           [](auto& r) { r.filters.min_citations = 0; }, [](auto& r) { r.filters.as_of = schema::date_of_year(2008); }}) {
    auto changed = request;
    change(changed);
    EXPECT_EQ(refusal(changed), ErrorCode::cursor_mismatch);
  }
}

TEST_P(CursorWalk, changed_or_made_up_is_invalid) {
  SearchRequest request;
  request.q = "graph";
  const std::string cursor = cursor_of(request);
  ASSERT_FALSE(cursor.empty());
  for (std::size_t at = 0; at < cursor.size(); ++at) {
    request.cursor = cursor;
    request.cursor[at] = cursor[at] == 'A' ? 'B' : 'A';
    const auto code = refusal(request);
    // The revision cannot be told from another one: characters 1 to 22.
    EXPECT_TRUE(code == ErrorCode::cursor_invalid || (code == ErrorCode::cursor_gone && at >= 1 && at <= 22)) << at;
  }
  for (const std::string& wrong : {cursor + "A", cursor.substr(1), cursor.substr(0, 40), std::string("x"), std::string("*"), std::string("\0", 1),
                                   cursor + "=", " " + cursor, std::string(4000, 'A'), std::string(1000, '_')}) {
    request.cursor = wrong;
    EXPECT_EQ(refusal(request), ErrorCode::cursor_invalid) << wrong;
  }
}

TEST_P(CursorWalk, names_its_revision) {
  SearchRequest request;
  EXPECT_EQ(query::revision_of_cursor(cursor_of(request)), index_.searcher().info().revision);
  EXPECT_FALSE(query::revision_of_cursor(""));
  EXPECT_FALSE(query::revision_of_cursor("abc"));
}

TEST_P(CursorWalk, holds_in_every_index_of_the_same_content) {
  SearchRequest request;
  request.q = "graph";
  request.limit = 50;
  const auto first = index_.search(request);
  request.cursor = first.next_cursor;
  Index& other = shared(GetParam() == 0 ? 500 : 0);
  const auto reopened = open_searcher(index_.path());
  EXPECT_EQ(ids_of(other.search(request)), ids_of(index_.search(request)));
  EXPECT_EQ(ids_of(reopened->search(request).value()), ids_of(index_.search(request)));
}

TEST_P(CursorWalk, walks_lists_of_authors) {
  for (const char* q : {"", "author", "lee"}) {
    schema::AuthorSearchRequest request;
    request.q = q;
    request.limit = 200;
    Ids expected, walked;
    const auto whole = index_.searcher().authors(request);
    ASSERT_TRUE(whole);
    for (const auto& hit : whole->hits) expected.push_back(hit.author.id);
    EXPECT_FALSE(expected.empty());
    request.limit = 3;
    do {
      const auto page = index_.searcher().authors(request);
      ASSERT_TRUE(page);
      for (const auto& hit : page->hits) walked.push_back(hit.author.id);
      request.cursor = page->next_cursor;
    } while (!request.cursor.empty() && walked.size() <= expected.size());
    EXPECT_EQ(walked, expected) << q;
  }
  schema::AuthorSearchRequest request;
  request.cursor = cursor_of({});
  EXPECT_EQ(index_.searcher().authors(request).error().code, ErrorCode::cursor_mismatch);
}

TEST_P(CursorWalk, walks_lists_of_similar_papers) {
  schema::SimilarRequest request{"p1", 200};
  Ids expected, walked;
  for (std::int64_t total = 1; request.offset < total; request.offset += request.limit) {
    const auto page = index_.searcher().similar(request);
    ASSERT_TRUE(page);
    total = page->total.value;
    for (const auto& hit : page->hits) expected.push_back(hit.paper.id);
  }
  EXPECT_GT(expected.size(), 400U);
  request = {"p1", 93};
  do {
    const auto page = index_.searcher().similar(request);
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(page->before, static_cast<std::int64_t>(walked.size()));
    for (const auto& hit : page->hits) walked.push_back(hit.paper.id);
    request.cursor = page->next_cursor;
  } while (!request.cursor.empty() && walked.size() <= expected.size());
  EXPECT_EQ(walked, expected);

  request = {"p1", 3};
  request.cursor = index_.searcher().similar(request)->next_cursor;
  auto other = request;
  other.identifier = "p2";
  EXPECT_EQ(index_.searcher().similar(other).error().code, ErrorCode::cursor_mismatch);
  other = request;
  other.cursor = cursor_of({});
  EXPECT_EQ(index_.searcher().similar(other).error().code, ErrorCode::cursor_mismatch);
  other.cursor = "x";
  EXPECT_EQ(index_.searcher().similar(other).error().code, ErrorCode::cursor_invalid);
}

INSTANTIATE_TEST_SUITE_P(Segments, CursorWalk, ::testing::Values(0, 500));

// What a pool answers, asked in the generation of the request's cursor.
schema::Result<schema::SearchResult> ask(query::SearchPool& pool, const SearchRequest& request) {
  std::promise<schema::Result<schema::SearchResult>> answer;
  EXPECT_TRUE(pool.submit([&](query::Searcher& searcher) { answer.set_value(searcher.search(request)); },
                          query::revision_of_cursor(request.cursor).value_or("")));
  return answer.get_future().get();
}

TEST(CursorOfAnOldGeneration, goes_on_while_it_is_kept_and_then_is_gone) {
  const auto papers = papers_with_ties();
  Index index(std::vector(papers.begin(), papers.begin() + 40));
  query::SearchPool::Options options;
  options.threads = 1;
  auto pool = query::SearchPool::open(index.path(), std::move(options));
  ASSERT_TRUE(pool);
  SearchRequest request;
  request.limit = 30;
  const auto before = ask(**pool, request);
  ASSERT_TRUE(before);

  TempDir inputs;
  indexer::ChangeOptions change;
  change.index = index.path();
  change.inputs = {inputs.write("more.jsonl", jsonl(std::vector(papers.begin() + 40, papers.begin() + 60)))};
  ASSERT_TRUE(indexer::change_index(change, {}));
  ASSERT_TRUE((*pool)->reload());
  const auto now = ask(**pool, SearchRequest{});
  ASSERT_TRUE(now);
  ASSERT_NE(now->index.revision, before->index.revision);
  EXPECT_EQ(now->total.value, 60);

  request.cursor = before->next_cursor;
  const auto rest = ask(**pool, request);
  ASSERT_TRUE(rest) << rest.error().message;
  EXPECT_EQ(rest->index.revision, before->index.revision);
  EXPECT_EQ(rest->total.value, 40);
  EXPECT_EQ(rest->hits.size(), 10U);
  SearchRequest whole;  // the index's own searcher still has the old generation
  whole.limit = 40;
  const Ids all = ids_of(index.search(whole));
  EXPECT_EQ(ids_of(*rest), Ids(all.begin() + 30, all.end()));

  // As storage does it when its time has come.
  const auto numbers = storage::finished_generations(index.path());
  ASSERT_GE(numbers.size(), 2U);
  std::filesystem::remove_all(storage::generation_paths(index.path(), numbers.front()).root);
  const auto late = ask(**pool, request);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::cursor_gone);
}

}  // namespace
}  // namespace incipit::testing
