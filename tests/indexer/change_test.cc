// Changes and merges of an index against a rebuild: whatever sequence of updates, deletions and merges led to a set of papers,
// the index answers as one that is built from those papers with the same constants and author ids.
#include "indexer/change.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "indexer/merge.h"
#include "schema/paper_json.h"
#include "schema/result_json.h"
#include "storage/generation.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

// Without the figures that stay as they were until a refresh (D9).
std::string live(nlohmann::ordered_json answer) {
  const std::function<void(nlohmann::ordered_json&)> strip = [&](nlohmann::ordered_json& value) {
    if (value.is_object()) {
      for (const char* figure : {"novelty", "rank_score"}) value.erase(figure);
    }
    if (value.is_structured()) {
      for (auto& member : value) strip(member);
    }
  };
  strip(answer);
  return schema::dump(answer);
}

// What an index answers, as text: every paper, every author's profile, some searches with all their facets.
std::vector<std::string> everything_of(const std::filesystem::path& index) {
  const auto searcher = open_searcher(index);
  std::vector<std::string> answers = canonical_dump(*searcher);
  answers.push_back(searcher->info().revision + " " + std::to_string(searcher->info().papers) + " papers, " +
                    std::to_string(searcher->info().authors) + " authors");
  schema::AuthorSearchRequest everyone;
  everyone.limit = 200;
  for (std::int64_t total = 1; everyone.offset < total; everyone.offset += everyone.limit) {
    const auto authors = searcher->authors(everyone);
    EXPECT_TRUE(authors);
    total = authors->total.value;
    answers.push_back(live(schema::to_json(*authors)));
    for (const auto& hit : authors->hits) answers.push_back(live(schema::to_json(searcher->author(hit.author.id).value())));
  }
  for (const char* q : {"", "graph", "graph model 3", "title:graph", "abs:model -title:7", "author:bai", "\"graph kernel\"", "=kernels", "id:p7", "GKM",
                        "graph kernel method", "great keen model"}) {
    for (const auto match : {schema::MatchMode::automatic, schema::MatchMode::any}) {
      schema::SearchRequest request;
      request.q = q;
      if (match == schema::MatchMode::any) request.syntax = schema::QuerySyntax::text;
      request.match = match;
      request.limit = 200;
      request.explain = true;
      request.facets = {schema::FacetField::category, schema::FacetField::primary, schema::FacetField::archive,
                        schema::FacetField::year, schema::FacetField::author, schema::FacetField::venue};
      const auto result = searcher->search(request);
      EXPECT_TRUE(result) << q;
      if (result) answers.push_back(live(schema::to_json(*result)));
    }
  }
  // Which words are suggested follows the segments; people, categories and papers do not.
  for (const char* q : {"gra", "graph ker", "ba", "xiao", "cs", "mach", "grpah", "bia"}) {
    for (const auto kind : {schema::SuggestionKind::authors, schema::SuggestionKind::categories, schema::SuggestionKind::papers}) {
      const auto suggested = searcher->suggest({q, kind, 20});
      EXPECT_TRUE(suggested) << q;
      if (suggested) answers.push_back(live(schema::to_json(*suggested)));
    }
  }
  return answers;
}

// An index that is changed, and the papers that it should hold by the rules of D2.
class ChangedIndex {
 public:
  explicit ChangedIndex(const std::vector<schema::Paper>& papers) {
    auto options = build_options(index(), {dir_.write("base.jsonl", jsonl(papers))});
    options.as_of = schema::parse_date("2030-01-01").value();
    options.segment_papers = 40;
    const auto built = indexer::build_index(options, {});
    EXPECT_TRUE(built) << built.error().message;
    for (const auto& paper : papers) expect(paper);
  }

  indexer::ChangeSummary update(const std::vector<schema::Paper>& papers) {
    indexer::ChangeOptions options;
    options.inputs = {dir_.write("update.jsonl", jsonl(papers))};
    for (const auto& paper : papers) expect(paper);
    return change(options);
  }
  indexer::ChangeSummary remove(const std::vector<std::string>& ids) {
    indexer::ChangeOptions options;
    options.deletes = ids;
    for (const auto& id : ids) expected_.erase(id);
    return change(options);
  }
  indexer::MergeSummary merge(indexer::MergeScope scope) {
    indexer::MergeOptions options;
    options.index = index();
    options.scope = scope;
    const auto merged = indexer::merge_index(options, {});
    EXPECT_TRUE(merged) << merged.error().message;
    return merged.value_or(indexer::MergeSummary{});
  }

  void expect_equal_to_a_rebuild() {
    std::vector<schema::Paper> papers;
    for (const auto& [id, paper] : expected_) papers.push_back(paper);
    TempDir fresh;
    auto options = build_options(fresh.path() / "index", {fresh.write("papers.jsonl", jsonl(papers))});
    options.constants_from = index();
    options.as_of = schema::parse_date("2030-01-01").value();
    const auto built = indexer::build_index(options, {});
    ASSERT_TRUE(built) << built.error().message;
    const auto changed = everything_of(index()), rebuilt = everything_of(options.index);
    ASSERT_EQ(changed.size(), rebuilt.size());
    for (std::size_t i = 0; i < changed.size(); ++i) ASSERT_EQ(changed[i], rebuilt[i]);
    const auto verified = storage::verify_current(index());
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->faults, std::vector<std::string>{});
  }

  [[nodiscard]] std::filesystem::path index() const { return dir_.path() / "index"; }
  [[nodiscard]] const std::map<std::string, schema::Paper>& expected() const { return expected_; }

 private:
  indexer::ChangeSummary change(indexer::ChangeOptions options) {
    options.index = index();
    options.jobs = 2;
    const auto changed = indexer::change_index(options, {});
    EXPECT_TRUE(changed) << changed.error().message;
    return changed.value_or(indexer::ChangeSummary{});
  }

  // The newest record wins whole, the earliest publication date stays.
  void expect(schema::Paper paper) {
    const auto known = expected_.find(paper.id);
    if (known == expected_.end()) {
      expected_.emplace(paper.id, std::move(paper));
      return;
    }
    schema::Paper& old = known->second;
    auto published = old.published;
    if (paper.published && (!published || *paper.published < *published)) published = paper.published;
    if (paper.version >= old.version) old = std::move(paper);
    old.published = published;
  }

  TempDir dir_;
  std::map<std::string, schema::Paper> expected_;
};

schema::Paper random_paper(std::mt19937& random, int number) {
  const auto pick = [&](std::vector<std::string> values) { return values[random() % values.size()]; };
  PaperWords words;
  words.id = "p" + std::to_string(number);
  words.title = pick({"Graph kernels", "Graph kernel", "A model", "Trees"}) + " " + std::to_string(random() % 9);
  if (random() % 8 != 0) words.abstract = pick({"We model a graph.", "Graph kernel methods, kernels.", "A model of trees", "Graph kernel methods (GKM) of trees.",
                                                    "A graph kernel method (GKM).", "Great keen models (GKMs) and GKM."});
  for (unsigned n = random() % 4; n > 0; --n) words.authors.push_back(pick({"Xiaoyan Bai", "X. Bai", "José Ruiz", "Jose Ruiz", "Ada Lovelace", "Wei Li"}) + (random() % 5 == 0 ? " " + std::to_string(random() % 3) : ""));
  for (unsigned n = random() % 3; n > 0; --n) words.categories.push_back(pick({"cs.CL", "cs.LG", "math.CO"}));
  if (random() % 6 != 0) words.published = std::to_string(2000 + random() % 25);
  auto paper = paper_of(words);
  paper.version = static_cast<int>(random() % 3);
  if (random() % 3 == 0) paper.venue = pick({"ACL", "KDD"});
  paper.citations.push_back({static_cast<std::int64_t>(random() % 90), "s2", std::nullopt});
  for (auto& author : paper.authors) {
    if (random() % 4 == 0) author.affiliations = {pick({"MIT", "ETH"})};
    if (random() % 6 == 0) author.ids = {pick({"orcid:0000-0002-1825-0097", "orcid:0000-0001-5109-3700"})};
  }
  return paper;
}

TEST(Change, AnySequenceOfChangesEqualsARebuild) {
  const auto seed = std::random_device{}();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  std::vector<schema::Paper> base;
  for (int i = 0; i < 120; ++i) base.push_back(random_paper(random, i));
  ChangedIndex changed(base);
  changed.expect_equal_to_a_rebuild();
  for (int round = 0; round < 12 && !::testing::Test::HasFatalFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    if (random() % 3 == 0) {
      std::vector<std::string> ids;
      for (const auto& [id, paper] : changed.expected()) {
        if (random() % 12 == 0) ids.push_back(id);
      }
      if (!ids.empty()) {
        EXPECT_EQ(changed.remove(ids).deleted, static_cast<std::int64_t>(ids.size()));
      }
    } else {
      std::map<int, schema::Paper> papers;  // an id once
      for (int n = 0; n < 15; ++n) {
        const int number = static_cast<int>(random() % 160);
        papers.emplace(number, random_paper(random, number));
      }
      std::vector<schema::Paper> given;
      for (auto& [number, paper] : papers) given.push_back(std::move(paper));
      changed.update(given);
    }
    if (random() % 4 == 0) changed.merge(random() % 2 == 0 ? indexer::MergeScope::due : indexer::MergeScope::all);
    if (round % 3 == 2) changed.expect_equal_to_a_rebuild();
  }
  changed.merge(indexer::MergeScope::all);
  changed.expect_equal_to_a_rebuild();
}

TEST(Change, CountsSayWhatBecameOfEachRecord) {
  auto one = paper_of({"a", "One", "text", {"Ada Lovelace"}, {"cs.CL"}, "2020"});
  auto two = paper_of({"b", "Two", "text", {"Wei Li"}, {"cs.LG"}, "2021"});
  two.version = 2;
  ChangedIndex changed({one, two});
  auto older = two;
  older.version = 1;
  older.title = "An older two";
  auto renewed = one;
  renewed.title = "One, renewed";
  const auto fresh = paper_of({"c", "Three", "", {}, {}, ""});
  const auto summary = changed.update({renewed, older, fresh});
  EXPECT_TRUE(summary.published);
  EXPECT_EQ(summary.added, 1);
  EXPECT_EQ(summary.replaced, 1);
  EXPECT_EQ(summary.superseded, 1);
  EXPECT_EQ(summary.unchanged, 0);
  EXPECT_EQ(summary.info.papers, 3);
  EXPECT_EQ(summary.info.updates, 1);
  changed.expect_equal_to_a_rebuild();
}

TEST(Change, NothingIsPublishedWhereNothingChanges) {
  ChangedIndex changed({paper_of({"a", "One", "text", {"Ada Lovelace"}, {"cs.CL"}, "2020"})});
  const auto before = open_searcher(changed.index())->info();
  const auto again = changed.update({changed.expected().at("a")});
  EXPECT_FALSE(again.published);
  EXPECT_EQ(again.unchanged, 1);
  const auto missing = changed.remove({"no-such-paper"});
  EXPECT_FALSE(missing.published);
  EXPECT_EQ(missing.not_found, std::vector<std::string>{"no-such-paper"});
  EXPECT_EQ(open_searcher(changed.index())->info().generation, before.generation);
}

TEST(Change, DeletingByAnotherIdentifier) {
  auto paper = paper_of({"a", "One", "text", {}, {}, ""});
  paper.doi = "10.1000/one";
  ChangedIndex changed({paper, paper_of({"b", "Two", "text", {}, {}, ""})});
  EXPECT_EQ(changed.remove({"https://doi.org/10.1000/ONE"}).deleted, 1);
  EXPECT_EQ(open_searcher(changed.index())->info().papers, 1);
  EXPECT_FALSE(open_searcher(changed.index())->paper("a"));
}

TEST(Change, TheLastPaperIsNotDeleted) {
  ChangedIndex changed({paper_of({"a", "One", "text", {}, {}, ""})});
  indexer::ChangeOptions options;
  options.index = changed.index();
  options.deletes = {"a"};
  const auto refused = indexer::change_index(options, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, schema::ErrorCode::input_invalid);
  EXPECT_EQ(open_searcher(changed.index())->info().papers, 1);
}

TEST(Change, ASuppressedPaperNeverComesBack) {
  const auto paper = paper_of({"2401.00001", "One", "text", {}, {}, ""});
  ChangedIndex changed({paper, paper_of({"b", "Two", "text", {}, {}, ""})});
  { std::ofstream(changed.index() / "suppress.txt") << "# taken down\narXiv:2401.00001v2\n"; }
  const auto summary = changed.update({paper_of({"c", "Three", "text", {}, {}, ""}), paper});
  EXPECT_EQ(summary.deleted, 1);
  EXPECT_EQ(summary.added, 1);
  EXPECT_EQ(summary.info.suppressed, 1);
  EXPECT_FALSE(open_searcher(changed.index())->paper("2401.00001"));
  auto options = build_options(changed.index(), {(changed.index().parent_path() / "base.jsonl").string()});
  options.replace = true;
  ASSERT_TRUE(indexer::build_index(options, {}));
  EXPECT_FALSE(open_searcher(changed.index())->paper("2401.00001"));
}

TEST(Change, AnIdStaysWithItsAuthorWhileThePapersGoAndCome) {
  const auto first = paper_of({"a", "One", "text", {"Ada Lovelace"}, {}, "2020"});
  ChangedIndex changed({first, paper_of({"b", "Two", "text", {"Wei Li"}, {}, ""})});
  const auto id_of = [&] {
    const auto found = open_searcher(changed.index())->authors({"Ada Lovelace", {}, {}, 10, 0});
    return found && found->hits.size() == 1 ? found->hits.front().author.id : std::string();
  };
  const std::string id = id_of();
  ASSERT_FALSE(id.empty());
  changed.remove({"a"});
  EXPECT_EQ(id_of(), "");
  changed.update({paper_of({"c", "Three", "text", {"Ada Lovelace"}, {}, "2022"})});
  EXPECT_EQ(id_of(), id);
  changed.merge(indexer::MergeScope::all);
  changed.remove({"c"});
  changed.merge(indexer::MergeScope::all);
  changed.update({first});
  EXPECT_EQ(id_of(), id);
  changed.expect_equal_to_a_rebuild();
}

TEST(Change, TablesReachPapersAndAuthorsThatTheIndexHas) {
  TempDir dir;
  const std::vector<schema::Paper> papers{known_by_name(paper_of({"a", "One", "text", {"Ada Lovelace", "Wei Li"}, {}, "2020"})), known_by_name(paper_of({"b", "Two", "text", {"Wei Li"}, {}, ""}))};
  const std::string base = dir.write("base.jsonl", jsonl({papers[0]})), later = dir.write("later.jsonl", jsonl({papers[1]}));
  const std::string counts = dir.write("counts.tsv", "paper\tcount\tsource\tas_of\na\t7\ts2\t2019\n"),
                    figures = dir.write("figures.tsv", "author\tmetric\tvalue\tsource\tas_of\nLovelace, Ada\th_index\t9\ts2\t2019\nWei Li\th_index\t4\ts2\t2019\nNobody\th_index\t1\ts2\t2019\n");
  ASSERT_TRUE(indexer::build_index(build_options(dir.path() / "changed", {base}), {}));
  indexer::ChangeOptions change;
  change.index = dir.path() / "changed";
  change.inputs = {later};
  ASSERT_TRUE(indexer::change_index(change, {}));
  change.inputs.clear();
  change.citations = {counts};
  change.author_metrics = {figures};
  const auto changed = indexer::change_index(change, {});
  ASSERT_TRUE(changed) << changed.error().message;
  EXPECT_EQ(changed->replaced, 1);
  ASSERT_EQ(changed->info.unmatched.size(), 1u);
  EXPECT_EQ(changed->info.unmatched.front().subject, "Nobody");
  auto options = build_options(dir.path() / "built", {base, later});
  options.citations = {counts};
  options.author_metrics = {figures};
  options.constants_from = change.index;
  const auto built = indexer::build_index(options, {});
  ASSERT_TRUE(built);
  EXPECT_EQ(built->info.revision, changed->info.revision);
  EXPECT_EQ(everything_of(options.index), everything_of(change.index));
  const auto again = indexer::change_index(change, {});
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->published) << "nothing is new in the tables";
}

TEST(Merge, ManySmallChangesLeaveFewSegments) {
  std::vector<schema::Paper> base;
  for (int i = 0; i < 30; ++i) base.push_back(paper_of({"p" + std::to_string(i), "Graph", "text", {"Wei Li"}, {}, ""}));
  ChangedIndex changed(base);
  for (int i = 30; i < 60; ++i) {
    changed.update({paper_of({"p" + std::to_string(i), "Graph " + std::to_string(i), "text", {"Author " + std::to_string(i)}, {}, ""})});
    changed.merge(indexer::MergeScope::due);
    EXPECT_LE(open_searcher(changed.index())->info().segments, 12);
  }
  const auto revision = open_searcher(changed.index())->info().revision;
  const auto merged = changed.merge(indexer::MergeScope::all);
  EXPECT_EQ(merged.segments_after, 1);
  EXPECT_EQ(merged.info.revision, revision);
  EXPECT_FALSE(changed.merge(indexer::MergeScope::all).published);
  changed.expect_equal_to_a_rebuild();
}

}  // namespace
}  // namespace incipit::testing
