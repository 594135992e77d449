// What people complained about at other search engines for papers, one test for each, by what they wrote: the names in comments are
// threads of public trackers. Complaints about the web pages and exports are tested in those rooms.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::UnorderedElementsAre;
using schema::FacetField;
using schema::MatchMode;
using schema::SearchRequest;
using schema::SortKey;
using Strings = std::vector<std::string>;

// An index of titles: the papers are p0, p1, ...
Index titles(const Strings& given) {
  std::vector<schema::Paper> papers;
  for (std::size_t i = 0; i < given.size(); ++i) papers.push_back(paper_of({"p" + std::to_string(i), given[i], "Nothing else."}));
  return Index(papers);
}

Index authors(const Strings& names) {
  std::vector<schema::Paper> papers;
  for (std::size_t i = 0; i < names.size(); ++i) papers.push_back(paper_of({"p" + std::to_string(i), "A title", "A text.", {names[i]}}));
  return Index(papers);
}

// The marked stretches of a hit's title.
Strings marked_in_title(const schema::Hit& hit) {
  Strings marked;
  for (const auto& highlight : hit.highlights) {
    if (highlight.field != "title") continue;
    for (const auto& [begin, end] : highlight.spans) marked.push_back(hit.paper.title.substr(begin, end - begin));
  }
  return marked;
}

Strings codes_of(const std::vector<schema::QueryNote>& notes) {
  Strings codes;
  for (const auto& note : notes) codes.push_back(note.code);
  return codes;
}

// 1, 5. A hyphen is no NOT, and does not hide what it joins (arxiv-search#322, s2-folks#203).
TEST(Complaints, HyphenInAQuery) {
  Index index = titles({"Non-abelian groups", "Nonabelian groups", "Abelian groups", "Time-series of graphs", "Time series of trees"});
  EXPECT_THAT(index.ids("non-abelian groups"), UnorderedElementsAre("p0", "p1"));
  EXPECT_THAT(index.ids("time-series"), UnorderedElementsAre("p3", "p4"));
  EXPECT_THAT(index.ids("groups -nonabelian"), UnorderedElementsAre("p2"));
}

// 2. What is marked is what matched (arxiv-search#319).
TEST(Complaints, HighlightingShowsWhatMatched) {
  Index index = titles({"The object of objectivity: objects, GPT-2 and trees"});
  const auto marked = [&](const char* query) { return marked_in_title(index.search(query).hits.at(0)); };
  EXPECT_THAT(marked("=objectivity"), ElementsAre("objectivity"));
  EXPECT_THAT(marked("\"object of objectivity\""), ElementsAre("object of objectivity"));
  EXPECT_THAT(marked("object"), IsSupersetOf({"object", "objects"}));
  EXPECT_THAT(marked("gpt2 trees"), ElementsAre("GPT-2", "trees"));
  EXPECT_THAT(marked("tree -leaf"), ElementsAre("trees"));
  EXPECT_THAT(marked("obj*"), ElementsAre("object", "objectivity", "objects"));
  EXPECT_THAT(marked("object NEAR/3 \"of objectivity\""), ElementsAre("object", "of objectivity", "objects"));
  EXPECT_THAT(marked("(trees OR leaves) NOT \"and leaves\""), ElementsAre("trees"));
}

// 3. Quotes mean the words as they are, none dropped (arxiv-search#303).
TEST(Complaints, QuotesAreExact) {
  Index index = titles({"On objectivity", "On the object", "The AT Protocol", "A protocol of trees"});
  EXPECT_THAT(index.ids("\"objectivity\""), ElementsAre("p0"));
  EXPECT_THAT(index.ids("\"object\""), ElementsAre("p1"));
  EXPECT_THAT(index.ids("\"AT Protocol\""), ElementsAre("p2"));
  EXPECT_THAT(index.ids("\"on the\""), ElementsAre("p1"));
}

// 4, 10. A phrase that is nowhere is said to be nowhere, and what weaker queries would find (arxiv-search#82, last30days-skill#908).
TEST(Complaints, PhraseThatIsAbsent) {
  Index index = titles({"Protocols of atoms", "Atoms at rest", "Resting protocols"});
  const auto result = index.search("\"atoms of protocols\"", MatchMode::automatic);
  EXPECT_EQ(result.total.value, 0) << "nothing near it is passed off as it";
  SearchRequest request;
  request.q = "\"atoms of protocols\" rest";
  const auto parse = index.searcher().parse(request);
  ASSERT_TRUE(parse);
  ASSERT_TRUE(parse->emptied_by);
  EXPECT_EQ(parse->emptied_by->text, "\"atoms of protocols\"");
  EXPECT_EQ(parse->emptied_by->offset, 1U) << "behind the quote";
  const auto words = std::find_if(parse->relaxations.begin(), parse->relaxations.end(),
                                  [](const auto& weaker) { return weaker.change == "without_part"; });
  ASSERT_NE(words, parse->relaxations.end());
  EXPECT_EQ(words->papers, static_cast<std::int64_t>(index.ids(words->query).size()));
}

// 6. A compound finds no fewer papers than it has (aRxiv#52).
TEST(Complaints, Covid19AndCovid) {
  Index index = titles({"COVID-19 in cities", "COVID 19 in towns", "Covid19 in villages", "COVID in general", "SARS-CoV-2", "COVID-18"});
  EXPECT_THAT(index.ids("COVID-19"), UnorderedElementsAre("p0", "p1", "p2"));
  EXPECT_THAT(index.ids("covid"), IsSupersetOf({"p0", "p1", "p3"}));
}

// 7, 8. Compounds and odd joints split the same in texts and queries (montysolr#44, mu#601, mu#2957).
TEST(Complaints, JointsOfWords) {
  const Strings texts = {"dust-dust plasma", "the word_embedding layer", "client/server systems", "an and/or graph", "name.surname of files",
                         "H+ ions", "p-value < 0.05"};
  Index index = titles(texts);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string id = "p" + std::to_string(i);
    EXPECT_THAT(index.ids(texts[i]), ::testing::Contains(id)) << texts[i];
    EXPECT_THAT(index.ids('"' + texts[i] + '"'), ElementsAre(id)) << texts[i];
  }
  EXPECT_THAT(index.ids("dust plasma"), ElementsAre("p0"));
  EXPECT_THAT(index.ids("embedding"), ElementsAre("p1"));
  EXPECT_THAT(index.ids("word embedding"), ElementsAre("p1"));
  EXPECT_THAT(index.ids("server"), ElementsAre("p2"));
}

// 9. Signs within quotes are no error (libzim#537).
TEST(Complaints, SignsInAPhrase) {
  Index index = titles({"Energy & security", "Energy and security", "Security, energy"});
  EXPECT_THAT(index.ids("\"Energy & security\""), ElementsAre("p0"));
  EXPECT_THAT(index.ids("\"Security / energy\""), ElementsAre("p2"));
  EXPECT_THAT(index.ids("\"&\""), IsEmpty());
}

// 11. Names of signs can be searched (typesense#455, #249, orama#409, meilisearch#993).
TEST(Complaints, NamesWithSigns) {
  Index index = titles({"C++ templates", "C# generics", "C pointers", ".NET assemblies", "The net of Foo™", "F# types"});
  EXPECT_THAT(index.ids("C++"), ElementsAre("p0"));
  EXPECT_THAT(index.ids("c#"), ElementsAre("p1"));
  EXPECT_THAT(index.ids(".NET"), ElementsAre("p3"));
  EXPECT_THAT(index.ids("net"), ElementsAre("p4"));
  EXPECT_THAT(index.ids("foo"), ElementsAre("p4"));
}

// 12, 13. Numbers and codes are never taken for others (meilisearch#3999, typesense#1400).
TEST(Complaints, NumbersAreNotCorrected) {
  Index index = titles({"The 2019 report", "GPT-4 turbo", "XYZ-123 arrays", "Transformers"});
  for (const char* query : {"2018", "GPT-5", "XYZ-223"}) {
    const auto result = index.search(query);
    EXPECT_EQ(result.total.value, 0) << query;
    EXPECT_THAT(result.query.corrections, IsEmpty()) << query;
  }
  EXPECT_EQ(index.search("Transfromers").query.corrections.size(), 1U) << "a word that the corpus does not know is, and it is said";
}

// 19. Sorted by date, papers that have one of the words do not drown those that have all (arxiv-mcp-server#34).
TEST(Complaints, SortedByDateAllWordsAreMeant) {
  std::vector<schema::Paper> papers = {paper_of({"old", "Quantum walks on graphs", "", {}, {}, "2001"})};
  for (int i = 0; i < 30; ++i) papers.push_back(paper_of({"new" + std::to_string(i), i % 2 == 0 ? "Quantum gravity" : "Random walks", "", {}, {}, "2024"}));
  Index index(papers);
  SearchRequest request;
  request.q = "quantum walks";
  const auto by_relevance = index.search(request);
  EXPECT_EQ(by_relevance.total.value, 31);
  EXPECT_EQ(by_relevance.hits.at(0).paper.id, "old");
  EXPECT_THAT(codes_of(by_relevance.query.notes), ElementsAre("relaxed")) << "and never in silence";
  request.sort = schema::Sort{SortKey::published, false};
  const auto by_date = index.search(request);
  EXPECT_THAT(ids_of(by_date), ElementsAre("old"));
  EXPECT_THAT(by_date.query.notes, IsEmpty());
}

// 22. The total is the same on every page, and the last page is reached (s2-folks#112, #12).
TEST(Complaints, TotalsStayFromPageToPage) {
  std::vector<schema::Paper> papers;
  for (int i = 0; i < 12'000; ++i) papers.push_back(paper_of({"p" + std::to_string(i), "Graph " + std::to_string(i), ""}));
  Index index(papers, 5'000);
  SearchRequest request;
  request.q = "graph";
  request.limit = 200;
  request.highlight = schema::HighlightMode::none;
  std::set<std::string> seen;
  do {
    const auto page = index.search(request);
    ASSERT_EQ(page.total.value, 12'000);
    for (const auto& hit : page.hits) EXPECT_TRUE(seen.insert(hit.paper.id).second) << hit.paper.id;
    request.cursor = page.next_cursor;
  } while (!request.cursor.empty());
  EXPECT_EQ(seen.size(), 12'000U);
}

// 28. Surnames of several parts, and suffixes (arxiv-search#252, arxiv-browse#368).
TEST(Complaints, SurnamesOfSeveralParts) {
  Index index = authors({"Stephen de Bruyn Kops", "Nicolaas de Bruijn", "Harold Hill III", "Harold Hill"});
  EXPECT_THAT(index.ids("author:\"de Bruyn Kops\""), ElementsAre("p0"));
  EXPECT_THAT(index.ids("au:\"de Bruyn Kops, S.\""), ElementsAre("p0"));
  EXPECT_THAT(index.ids("de Bruyn Kops"), ElementsAre("p0"));
  EXPECT_THAT(index.ids("author:\"Harold Hill\""), UnorderedElementsAre("p2", "p3"));
  EXPECT_THAT(index.ids("author:\"Hill III, Harold\""), ElementsAre("p2"));
}

// 29. Names of one word (pkp-lib#6500).
TEST(Complaints, NamesOfOneWord) {
  Index index = authors({"Suharto", "Suharto Wijaya", "Madonna"});
  EXPECT_THAT(index.ids("author:Suharto"), UnorderedElementsAre("p0", "p1"));
  EXPECT_THAT(index.ids("author:\"Madonna\""), ElementsAre("p2"));
  schema::AuthorSearchRequest request;
  request.q = "suharto";
  const auto found = index.searcher().authors(request);
  ASSERT_TRUE(found);
  ASSERT_FALSE(found->hits.empty());
  EXPECT_EQ(found->hits[0].author.name, "Suharto") << "who bears exactly this name comes first";
}

// 30. Accents in names (scirate#305, bhl-europe#36).
TEST(Complaints, AccentsInNames) {
  Index index = authors({"Jan Kürten", "Jan Kurten", "Jan Kuerten", "Jan K\\\"urten"});
  for (const char* query : {"author:Kürten", "author:Kurten", "author:\"Kürten, Jan\"", "author:K\\\"urten"}) {
    EXPECT_THAT(index.ids(query), IsSupersetOf({"p0", "p1", "p3"})) << query;
  }
  EXPECT_THAT(index.ids("author:Kuerten"), ::testing::Contains("p2"));
}

// 31. TeX is shown as what it means and found by it (arxiv-search#161, ar5iv#436).
TEST(Complaints, TexAccentsAndFormulas) {
  Index index = titles({"G\\\"odel and $\\beta$-decay of $^{76}$Ge", "Gödel numbers", "The $E_8$ lattice"});
  EXPECT_THAT(index.ids("Gödel"), UnorderedElementsAre("p0", "p1"));
  EXPECT_THAT(index.ids("G\\\"odel"), UnorderedElementsAre("p0", "p1"));
  EXPECT_THAT(index.ids("godel beta"), ElementsAre("p0"));
  EXPECT_THAT(index.ids("E8"), ElementsAre("p2"));
  EXPECT_THAT(index.search("decay").hits.at(0).paper.title, ::testing::StartsWith("Gödel and"));
}

// 33. Chinese phrases and parts of them (mu#123, cyrus-imapd#5921).
TEST(Complaints, ChinesePhrases) {
  Index index = titles({"基于深度学习的图像检索", "图像的深度", "检索图像"});
  EXPECT_THAT(index.ids("检索"), UnorderedElementsAre("p0", "p2"));
  EXPECT_THAT(index.ids("\"图像检索\""), ElementsAre("p0"));
  EXPECT_THAT(index.ids("all:深度"), UnorderedElementsAre("p0", "p1"));
  EXPECT_THAT(index.ids("\"检索图像\""), ElementsAre("p2"));
}

// 34. Facets count papers, never more than are found, and a chosen value does not hide the others (typesense#456, vespa#26627).
TEST(Complaints, FacetsCountPapers) {
  std::vector<schema::Paper> papers;
  for (int i = 0; i < 60; ++i) {
    papers.push_back(paper_of({"p" + std::to_string(i), "Graph", "", {"Ann Lee", "Bo Chen"}, {i % 3 == 0 ? "cs.LG" : "cs.CL", "stat.ML"}, i % 2 == 0 ? "2020" : "2021"}));
  }
  Index index(papers, 25);
  SearchRequest request;
  request.q = "graph";
  request.filters.category.any_of = {"cs.LG"};
  request.filters.years = {{2020, 2020}};
  request.facets = {FacetField::category, FacetField::year};
  const auto result = index.search(request);
  EXPECT_EQ(result.total.value, 10);
  std::map<std::string, std::int64_t> counts;
  for (const auto& facet : result.facets) {
    for (const auto& value : facet.values) counts[value.value] = value.count;
  }
  EXPECT_EQ(counts["cs.LG"], 10);
  EXPECT_EQ(counts["cs.CL"], 20) << "of 2020, without the filter on categories";
  EXPECT_EQ(counts["stat.ML"], 30);
  EXPECT_EQ(counts["2020"], 10);
  EXPECT_EQ(counts["2021"], 10) << "of cs.LG, without the filter on years";
}

}  // namespace
}  // namespace incipit::testing
