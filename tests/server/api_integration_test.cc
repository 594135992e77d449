// The JSON API over real sockets and a real index. Every reply is checked against the OpenAPI document.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "schema/ascii.h"
#include "tests/server/reply_validator.h"
#include "tests/server/running_server.h"

namespace incipit::testing {
namespace {

using nlohmann::json;
using schema::percent_encode;

std::string problem_code(const std::string& target, int status) {
  const json problem = get_json(target, "Problem", status);
  EXPECT_EQ(problem.value("status", 0), status) << target;
  return problem.value("code", "");
}

std::vector<std::string> ids_of(const json& list) {
  std::vector<std::string> ids;
  for (const auto& result : list["results"]) ids.push_back(result["id"]);
  return ids;
}

TEST(Api, searches_papers) {
  const json list = get_json("/v1/papers?q=language+models", "PaperList");
  EXPECT_GT(list["total"]["value"], 0);
  EXPECT_EQ(list["total"]["relation"], "eq");
  ASSERT_FALSE(list["results"].empty());
  EXPECT_LE(list["results"].size(), 10U);
  EXPECT_EQ(list["index"]["revision"].get<std::string>().size(), 32U);
  EXPECT_EQ(list["query"]["text"], "language models");
  double last = 1e18;
  for (const auto& hit : list["results"]) {
    ASSERT_TRUE(hit["score"].is_number());
    EXPECT_LE(hit["score"].get<double>(), last);
    last = hit["score"];
  }
}

TEST(Api, suggests_while_typing) {
  const json all = get_json("/v1/suggest?q=lang", "Suggestions");
  EXPECT_EQ(all["q"], "lang");
  std::set<std::string> kinds;
  for (const auto& one : all["results"]) {
    kinds.insert(one["kind"]);
    EXPECT_EQ(one.contains("papers"), one["kind"] != "paper");
    EXPECT_EQ(one.contains("year"), one["kind"] == "paper");
    EXPECT_EQ(one.contains("query"), one["kind"] == "word");
    EXPECT_FALSE(one["corrected"].get<bool>());
  }
  EXPECT_TRUE(kinds.contains("word"));
  EXPECT_TRUE(kinds.contains("paper"));
  const json word = get_json("/v1/suggest?q=languag&kind=words&limit=1", "Suggestions")["results"][0];
  const json found = get_json("/v1/papers?q=" + word["query"].get<std::string>() + "&match=all&limit=0", "PaperList");
  EXPECT_EQ(found["total"]["value"], word["papers"]);
  EXPECT_EQ(get_json("/v1/suggest?q=lnaguag&kind=words&limit=1", "Suggestions")["results"][0]["corrected"], true);
  EXPECT_TRUE(get_json("/v1/suggest", "Suggestions")["results"].empty());
  EXPECT_EQ(problem_code("/v1/suggest?q=x&kind=titles", 400), "invalid_parameter");
  EXPECT_EQ(problem_code("/v1/suggest?q=x&limit=21", 400), "limit_exceeded");
  EXPECT_EQ(problem_code("/v1/suggest?q=" + std::string(513, 'x'), 400), "limit_exceeded");
  EXPECT_EQ(problem_code("/v1/suggest?q=x&category=cs.CL", 400), "unknown_parameter");
}

TEST(Api, offers_corrections_and_puts_a_title_first) {
  const json unknown = get_json("/v1/papers?q=lnaguage+models", "PaperList");
  const json corrections = unknown["query"]["corrections"];
  ASSERT_EQ(corrections.size(), 1U);
  EXPECT_EQ(corrections[0]["query"], "language models");
  EXPECT_EQ(corrections[0]["words"][0]["offset"], 0);
  EXPECT_EQ(corrections[0]["words"][0]["typed"], "lnaguage");
  EXPECT_TRUE(get_json("/v1/papers?q=language+models", "PaperList")["query"]["corrections"].empty());
  const json paper = get_json("/v1/papers?limit=1", "PaperList")["results"][0];
  const json titled = get_json("/v1/papers?q=" + percent_encode(paper["title"].get<std::string>()), "PaperList")["results"][0];
  EXPECT_EQ(titled["id"], paper["id"]);
  EXPECT_EQ(titled["exact"], "title");
  const json author = paper["authors"][0];
  const json named = get_json("/v1/papers?q=" + percent_encode(author["name"].get<std::string>()), "PaperList");
  ASSERT_FALSE(named["authors"].empty());
  EXPECT_THAT(named["authors"].dump(), ::testing::HasSubstr(author["id"].get<std::string>()));
  EXPECT_FALSE(unknown.contains("authors"));
}

TEST(Api, browses_newest_first) {
  const json list = get_json("/v1/papers?limit=50", "PaperList");
  EXPECT_EQ(list["total"]["value"], list["index"]["documents"]);
  std::string last = "9999";
  for (const auto& hit : list["results"]) {
    EXPECT_TRUE(hit["score"].is_null());
    if (hit["published"].is_null()) continue;
    const std::string year = hit["published"].get<std::string>().substr(0, 4);
    EXPECT_LE(year, last);
    last = year;
  }
}

TEST(Api, pages_are_consecutive) {
  const auto whole = ids_of(get_json("/v1/papers?q=the+model&match=any&limit=20", "PaperList"));
  const auto first = ids_of(get_json("/v1/papers?q=the+model&match=any&limit=7", "PaperList"));
  const auto second = ids_of(get_json("/v1/papers?q=the+model&match=any&limit=13&offset=7", "PaperList"));
  std::vector<std::string> joined = first;
  joined.insert(joined.end(), second.begin(), second.end());
  EXPECT_EQ(joined, whole);
}

TEST(Api, facets_count_and_filter) {
  const json list =
      get_json("/v1/papers?facets=category,year,author,archive,primary,venue&limit=0", "PaperList");
  EXPECT_TRUE(list["results"].empty());
  const json values = list["facets"]["category"]["values"];
  ASSERT_FALSE(values.empty());
  const std::string category = values[0]["value"];
  const json filtered =
      get_json("/v1/papers?facets=category&category=" + percent_encode(category), "PaperList");
  EXPECT_EQ(filtered["total"]["value"], values[0]["count"]);
  EXPECT_EQ(filtered["facets"]["category"]["values"][0]["count"], values[0]["count"]);
  EXPECT_TRUE(filtered["facets"]["category"]["values"][0]["selected"].get<bool>());
  const json rest = get_json("/v1/papers?category=-" + percent_encode(category), "PaperList");
  EXPECT_EQ(rest["total"]["value"].get<int>() + filtered["total"]["value"].get<int>(),
            list["total"]["value"]);
}

TEST(Api, years_and_dates_filter) {
  const json year = get_json("/v1/papers?year=2024&facets=year&limit=200", "PaperList");
  EXPECT_GT(year["total"]["value"], 0);
  for (const auto& hit : year["results"]) {
    EXPECT_EQ(hit["published"].get<std::string>().substr(0, 4), "2024");
  }
  const json dates = get_json("/v1/papers?from=2024&to=2024", "PaperList");
  EXPECT_EQ(dates["total"], year["total"]);
  EXPECT_EQ(get_json("/v1/papers?year=1200..1300", "PaperList")["total"]["value"], 0);
}

TEST(Api, fields_restrict_results) {
  const json list = get_json("/v1/papers?q=learning&fields=title,score&limit=2", "PaperList");
  for (const auto& hit : list["results"]) EXPECT_EQ(hit.size(), 3U) << hit.dump();
  EXPECT_EQ(problem_code("/v1/papers?fields=titel", 400), "invalid_parameter");
}

TEST(Api, explains_scores) {
  const json list = get_json("/v1/papers?q=learning&explain=1&limit=1&highlight=html", "PaperList");
  ASSERT_EQ(list["results"].size(), 1U);
  const json& hit = list["results"][0];
  ASSERT_FALSE(hit["explain"].empty());
  double sum = 0;
  for (const auto& term : hit["explain"]) sum += term["score"].get<double>();
  EXPECT_NEAR(sum, hit["score"].get<double>(), 1e-9);
}

TEST(Api, boosts_where_that_is_asked_for) {
  const json plain = get_json("/v1/papers?q=language+models&explain=1&limit=200", "PaperList");
  const json boosted = get_json("/v1/papers?q=language+models&explain=1&limit=200&boost=recency", "PaperList");
  EXPECT_EQ(boosted["total"], plain["total"]);
  EXPECT_EQ(boosted["query"]["notes"].back()["code"], "boosted");
  EXPECT_NE(ids_of(boosted), ids_of(plain));
  for (const auto& hit : boosted["results"]) {
    ASSERT_EQ(hit["boosts"].size(), 1U);
    double sum = hit["boosts"][0]["score"].get<double>();
    for (const auto& term : hit["explain"]) sum += term["score"].get<double>();
    EXPECT_NEAR(sum, hit["score"].get<double>(), 1e-9);
  }
  EXPECT_FALSE(plain["results"][0].contains("boosts"));
  EXPECT_EQ(get_json("/v1/papers?q=language&boost=novelty,rank", "PaperList")["total"], get_json("/v1/papers?q=language", "PaperList")["total"]);
  EXPECT_EQ(problem_code("/v1/papers?q=language&boost=recency&sort=title", 400), "invalid_parameter");
  EXPECT_EQ(problem_code("/v1/papers?boost=recency", 400), "invalid_parameter");
  EXPECT_EQ(problem_code("/v1/stats?q=language&boost=recency", 400), "unknown_parameter");
  EXPECT_EQ(get(shared_port(), "/search?q=language&boost=recency&explain=1").status, 200);
}

TEST(Api, finds_similar_papers) {
  const json list = get_json("/v1/papers/2401.01967/similar?limit=5&fields=title,score", "PaperList");
  EXPECT_EQ(list["query"]["text"], "2401.01967");
  ASSERT_EQ(list["results"].size(), 5U);
  double before = 1e9;
  for (const auto& hit : list["results"]) {
    EXPECT_NE(hit["id"], "2401.01967");
    EXPECT_LE(hit["score"].get<double>(), before);
    before = hit["score"];
  }
  const json next = get_json("/v1/papers/arXiv:2401.01967v1/similar?limit=2&offset=3", "PaperList");
  EXPECT_EQ(next["results"][0]["id"], list["results"][3]["id"]);
  EXPECT_EQ(problem_code("/v1/papers/nobody/similar", 404), "paper_not_found");
  EXPECT_EQ(problem_code("/v1/papers/2401.01967/similar?q=x", 400), "unknown_parameter");
}

TEST(Api, lists_references_and_citations) {
  const std::string hostile = percent_encode(kHostileId), twin = percent_encode(kTwinIds[0]);
  const json cited = get_json("/v1/papers/" + hostile + "/references?facets=year&fields=title", "PaperList");
  EXPECT_EQ(ids_of(cited), std::vector<std::string>{kTwinIds[0]});
  EXPECT_EQ(cited["outside"], (json{{"total", 1}, {"ids", {"doi:10.9999/nowhere"}}}));
  EXPECT_EQ(cited["facets"]["year"]["values"][0]["count"], 1);
  const json citing = get_json("/v1/papers/" + twin + "/citations", "PaperList");
  EXPECT_EQ(ids_of(citing), std::vector<std::string>{kHostileId});
  EXPECT_EQ(citing["outside"]["total"], 0);
  EXPECT_EQ(ids_of(get_json("/v1/papers?cites=" + twin, "PaperList")), ids_of(citing));
  EXPECT_EQ(ids_of(get_json("/v1/papers?cited_by=" + hostile + "&q=zzqtwins", "PaperList")), ids_of(cited));
  EXPECT_EQ(get_json("/v1/papers?cites=-" + twin + "&limit=0", "PaperList")["total"]["value"].get<int>() + 1,
            get_json("/v1/papers?limit=0", "PaperList")["total"]["value"]);
  EXPECT_EQ(get_json("/v1/papers/" + twin + "/references", "PaperList")["total"]["value"], 0);
  EXPECT_FALSE(get_json("/v1/papers?limit=1", "PaperList").contains("outside"));
  EXPECT_EQ(get(shared_port(), "/v1/papers/" + twin + "/citations?format=bibtex").status, 200);
  EXPECT_EQ(problem_code("/v1/papers/nobody/citations", 404), "paper_not_found");
  EXPECT_EQ(problem_code("/v1/papers?cited_by=nobody", 404), "paper_not_found");
  EXPECT_EQ(problem_code("/v1/papers/" + twin + "/citations?cites=x", 400), "invalid_parameter");
  EXPECT_EQ(problem_code("/v1/papers/" + twin + "/citations?catgory=x", 400), "unknown_parameter");
  const json statistics = get_json("/v1/stats?q=zzqtwins", "Statistics")["statistics"];
  EXPECT_EQ(statistics["citations"]["value"], 1);
  EXPECT_EQ(statistics["citations"]["source"], "references in this index");
  EXPECT_EQ(statistics["citations_by_year"]["series"][0], (json{{"year", 2024}, {"count", 1}}));
  EXPECT_EQ(statistics["h_over_time"]["series"][0], (json{{"year", 2024}, {"h", 1}}));
  EXPECT_FALSE(statistics["h_over_time"].contains("value"));
  const RawReply page = get(shared_port(), "/paper/" + twin);
  EXPECT_NE(page.body.find("Cited by 1 paper of this index"), std::string::npos);
  EXPECT_NE(get(shared_port(), "/search?cited_by=" + hostile).body.find("doi:10.9999/nowhere"), std::string::npos);
}

TEST(Api, takes_a_query_apart) {
  const json parsed = get_json("/v1/parse?q=" + percent_encode("the learning \"zzqx nothing\" -author:bai") + "&year=2024", "ParseResult");
  EXPECT_EQ(parsed["total"]["value"], 0);
  EXPECT_EQ(parsed["tree"]["kind"], "all");
  EXPECT_EQ(parsed["emptied_by"]["part"], "\"zzqx nothing\"");
  EXPECT_EQ(parsed["emptied_by"]["offset"], 14);
  EXPECT_EQ(parsed["emptied_by"]["before"], get_json("/v1/papers?q=learning&match=all", "PaperList")["total"]["value"]);
  ASSERT_EQ(parsed["relaxations"].size(), 1U) << parsed["relaxations"].dump();
  const std::string weaker = parsed["relaxations"][0]["query"];
  const json found = get_json("/v1/papers?q=" + percent_encode(weaker) + "&year=2024", "PaperList");
  EXPECT_EQ(found["total"]["value"], parsed["relaxations"][0]["papers"]);
  EXPECT_EQ(problem_code("/v1/parse?q=x&limit=1", 400), "unknown_parameter");
  EXPECT_EQ(problem_code("/v1/parse?q=" + percent_encode("a NEAR/0 b"), 400), "invalid_query");
  EXPECT_TRUE(get_json("/v1/parse", "ParseResult")["tree"].is_null());
}

TEST(Api, wrong_parameters_are_problems) {
  EXPECT_EQ(problem_code("/v1/papers?catgory=cs.CL", 400), "unknown_parameter");
  EXPECT_EQ(problem_code("/v1/papers?limit=201", 400), "limit_exceeded");
  EXPECT_EQ(problem_code("/v1/papers?offset=10001", 400), "limit_exceeded");
  EXPECT_EQ(problem_code("/v1/papers?limit=x", 400), "invalid_parameter");
  EXPECT_EQ(problem_code("/v1/papers?cursor=abc", 400), "cursor_invalid");
  for (const char* wrong : {"101", "-1", "0.555", "x", "", "1.", ".5", "100.01"}) {
    EXPECT_EQ(problem_code("/v1/papers?min_novelty=" + std::string(wrong), 400), "invalid_parameter") << wrong;
  }
  EXPECT_EQ(problem_code("/v1/papers?q=%ff", 400), "malformed_request");
  EXPECT_EQ(problem_code("/v1/papers?author=a0000000000", 404), "author_not_found");
  const json problem = get_json("/v1/papers?sort=date", "Problem", 400);
  EXPECT_EQ(problem["errors"][0]["parameter"], "sort");
}

TEST(Api, one_paper_by_any_spelling) {
  const json first = get_json("/v1/papers?q=learning&limit=1", "PaperList")["results"][0];
  const std::string id = first["id"];
  const json record = get_json("/v1/papers/" + percent_encode(id), "PaperRecord");
  EXPECT_EQ(record["id"], id);
  EXPECT_EQ(record["title"], first["title"]);
  EXPECT_EQ(ids_of(get_json("/v1/papers?id=" + percent_encode(id), "PaperList")),
            std::vector<std::string>{id});
  EXPECT_EQ(get_json("/v1/papers/" + percent_encode(id) + "?fields=title", "PaperRecord").size(), 3U);
  EXPECT_EQ(problem_code("/v1/papers/no-such-paper", 404), "paper_not_found");
  EXPECT_EQ(problem_code("/v1/papers/" + percent_encode(id) + "?format=word", 400), "invalid_parameter");
}

TEST(Api, a_hostile_paper_is_data) {
  const json record = get_json("/v1/papers/" + percent_encode(kHostileId), "PaperRecord");
  EXPECT_EQ(record["id"], kHostileId);
  EXPECT_EQ(record["title"], kHostileTitle);
  for (const auto& link : record["links"]) {
    EXPECT_TRUE(link["url"].get<std::string>().starts_with("http")) << link.dump();
  }
  EXPECT_EQ(ids_of(get_json("/v1/papers?q=hostiletitleword", "PaperList")),
            std::vector<std::string>{kHostileId});
}

TEST(Api, batches_have_null_holes) {
  const auto ids = ids_of(get_json("/v1/papers?limit=2", "PaperList"));
  const json body{{"ids", {ids[1], "no-such-paper", ids[0]}}};
  const RawReply reply = request(shared_port(), "POST", "/v1/papers/batch", {}, body.dump());
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(schema_faults("PaperBatch", reply.body), "");
  const json batch = json::parse(reply.body);
  ASSERT_EQ(batch["results"].size(), 3U);
  EXPECT_EQ(batch["results"][0]["id"], ids[1]);
  EXPECT_TRUE(batch["results"][1].is_null());
  EXPECT_EQ(batch["results"][2]["id"], ids[0]);
  EXPECT_EQ(batch["total"]["value"], 2);
  EXPECT_EQ(request(shared_port(), "POST", "/v1/papers/batch", {}, "{").status, 400);
  EXPECT_EQ(request(shared_port(), "POST", "/v1/papers/batch", {}, std::string(1000, '[')).status, 400);
}

TEST(Api, people_and_their_papers) {
  const json people = get_json("/v1/authors?limit=5", "AuthorList");
  ASSERT_FALSE(people["results"].empty());
  const json& somebody = people["results"][0];
  const std::string id = somebody["id"];
  const json profile = get_json("/v1/authors/" + id, "AuthorProfile");
  EXPECT_EQ(profile["id"], id);
  EXPECT_EQ(profile["papers"], somebody["papers"]);
  const json papers = get_json("/v1/authors/" + id + "/papers?limit=200", "PaperList");
  EXPECT_EQ(papers["total"]["value"], profile["papers"]);
  EXPECT_EQ(get_json("/v1/papers?author=" + id, "PaperList")["total"], papers["total"]);
  const json named =
      get_json("/v1/authors?q=" + percent_encode(somebody["name"].get<std::string>()), "AuthorList");
  const auto found = ids_of(named);
  EXPECT_NE(std::find(found.begin(), found.end(), id), found.end());
  EXPECT_EQ(problem_code("/v1/authors/a0000000000", 404), "author_not_found");
  EXPECT_EQ(problem_code("/v1/authors/" + id + "/papers?author=" + id, 400), "invalid_parameter");
  const RawReply reply =
      request(shared_port(), "POST", "/v1/authors/batch", {}, json{{"ids", {id, "a0000000000"}}}.dump());
  EXPECT_EQ(schema_faults("AuthorBatch", reply.body), "");
  EXPECT_TRUE(json::parse(reply.body)["results"][1].is_null());
}

TEST(Api, what_is_not_there_says_so) {
  EXPECT_EQ(problem_code("/v1/authors/x/coauthors", 422), "not_available");
  for (const auto& [method, target] : std::vector<std::pair<std::string, std::string>>{
           {"POST", "/v1/admin/reload"}, {"POST", "/v1/admin/papers"}, {"DELETE", "/v1/admin/papers/x"}}) {
    const RawReply reply = request(shared_port(), method, target);
    EXPECT_EQ(reply.status, 422) << target;
    EXPECT_EQ(schema_faults("Problem", reply.body), "");
    EXPECT_EQ(json::parse(reply.body)["code"], "not_available");
  }
}

TEST(Api, wrong_addresses_and_methods) {
  EXPECT_EQ(problem_code("/v1/nothing", 404), "route_not_found");
  EXPECT_EQ(problem_code("/v1/../etc/passwd", 404), "route_not_found");
  const RawReply reply = request(shared_port(), "DELETE", "/v1/papers");
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.header("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(schema_faults("Problem", reply.body), "");
  const RawReply options = request(shared_port(), "OPTIONS", "/v1/papers/batch");
  EXPECT_EQ(options.status, 204);
  EXPECT_NE(options.header("allow").find("POST"), std::string::npos);
}

TEST(Api, unchanged_replies_are_304) {
  const RawReply first = get(shared_port(), "/v1/papers?q=learning");
  const std::string tag = first.header("etag");
  ASSERT_TRUE(tag.starts_with("W/\"")) << tag;
  EXPECT_TRUE(first.header("server-timing").starts_with("search;dur="));
  const RawReply again = get(shared_port(), "/v1/papers?q=learning", {{"If-None-Match", tag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.header("etag"), tag);
  EXPECT_EQ(get(shared_port(), "/v1/papers?q=networks", {{"If-None-Match", tag}}).status, 200);
}

TEST(Api, a_star_matches_what_exists_only) {
  EXPECT_EQ(get(shared_port(), "/v1/papers/2401.01967", {{"If-None-Match", "*"}}).status, 304);
  EXPECT_EQ(get(shared_port(), "/v1/papers/2401.99999", {{"If-None-Match", "*"}}).status, 404);
}

TEST(Api, head_is_get_without_the_body) {
  const RawReply got = get(shared_port(), "/v1/papers?q=learning");
  const RawReply head = request(shared_port(), "HEAD", "/v1/papers?q=learning");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), got.header("content-length"));
  EXPECT_EQ(head.header("etag"), got.header("etag"));
}

TEST(Api, tells_about_itself) {
  const json info = get_json("/v1/index", "IndexInfo");
  EXPECT_EQ(info["papers"], info["index"]["documents"]);
  EXPECT_FALSE(info["inputs"].empty());
  EXPECT_EQ(get_json("/livez", "Status")["status"], "ok");
  EXPECT_EQ(get_json("/readyz", "Status")["index"], info["index"]);
  const RawReply openapi = get(shared_port(), "/openapi.json");
  EXPECT_EQ(json::parse(openapi.body)["openapi"], "3.1.0");
}

TEST(Api, many_clients_get_the_same_answer) {
  const std::string expected = get(shared_port(), "/v1/papers?q=neural+networks&facets=category").body;
  std::vector<std::thread> clients;
  std::atomic<int> same{0};
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      for (int j = 0; j < 10; ++j) {
        if (get(shared_port(), "/v1/papers?q=neural+networks&facets=category").body == expected) ++same;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(same, 40);
}

TEST(Api, requests_are_logged_without_their_query) {
  ASSERT_EQ(get(shared_port(), "/v1/papers?q=secretword").status, 200);
  EXPECT_NE(shared_log().find("path=/v1/papers status=200"), std::string::npos);
  EXPECT_EQ(shared_log().find("secretword"), std::string::npos);
}

}  // namespace
}  // namespace incipit::testing
