// The searcher on small corpora worked out by hand, on real tables, all papers in one segment and each in its
// own.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::ErrorCode;
using schema::FacetField;
using schema::MatchMode;
using schema::SearchRequest;
using schema::Sort;
using schema::SortKey;
using Ids = std::vector<std::string>;

std::vector<schema::Paper> small_corpus() {
  std::vector<schema::Paper> papers = {
      paper_of({"gpt2",
                "Probing GPT-2",
                "We look at GPT-2 and its pre-training.",
                {"Ann Lee", "Kim Park"},
                {"cs.CL"},
                "2020-05-01"}),
      paper_of({"gpt3",
                "Probing GPT-3",
                "Not GPT2 but its successor; pretraining again.",
                {"Bo Müller"},
                {"cs.CL", "cs.LG"},
                "2021"}),
      paper_of({"cpp",
                "Templates in C++",
                "On C++ and on C; pre training a compiler.",
                {"Lee Chang"},
                {"cs.PL"},
                "2019-02"}),
      paper_of({"c", "The language C", "Only C, no plus.", {"Dan Ritt"}, {"cs.PL"}, ""}),
      paper_of({"tex",
                "Schr\\\"odinger operators are deep",
                "Learning $E = mc^2$ with F\\'elix G\\\"odel.",
                {"Fernanda Vi\\'egas"},
                {"math-ph"},
                "2021-12-31"}),
      paper_of({"2401.01967", "Versions", "A paper of arXiv.", {"Ann Lee"}, {"cs.CL"}, "2024-01-03"}),
      paper_of({"hep-th/9901001", "Strings", "An old one.", {"Ed W"}, {"hep-th"}, "1999-01"}),
  };
  papers[5].doi = "10.1000/XYZ.5";
  papers[0] = known_by_name(papers[0]);  // one Ann Lee
  papers[5] = known_by_name(papers[5]);
  return papers;
}

class SmallCorpus : public ::testing::TestWithParam<std::int64_t> {
 protected:
  // One index for all tests of a parameter: they only ask.
  static Index& shared(std::int64_t segment_papers) {
    static Index one(small_corpus(), 0);
    static Index many(small_corpus(), 1);
    return segment_papers == 0 ? one : many;
  }
  Index& index_ = shared(GetParam());

  Ids found(const std::string& q, MatchMode match = MatchMode::all) {
    Ids ids = index_.ids(q, match);
    std::sort(ids.begin(), ids.end());
    return ids;
  }
  Ids sorted_by(SortKey key, bool reversed) {
    SearchRequest request;
    request.sort = Sort{key, reversed};
    return ids_of(index_.search(request));
  }
  std::string paper_id(const std::string& identifier) {
    const auto result = index_.searcher().paper(identifier);
    if (result) return result->hit.paper.id;
    EXPECT_EQ(result.error().code, ErrorCode::paper_not_found);
    return {};
  }
};

INSTANTIATE_TEST_SUITE_P(Segments, SmallCorpus, ::testing::Values(0, 1),
                         [](const auto& instance) { return instance.param == 0 ? "one" : "many"; });

TEST_P(SmallCorpus, QuotesFindWhatWasTyped) {
  EXPECT_EQ(found("\"GPT-2\""), (Ids{"gpt2"}));
  EXPECT_EQ(found("\"C++\""), (Ids{"cpp"}));
  EXPECT_EQ(found("=C"), (Ids{"c", "cpp"}));
  EXPECT_EQ(found("GPT-2"), (Ids{"gpt2", "gpt3"})) << "unquoted, GPT2 is the same word";
  EXPECT_EQ(found("\"probing gpt\""), (Ids{"gpt2", "gpt3"}));
}

TEST_P(SmallCorpus, CompoundsAreOneWordInEverySpelling) {
  for (const char* q : {"pre-training", "pretraining", "pre training"}) {
    EXPECT_EQ(found(q), (Ids{"cpp", "gpt2", "gpt3"})) << q;
  }
}

TEST_P(SmallCorpus, AStarFindsWhatBeginsSo) {
  EXPECT_EQ(found("pretrain*"), (Ids{"cpp", "gpt2", "gpt3"})) << "the compound is one word too";
  EXPECT_EQ(found("pre-train*"), (Ids{"cpp", "gpt2", "gpt3"})) << "in every spelling";
  EXPECT_EQ(found("templat*"), (Ids{"cpp"}));
  EXPECT_EQ(found("compile*"), (Ids{"cpp"})) << "the stem is shorter";
  EXPECT_EQ(found("title:compile*"), Ids{});
  EXPECT_EQ(found("schrö*"), (Ids{"tex"}));
  EXPECT_EQ(found("\"schrod* operat*\""), (Ids{"tex"}));
  EXPECT_EQ(found("au:mül*"), (Ids{"gpt3"}));
  EXPECT_EQ(found("au:\"vieg* f\""), (Ids{"tex"}));
  EXPECT_EQ(found("prob* -gpt-2*"), Ids{}) << "GPT-2, and GPT2";
  SearchRequest request;
  request.q = "(probi* OR compi*)";
  request.highlight = schema::HighlightMode::html;
  std::string marked;
  for (const auto& hit : index_.search(request).hits) {
    for (const auto& highlight : hit.highlights) {
      if (highlight.field != "snippet") marked += highlight.html + "|";
    }
  }
  EXPECT_EQ(marked, "On C++ and on C; pre training a <mark>compiler</mark>.|<mark>Probing</mark> GPT-2|<mark>Probing</mark> GPT-3|");
}

TEST_P(SmallCorpus, NearMeansWithinSoManyWords) {
  EXPECT_EQ(found("successor NEAR/2 pretraining"), (Ids{"gpt3"}));
  EXPECT_EQ(found("pretraining NEAR/1 successor"), (Ids{"gpt3"})) << "in either order";
  EXPECT_EQ(found("not NEAR/3 successor"), Ids{});
  EXPECT_EQ(found("not NEAR/4 successor"), (Ids{"gpt3"})) << "not gpt2 but its successor";
  EXPECT_EQ(found("looking NEAR \"pre training\""), (Ids{"gpt2"}));
  EXPECT_EQ(found("title:(gpt NEAR/1 probed)"), (Ids{"gpt2", "gpt3"}));
  EXPECT_EQ(found("deep NEAR/5 learning"), Ids{}) << "the title and the abstract are two texts";
  EXPECT_EQ(found("on NEAR/2 on"), Ids{}) << "not one word twice";
  EXPECT_EQ(found("on NEAR/3 on"), (Ids{"cpp"})) << "on c++ and on";
  EXPECT_EQ(found("we NEAR/2 at NEAR/4 its"), (Ids{"gpt2"})) << "at gpt 2 and its";
  EXPECT_EQ(found("we NEAR/2 at NEAR/3 its"), Ids{});
}

TEST_P(SmallCorpus, TheFirstAuthor) {
  EXPECT_EQ(found("author:park"), (Ids{"gpt2"}));
  EXPECT_EQ(found("^author:park"), Ids{});
  EXPECT_EQ(found("^author:lee"), (Ids{"2401.01967", "cpp", "gpt2"}));
  EXPECT_EQ(found("^author:\"Lee, A\""), (Ids{"2401.01967", "gpt2"}));
  EXPECT_EQ(found("^au:mue*"), (Ids{"gpt3"}));
}

TEST_P(SmallCorpus, SimilarPapersShareWhatSaysMost) {
  const auto similar = index_.searcher().similar({"gpt2"});
  ASSERT_TRUE(similar);
  EXPECT_EQ(ids_of(*similar).front(), "gpt3") << similar->query.parsed;
  for (const auto& id : ids_of(*similar)) EXPECT_NE(id, "gpt2");
  EXPECT_EQ(similar->total.value, static_cast<std::int64_t>(similar->hits.size()));
  EXPECT_NE(similar->query.parsed.find("pretrain"), std::string::npos) << similar->query.parsed;
  EXPECT_EQ(similar->query.parsed.find("successor"), std::string::npos) << "no other paper has it";
  const auto none = index_.searcher().similar({"hep-th/9901001"});
  ASSERT_TRUE(none);
  EXPECT_EQ(none->total.value, 0) << none->query.parsed;
  EXPECT_EQ(index_.searcher().similar({"nobody"}).error().code, ErrorCode::paper_not_found);
}

TEST_P(SmallCorpus, AQueryIsTakenApart) {
  const auto parse = [&](const std::string& q, schema::SearchFilters filters = {}) {
    SearchRequest request;
    request.q = q;
    request.filters = std::move(filters);
    const auto result = index_.searcher().parse(request);
    EXPECT_TRUE(result) << q << ": " << result.error().message;
    return result.value_or(schema::ParseResult{});
  };
  const auto shown = [](const schema::QueryPart& part, const auto& self) -> std::string {
    std::string text = part.kind + "@" + std::to_string(part.offset) + "=" + std::to_string(part.papers) + (part.required ? "" : "?");
    for (const auto& child : part.parts) text += (&child == &part.parts.front() ? "(" : " ") + self(child, self);
    return part.parts.empty() ? text : text + ")";
  };
  const auto weaker = [](const schema::ParseResult& result) {
    std::string text;
    for (const auto& one : result.relaxations) text += one.change + "<" + one.query + ">=" + std::to_string(one.papers) + " ";
    return text;
  };
  const auto words = parse("probing the compiler");
  EXPECT_EQ(words.total, 0);
  EXPECT_EQ(shown(*words.tree, shown), "all@0=0(words@0=2 words@8=1? words@12=1)");
  ASSERT_TRUE(words.emptied_by);
  EXPECT_EQ(words.emptied_by->text + " " + std::to_string(words.emptied_by->papers) + " of " + std::to_string(words.emptied_by->before),
            "compiler 1 of 2");
  EXPECT_EQ(weaker(words), "without_part<compiler>=1 without_part<probing>=2 any_word<probing the compiler>=3 ");
  ASSERT_EQ(words.terms.size(), 2u);
  EXPECT_EQ(words.terms[0].papers, 2);

  const auto phrase = parse("\"training pre\" OR (title:probed NOT au:m\u00FCller)");
  EXPECT_EQ(phrase.total, 1);
  EXPECT_EQ(shown(*phrase.tree, shown), "any@1=1(phrase@1=0 all@25=1(words@25=2 not@32=6(words@39=1)))");
  EXPECT_EQ(shown(*parse("probing gpt \"its pre\"").tree, shown), "all@0=1(words@0=2 words@8=2 phrase@13=1)");
  EXPECT_EQ(weaker(parse("\"training pre\"")), "phrase_as_words<training pre>=2 ");

  schema::SearchFilters filters;
  filters.category.any_of = {"hep-th"};
  const auto filtered = parse("gpt", filters);
  ASSERT_TRUE(filtered.emptied_by);
  EXPECT_EQ(filtered.emptied_by->text, "");
  EXPECT_EQ(weaker(filtered), "without_filters<gpt>=2 ");
  EXPECT_EQ(shown(*parse("2401.01967").tree, shown), "words@0=1") << "an identifier is one in a part too";
  EXPECT_FALSE(parse("").tree);
  EXPECT_EQ(parse("").total, 7);
  EXPECT_EQ(parse("pre-train* NEAR/3 compiler").total, 1);
}

TEST_P(SmallCorpus, AccentsOfTexAreLetters) {
  for (const char* q : {"Schrödinger", "schrodinger", "\"Schr\\\"odinger operators\"", "Gödel",
                        "author:Viégas", "author:viegas"}) {
    EXPECT_EQ(found(q), (Ids{"tex"})) << q;
  }
  EXPECT_EQ(index_.search("godel").hits.front().paper.title, "Schrödinger operators are deep");
}

TEST_P(SmallCorpus, PhrasesEndWithTheirFieldAndTheirAuthor) {
  EXPECT_EQ(found("\"deep learning\""), Ids{}) << "the end of the title and the beginning of the abstract";
  EXPECT_EQ(found("\"Lee Kim\""), Ids{}) << "two authors";
  EXPECT_EQ(found("author:\"Lee Kim\""), Ids{});
  EXPECT_EQ(found("author:\"Park, Kim\""), (Ids{"gpt2"}));
  EXPECT_EQ(found("author:\"Lee, A\""), (Ids{"2401.01967", "gpt2"}));
  EXPECT_EQ(found("author:mueller"), (Ids{"gpt3"}));
}

TEST_P(SmallCorpus, RelaxesPlainWordsAndSaysSo) {
  const auto result = index_.search("probing compiler", MatchMode::automatic);
  EXPECT_EQ(result.total.value, 3);
  ASSERT_EQ(result.query.notes.size(), 1u);
  EXPECT_EQ(result.query.notes[0].code, "relaxed");
  EXPECT_EQ(result.query.notes[0].strict_total, 0);
  EXPECT_TRUE(index_.search("probing compiler").query.notes.empty());
  EXPECT_EQ(index_.search("\"probing\" compiler", MatchMode::automatic).total.value, 0)
      << "quotes are strict";
}

TEST_P(SmallCorpus, UndatedPapersComeLastInEitherDirection) {
  EXPECT_EQ(sorted_by(SortKey::published, false),
            (Ids{"2401.01967", "tex", "gpt3", "gpt2", "cpp", "hep-th/9901001", "c"}));
  EXPECT_EQ(sorted_by(SortKey::published, true),
            (Ids{"hep-th/9901001", "cpp", "gpt2", "gpt3", "tex", "2401.01967", "c"}));
  EXPECT_EQ(sorted_by(SortKey::title, false).back(), "2401.01967");
  EXPECT_EQ(sorted_by(SortKey::title, true).front(), "2401.01967");
  SearchRequest request;
  request.filters.from = schema::date_of_year(1000);
  EXPECT_EQ(index_.search(request).total.value, 6) << "no date filter finds a paper without date";
  EXPECT_EQ(found("-has:date"), (Ids{"c"}));
}

TEST_P(SmallCorpus, RefusesSortsItHasNoFiguresFor) {
  SearchRequest request;
  request.sort = Sort{SortKey::citations, false};
  const auto result = index_.searcher().search(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::not_available);
  EXPECT_EQ(result.error().parameter, "sort");
}

TEST_P(SmallCorpus, FacetsIgnoreTheFilterOnThemselves) {
  SearchRequest request;
  request.filters.category.any_of = {"cs.LG", "no.SUCH"};
  request.facets = {FacetField::category, FacetField::year, FacetField::author};
  const auto result = index_.search(request);
  EXPECT_EQ(result.total.value, 1);
  const auto& categories = result.facets[0].values;
  ASSERT_EQ(categories.size(), 6u);
  EXPECT_EQ(categories[0].value, "cs.CL");
  EXPECT_EQ(categories[0].count, 3);
  EXPECT_EQ(categories[0].label, "Computation and Language");
  EXPECT_FALSE(categories[0].selected);
  EXPECT_EQ(categories[1].value, "cs.PL");
  const auto chosen = std::find_if(categories.begin(), categories.end(),
                                   [](const auto& value) { return value.value == "cs.LG"; });
  EXPECT_TRUE(chosen->selected);
  EXPECT_EQ(categories.back().value, "no.SUCH") << "a selected value is there even without papers";
  EXPECT_EQ(categories.back().count, 0);
  ASSERT_EQ(result.facets[1].values.size(), 1u);
  EXPECT_EQ(result.facets[1].values[0].value, "2021");
  ASSERT_EQ(result.facets[2].values.size(), 1u);
  EXPECT_EQ(result.facets[2].values[0].label, "Bo Müller");
}

TEST_P(SmallCorpus, FacetLimitSaysThatThereIsMore) {
  SearchRequest request;
  request.facets = {FacetField::year};
  request.facet_limit = 2;
  const auto result = index_.search(request);
  ASSERT_EQ(result.facets[0].values.size(), 2u);
  EXPECT_EQ(result.facets[0].values[0].value, "2024") << "years newest first";
  EXPECT_TRUE(result.facets[0].more);
}

TEST_P(SmallCorpus, OffsetsBeyondTheEndKeepTheTotal) {
  SearchRequest request;
  request.q = "probing";
  request.offset = 10000;
  const auto result = index_.search(request);
  EXPECT_EQ(result.total.value, 2);
  EXPECT_TRUE(result.hits.empty());
  request.offset = 1;
  request.limit = 1;
  EXPECT_EQ(index_.search(request).hits.size(), 1u);
}

TEST_P(SmallCorpus, ExplanationsAddUpToTheScore) {
  SearchRequest request;
  request.q = "probing probing OR title:templates OR author:\"Lee, A\" OR \"pre-training\"";
  request.explain = true;
  const auto result = index_.search(request);
  ASSERT_FALSE(result.hits.empty());
  for (const auto& hit : result.hits) {
    std::int64_t sum = 0;
    for (const auto& term : hit.explain) sum += term.weight * term.impact;
    EXPECT_EQ(sum, hit.score) << hit.paper.id;
    EXPECT_GT(sum, 0);
  }
}

TEST_P(SmallCorpus, PapersByEveryIdentifier) {
  for (const char* id :
       {"2401.01967", "2401.01967v3", "arXiv:2401.01967", "https://arxiv.org/abs/2401.01967v1",
        "10.1000/xyz.5", "doi:10.1000/XYZ.5", "https://doi.org/10.1000/xyz.5"}) {
    EXPECT_EQ(paper_id(id), "2401.01967") << id;
    EXPECT_EQ(found("id:" + std::string(id)), (Ids{"2401.01967"})) << id;
  }
  EXPECT_EQ(paper_id("hep-th/9901001v2"), "hep-th/9901001");
  EXPECT_EQ(paper_id("gpt2"), "gpt2");
  for (const char* id : {"gpt2v1", "GPT2", "", "10.1000/xyz", "2401.0196"}) EXPECT_EQ(paper_id(id), "") << id;
  EXPECT_EQ(found("2401.01967v2"), (Ids{"2401.01967"})) << "an id typed alone finds its paper";
}

TEST_P(SmallCorpus, AuthorFiltersThatNameNobodyAreErrors) {
  SearchRequest request;
  request.filters.author.any_of = {"a0000000000"};
  const auto result = index_.searcher().search(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::author_not_found);
  request.filters.author.any_of = {index_.author_named("Ann Lee")};
  expect_ids(ids_of(index_.search(request)), {"2401.01967", "gpt2"}, "by author id");
}

TEST(Searcher, AnIdOfItsOwnBeatsAnAliasWhateverTheSegments) {
  auto newer = paper_of({"2401.00001", "With a DOI", "Text.", {}, {}, "2024"});
  newer.doi = "10.5/abc";
  const auto older = paper_of({"doi:10.5/abc", "Called by a DOI", "Text.", {}, {}, "2020"});
  for (const std::int64_t segment : {0, 1}) {
    Index index({newer, older}, segment);
    EXPECT_EQ(index.searcher().paper("doi:10.5/abc")->hit.paper.id, "doi:10.5/abc") << segment;
  }
}

TEST(Searcher, EqualScoresAreOrderedById) {
  std::vector<schema::Paper> papers;
  for (const char* id : {"m", "z", "a", "é", "B"})
    papers.push_back(paper_of({id, "Same words", "The same text.", {"Ann Lee"}, {}, "2020"}));
  papers[2].published = schema::date_of_year(2001);  // stored in another order than by id
  for (const std::int64_t segment : {0, 1, 2}) {
    Index index(papers, segment);
    EXPECT_EQ(index.ids("same"), (Ids{"B", "a", "m", "z", "é"})) << segment;
  }
}

TEST(Searcher, SpansAreCodePoints) {
  Index index({paper_of({"1", "Über Graphs — naïve <graph>", "Élan: a graph.", {}, {}, "2020"})});
  SearchRequest request;
  request.q = "graph";
  request.highlight = schema::HighlightMode::html;
  const auto result = index.search(request);
  ASSERT_EQ(result.hits.size(), 1u);
  const auto& highlights = result.hits[0].highlights;
  ASSERT_EQ(highlights.size(), 3u);
  EXPECT_EQ(highlights[0].field, "title");
  EXPECT_EQ(highlights[0].spans, (std::vector<schema::Span>{{5, 11}, {21, 26}}));
  EXPECT_EQ(highlights[0].html, "Über <mark>Graphs</mark> — naïve &lt;<mark>graph</mark>&gt;");
  EXPECT_EQ(highlights[1].spans, (std::vector<schema::Span>{{8, 13}}));
  EXPECT_EQ(highlights[2].field, "snippet");
  EXPECT_EQ(result.hits[0].snippet, "Élan: a graph.");
}

TEST(Searcher, SnippetsShowWhereTheWordsAre) {
  std::string abstract;
  for (int i = 0; i < 200; ++i) abstract += "filler ";
  abstract += "ends with Größe quarks.";
  Index index({paper_of({"1", "T", abstract, {}, {}, "2020"})});
  const auto hit = index.search("quarks").hits.at(0);
  EXPECT_NE(hit.snippet.find("Größe quarks."), std::string::npos);
  EXPECT_EQ(hit.snippet.rfind("…", 0), 0u) << "cut at the front";
  const auto snippet = std::find_if(hit.highlights.begin(), hit.highlights.end(),
                                    [](const auto& h) { return h.field == "snippet"; });
  ASSERT_NE(snippet, hit.highlights.end());
  ASSERT_EQ(snippet->spans.size(), 1u);
  EXPECT_EQ(snippet->spans[0].end - snippet->spans[0].begin, 6u);
}

}  // namespace
}  // namespace incipit::testing
