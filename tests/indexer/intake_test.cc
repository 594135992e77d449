// What becomes of records: versions of one paper, rejected ones, hostile ones, and papers that a build would
// lose.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "schema/paper_json.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using nlohmann::json;
using schema::ErrorCode;

class Intake : public ::testing::Test {
 protected:
  schema::Result<indexer::BuildSummary> build(std::vector<std::string> inputs) {
    options_ = build_options(dir_.path() / "index", std::move(inputs));
    return indexer::build_index(options_, {});
  }
  schema::Paper paper(const std::string& id) {
    const auto found = open_searcher(dir_.path() / "index")->paper(id);
    EXPECT_TRUE(found) << id;
    return found ? found->hit.paper : schema::Paper{};
  }
  std::vector<json> rejects(const std::filesystem::path& file) {
    std::vector<json> rows;
    std::istringstream lines(content_of(file));
    for (std::string line; std::getline(lines, line);) rows.push_back(json::parse(line));
    return rows;
  }

  TempDir dir_;
  indexer::BuildOptions options_;
};

TEST_F(Intake, TheNewestVersionWinsAndTheEarliestDateStays) {
  const auto input =
      dir_.write("papers.jsonl", R"({"id":"a","title":"second","version":2,"published":"2021-05-01"})"
                                 "\n"
                                 R"({"id":"a","title":"third","version":3})"
                                 "\n"
                                 R"({"id":"a","title":"first","version":1,"published":"2020"})"
                                 "\n"
                                 R"({"id":"b","title":"older","updated":"2020-01-01"})"
                                 "\n"
                                 R"({"id":"b","title":"newer","updated":"2021-01-01","published":"2021"})"
                                 "\n"
                                 R"({"id":"b","title":"older again","updated":"2020-06-01"})"
                                 "\n"
                                 R"({"id":"c","title":"early","published":"2019"})"
                                 "\n"
                                 R"({"id":"c","title":"late in the input","published":"2022"})"
                                 "\n"
                                 R"({"id":"d","title":"given first","version":2})"
                                 "\n");
  const auto other =
      dir_.write("other.jsonl", R"({"id":"d","title":"given later","version":2,"published":"2018-02"})"
                                "\n");
  const auto built = build({input, other});
  ASSERT_TRUE(built) << built.error().message;
  EXPECT_EQ(built->info.papers, 4);
  EXPECT_EQ(built->info.superseded, 6);
  EXPECT_EQ(paper("a").title, "third");
  EXPECT_EQ(paper("a").published->iso(), "2020");
  EXPECT_EQ(paper("b").title, "newer");
  EXPECT_EQ(paper("c").title, "late in the input");
  EXPECT_EQ(paper("c").published->iso(), "2019");
  EXPECT_EQ(paper("d").title, "given later") << "of equal standing the later in input order";
  EXPECT_EQ(paper("d").published->iso(), "2018-02");
  EXPECT_EQ(built->info.as_of->iso(), "2022") << "the newest date, though its record kept another";
}

TEST_F(Intake, RejectedRecordsGoToTheDeadLetterFile) {
  const auto input = dir_.write("papers.jsonl",
                                "{\"id\":\"ok\",\"title\":\"fine\"}\n"
                                "\n"
                                "{\"title\":\"no id\"}\n"
                                "not json\n"
                                "{\"id\":\"x\xff\",\"title\":\"latin \xe9\"}\n"
                                "{\"id\":\"empty\"}\n"
                                "{\"id\":\"typed\",\"title\":\"year of the wrong type\",\"year\":[]}\n");
  const auto built = build({input});
  ASSERT_TRUE(built) << built.error().message;
  EXPECT_EQ(built->info.papers, 2);
  EXPECT_EQ(built->info.inputs.at(0).records, 6);
  EXPECT_EQ(built->info.inputs.at(0).accepted, 2);
  EXPECT_EQ(built->info.inputs.at(0).rejected, 4);
  EXPECT_EQ(built->info.warnings.size(), 1u);
  const auto rows = rejects(built->rejects);
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0]["input"], "papers.jsonl");
  EXPECT_EQ(rows[0]["line"], 3);
  EXPECT_EQ(rows[0]["code"], "no_id");
  EXPECT_EQ(rows[0]["raw"], "{\"title\":\"no id\"}");
  EXPECT_FALSE(rows[0]["reason"].get<std::string>().empty());
  EXPECT_EQ(rows[1]["line"], 4);
  EXPECT_EQ(rows[1]["code"], "malformed_json");
  EXPECT_EQ(rows[2]["code"], "invalid_utf8");
  EXPECT_EQ(rows[2]["raw_encoding"], "latin-1");
  EXPECT_EQ(rows[2]["raw"], "{\"id\":\"x\u00ff\",\"title\":\"latin \u00e9\"}");
  EXPECT_EQ(rows[3]["code"], "no_text");
  EXPECT_EQ(built->info.rejected.at("no_id"), 1);
}

TEST_F(Intake, MaxErrorsEndsTheBuild) {
  const auto input = dir_.write("papers.jsonl", "{\"id\":\"a\",\"title\":\"t\"}\nx\nx\nx\n");
  options_ = build_options(dir_.path() / "index", {input});
  options_.rejects = dir_.path() / "elsewhere" / "rejects.jsonl";
  options_.max_errors = 2;
  const auto refused = indexer::build_index(options_, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(rejects(options_.rejects).size(), 3u) << "what was met until then";
  options_.max_errors = 3;
  const auto built = indexer::build_index(options_, {});
  ASSERT_TRUE(built) << built.error().message;
  EXPECT_EQ(built->rejects, options_.rejects);
}

TEST_F(Intake, PublishingNeverLosesPapersUnasked) {
  const auto one = dir_.write("one.jsonl", "{\"id\":\"a\",\"title\":\"t\"}\n");
  const auto two = dir_.write("two.jsonl", "{\"id\":\"b\",\"title\":\"t\"}\n");
  ASSERT_TRUE(build({one}));
  const auto refused = build({two});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::would_discard);
  EXPECT_NE(refused.error().message.find("one.jsonl"), std::string::npos);
  EXPECT_EQ(paper("a").title, "t");
  ASSERT_TRUE(build({one, two}));
  ASSERT_TRUE(build({two, one}));
  dir_.write("one.jsonl", "{\"id\":\"c\",\"title\":\"t\"}\n");
  EXPECT_TRUE(build({one, two})) << "an input may lose its own papers";
  options_ = build_options(dir_.path() / "index", {two});
  options_.replace = true;
  const auto built = indexer::build_index(options_, {});
  ASSERT_TRUE(built) << built.error().message;
  EXPECT_EQ(built->info.papers, 1);
}

TEST_F(Intake, DryRunWritesNothing) {
  const auto input = dir_.write(
      "papers.jsonl",
      "{\"id\":\"a\",\"title\":\"t\"}\nx\n{\"id\":\"b\",\"title\":\"t\"}\n{\"id\":\"c\",\"title\":\"t\"}\n");
  const auto tried = indexer::dry_run(build_options(dir_.path() / "index", {input}), 2);
  ASSERT_TRUE(tried);
  ASSERT_EQ(tried->papers.size(), 2u);
  EXPECT_EQ(tried->papers[1].id, "b");
  ASSERT_EQ(tried->rejected.size(), 1u);
  EXPECT_EQ(tried->rejected[0].first, "papers.jsonl");
  EXPECT_EQ(tried->rejected[0].second.line, 2u);
  EXPECT_FALSE(std::filesystem::exists(dir_.path() / "index"));
}

TEST_F(Intake, HostileTextsAreIndexedOrRefusedButNeverFatal) {
  json controls = {{"id", "controls"},
                   {"title", std::string("bell \x07 escape \x1b null \0 end", 26)},
                   {"abstract", "\u202e\u2028\ufeff\U0001F600"}};
  const std::string long_token(300, 'q');
  json tokens = {{"id", "tokens"},
                 {"title", long_token + " " + long_token + "x"},
                 {"abstract", std::string(5000, '-') + std::string(2000, '$') + std::string(500, '{')}};
  json titled = {{"id", "titled"}, {"title", ""}, {"abstract", "t"}};
  std::string title;
  while (title.size() < 200'000) title += "word" + std::to_string(title.size()) + " ";
  titled["title"] = title;
  const auto with_authors = [](const char* id, int count) {
    json record = {{"id", id}, {"title", "A collaboration"}, {"authors", json::array()}};
    for (int i = 0; i < count; ++i) record["authors"].push_back("Author N" + std::to_string(i));
    return record;
  };
  json venue = {{"id", "venue"},
                {"title", "v"},
                {"venue", std::string(5000, 'v')},
                {"categories", {std::string(400, 'c')}}};
  std::string text;
  for (const auto& record :
       {controls, tokens, titled, venue, with_authors("many", 3000), with_authors("too many", 20'001)})
    text += record.dump() + "\n";
  const auto built = build({dir_.write("papers.jsonl", text)});
  ASSERT_TRUE(built) << built.error().message;
  EXPECT_EQ(built->info.papers, 5);
  EXPECT_EQ(built->info.rejected, (std::map<std::string, std::int64_t>{{"too_many_authors", 1}}));
  EXPECT_EQ(built->info.authors, 3000);
  const auto searcher = open_searcher(dir_.path() / "index");
  const auto ids = [&](const std::string& q) {
    schema::SearchRequest request;
    request.q = q;
    request.match = schema::MatchMode::all;
    return ids_of(searcher->search(request).value());
  };
  EXPECT_EQ(ids(long_token), (std::vector<std::string>{"tokens"}));
  EXPECT_EQ(ids(long_token + "y"), std::vector<std::string>{}) << "long words differ by their ends";
  EXPECT_EQ(ids("bell escape"), (std::vector<std::string>{"controls"}));
  EXPECT_EQ(ids("word199990 OR word0"), (std::vector<std::string>{"titled"}));
  EXPECT_EQ(ids("author:n2999"), (std::vector<std::string>{"many"}));
  schema::SearchRequest request;
  request.filters.venue.any_of = {std::string(5000, 'v')};
  EXPECT_EQ(ids_of(searcher->search(request).value()), (std::vector<std::string>{"venue"}));
  const auto profile = searcher->author(searcher->authors({"Author N7", {}, {}, 1, 0})->hits.at(0).author.id);
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->coauthor_count, 2999);
  EXPECT_EQ(profile->coauthors.size(), 50u);
}

TEST_F(Intake, InputsWithoutAPaperPublishNothing) {
  for (const char* content : {"", "\n\n", "x\n"}) {
    const auto built = build({dir_.write("papers.jsonl", content)});
    ASSERT_FALSE(built) << content;
    EXPECT_EQ(built.error().code, ErrorCode::input_invalid);
    EXPECT_FALSE(std::filesystem::exists(dir_.path() / "index" / "CURRENT"));
  }
}

}  // namespace
}  // namespace incipit::testing
