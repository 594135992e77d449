// Exports, other forms of papers, statistics and facets through the API.
#include <gtest/gtest.h>

#include <set>

#include "schema/ascii.h"
#include "server/api/formats.h"
#include "tests/server/running_server.h"
#include "writers/format.h"

namespace incipit::testing {
namespace {

using nlohmann::json;
using schema::percent_encode;

RawReply ask(const std::string& target, const RequestHeaders& headers = {}) { return get(shared_port(), target, headers); }
std::string code_of(const std::string& target, int status) { return get_json(target, "Problem", status).value("code", ""); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::vector<std::string> ids_of_lines(const std::string& text) {
  std::vector<std::string> ids;
  for (const auto& line : lines_of(text)) ids.push_back(json::parse(line)["id"]);
  return ids;
}

TEST(Export, streams_all_of_a_result_in_its_order) {
  const auto reply = ask("/v1/export?sort=title");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-type"), "application/jsonl");
  const json index = get_json("/v1/index", "IndexInfo");
  EXPECT_EQ(reply.header("incipit-revision"), index["index"]["revision"]);
  EXPECT_EQ(reply.header("incipit-total"), std::to_string(index["papers"].get<int>()));
  EXPECT_EQ(reply.header("incipit-as-of"), index["as_of"]);
  const auto ids = ids_of_lines(reply.body);
  EXPECT_EQ(ids.size(), index["papers"].get<std::size_t>());
  const json first = get_json("/v1/papers?sort=title&limit=200&fields=id", "PaperList");
  for (std::size_t i = 0; i < first["results"].size(); ++i) EXPECT_EQ(first["results"][i]["id"], ids[i]);
}

TEST(Export, matches_strictly) {
  const auto reply = ask("/v1/export?q=language+zzqxword");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "");
  EXPECT_EQ(reply.header("incipit-total"), "0");
  const json strict = get_json("/v1/papers?q=language+models&match=all&limit=1", "PaperList");
  EXPECT_EQ(ids_of_lines(ask("/v1/export?q=language+models").body).size(), strict["total"]["value"].get<std::size_t>());
  EXPECT_EQ(ask("/v1/export?q=language+models").header("incipit-query"), percent_encode(strict["query"]["parsed"].get<std::string>()));
}

TEST(Export, says_how_many_duplicates_are_left_out) {
  const auto reply = ask("/v1/export?q=zzqtwins&collapse=duplicates");
  EXPECT_EQ(ids_of_lines(reply.body), std::vector<std::string>{kTwinIds[0]});
  EXPECT_EQ(reply.header("incipit-total"), "1");
  EXPECT_EQ(reply.header("incipit-left-out"), "1");
  EXPECT_EQ(ids_of_lines(ask("/v1/export?q=zzqtwins").body).size(), 2U);
  EXPECT_EQ(ask("/v1/export?q=zzqtwins").header("incipit-left-out"), "");
  EXPECT_EQ(ask("/v1/papers?q=zzqtwins&collapse=duplicates&format=csv").header("incipit-left-out"), "1");
}

TEST(Duplicates, are_put_together_where_that_is_asked_for) {
  const json both = get_json("/v1/papers?q=zzqtwins", "PaperList");
  EXPECT_EQ(both["total"]["value"], 2);
  EXPECT_FALSE(both["results"][0].contains("also_as"));
  const json one = get_json("/v1/papers?q=zzqtwins&collapse=duplicates&facets=year,author", "PaperList");
  EXPECT_EQ(one["total"]["value"], 1);
  ASSERT_EQ(one["results"].size(), 1U);
  EXPECT_EQ(one["results"][0]["id"], kTwinIds[0]);
  EXPECT_EQ(one["results"][0]["also_as"], json::array({kTwinIds[1]}));
  EXPECT_EQ(one["results"][0]["duplicates"], 1);
  EXPECT_EQ(one["query"]["notes"].back()["code"], "collapsed");
  EXPECT_EQ(one["query"]["notes"].back()["left_out"], 1);
  EXPECT_EQ(one["facets"]["year"]["values"][0]["count"], 1);
  EXPECT_EQ(one["facets"]["author"]["values"][0]["count"], 1);
  EXPECT_EQ(get_json("/v1/stats?q=zzqtwins&collapse=duplicates", "Statistics")["total"]["value"], 1);
  EXPECT_EQ(get_json("/v1/facets/year?q=zzqtwins&collapse=duplicates", "FacetList")["results"][0]["count"], 1);
  EXPECT_EQ(code_of("/v1/papers?collapse=versions", 400), "invalid_parameter");
  EXPECT_EQ(code_of("/v1/parse?q=x&collapse=duplicates", 400), "unknown_parameter");

  const json paper = get_json("/v1/papers/" + percent_encode(kTwinIds[1]), "PaperRecord");
  EXPECT_EQ(paper["also_as"], json::array({kTwinIds[0]}));
  const auto page = ask("/paper/" + percent_encode(kTwinIds[1]));
  EXPECT_NE(page.body.find("Also as"), std::string::npos);
  EXPECT_NE(page.body.find("bib:twin &lt;a&gt;</bdi>"), std::string::npos);
  EXPECT_NE(ask("/search?q=zzqtwins&collapse=duplicates").body.find("bib:twin &lt;b&gt;</bdi>"), std::string::npos);
}

TEST(Export, writes_every_format) {
  for (const auto& row : writers::format_table()) {
    const auto reply = ask("/v1/export?q=learning&format=" + std::string(row.name));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("content-type"), row.media_type);
    EXPECT_NE(reply.header("content-disposition").find("." + std::string(row.extension) + "\""), std::string::npos);
    EXPECT_TRUE(reply.body.starts_with(row.head));
    EXPECT_TRUE(reply.body.ends_with(row.tail));
  }
  EXPECT_EQ(json::parse(ask("/v1/export?q=learning&format=csl").body).size(), std::stoul(ask("/v1/export?q=learning").header("incipit-total")));
  EXPECT_EQ(json::parse(ask("/v1/export?q=zzqxword&format=csl").body), json::array());
  EXPECT_EQ(ask("/v1/export?q=learning", {{"Accept", "text/csv"}}).header("content-type"), writers::row_of(writers::Format::csv).media_type);
  EXPECT_EQ(code_of("/v1/export?format=pdf", 400), "invalid_parameter");
  EXPECT_EQ(code_of("/v1/export?limit=5", 400), "unknown_parameter");
  EXPECT_EQ(code_of("/v1/export?q=a+NEAR/0+b", 400), "invalid_query");
}

TEST(Export, heads_tell_the_total_and_tags_work) {
  const auto head = request(shared_port(), "HEAD", "/v1/export?q=learning");
  EXPECT_EQ(head.status, 200);
  EXPECT_NE(head.header("incipit-total"), "");
  EXPECT_EQ(ask("/v1/export?q=learning", {{"If-None-Match", head.header("etag")}}).status, 304);
}

TEST(Formats, of_one_paper) {
  const auto bibtex = ask("/v1/papers/2401.01967?format=bibtex");
  EXPECT_EQ(bibtex.status, 200);
  EXPECT_TRUE(bibtex.body.starts_with("@misc{arXiv:2401.01967,")) << bibtex.body;
  EXPECT_EQ(ask("/v1/papers/arXiv:2401.01967v1", {{"Accept", "application/x-bibtex"}}).body, bibtex.body);
  EXPECT_EQ(json::parse(ask("/v1/papers/2401.01967?format=csl").body)[0]["id"], "arXiv:2401.01967");
  EXPECT_EQ(get_json("/v1/papers/2401.01967?format=json", "PaperRecord")["id"], "2401.01967");
  EXPECT_EQ(ask("/v1/papers/2401.01967", {{"Accept", "image/png"}}).status, 406);
  EXPECT_EQ(code_of("/v1/papers/2401.01967?format=pdf", 400), "invalid_parameter");
  EXPECT_EQ(code_of("/v1/papers/2401.01967?format=ris&fields=title", 400), "invalid_parameter");
  EXPECT_EQ(code_of("/v1/papers/nobody?format=ris", 404), "paper_not_found");
  EXPECT_EQ(ask("/v1/papers/" + percent_encode(kHostileId) + "?format=ris").status, 200);
}

TEST(Formats, of_one_address_have_tags_of_their_own) {
  std::set<std::string> tags;
  for (const char* accept : {"application/json", "application/x-bibtex", "text/csv"}) {
    const auto reply = ask("/v1/papers/2401.01967", {{"Accept", accept}});
    EXPECT_EQ(reply.header("vary"), "Accept");
    EXPECT_TRUE(tags.insert(reply.header("etag")).second) << accept;
  }
}

TEST(Formats, of_a_page_with_its_cursor) {
  const auto first = ask("/v1/papers?q=learning&limit=3&format=jsonl");
  ASSERT_EQ(first.status, 200);
  EXPECT_EQ(lines_of(first.body).size(), 3U);
  const auto second = ask("/v1/papers?q=learning&limit=3&format=jsonl&cursor=" + first.header("incipit-next-cursor"));
  const json both = get_json("/v1/papers?q=learning&limit=6&fields=id", "PaperList");
  auto ids = ids_of_lines(first.body + second.body);
  ASSERT_EQ(ids.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(both["results"][i]["id"], ids[i]);
  EXPECT_EQ(code_of("/v1/papers?format=ris&facets=year", 400), "invalid_parameter");
}

std::string accepted(const std::string& accept) {
  const auto form = server::api::accepted_form(accept);
  if (!form) return "none";
  return form->json ? "json" : std::string(writers::row_of(form->format).name);
}

TEST(Formats, accept_takes_the_one_that_is_preferred) {
  EXPECT_EQ(accepted(""), "json");
  EXPECT_EQ(accepted("*/*"), "json");
  EXPECT_EQ(accepted("text/html,application/xhtml+xml,*/*;q=0.8"), "json");
  EXPECT_EQ(accepted("application/json;q=0.5, application/x-bibtex"), "bibtex");
  EXPECT_EQ(accepted("application/x-bibtex;q=0.5, application/json"), "json");
  EXPECT_EQ(accepted("Text/CSV; header=present"), "csv");
  EXPECT_EQ(accepted("application/x-bibtex;q=0"), "none");
  EXPECT_EQ(accepted("image/png"), "none");
}

TEST(StatisticsOfASet, are_those_of_its_papers) {
  const json all = get_json("/v1/stats", "Statistics");
  EXPECT_EQ(all["total"]["value"], all["index"]["documents"]);
  EXPECT_EQ(all["statistics"]["papers"]["value"], all["total"]["value"]);
  const json some = get_json("/v1/stats?q=learning&year=2024", "Statistics");
  const json list = get_json("/v1/papers?q=learning&year=2024&facets=category&facet_limit=500&limit=0", "PaperList");
  EXPECT_EQ(some["total"], list["total"]);
  EXPECT_EQ(some["first_year"], 2024);
  EXPECT_EQ(some["papers_by_year"], json::parse(R"([{"year": 2024, "count": )" + some["total"]["value"].dump() + "}]"));
  std::map<std::string, int> categories;
  for (const auto& value : list["facets"]["category"]["values"]) categories[value["value"]] = value["count"];
  for (const auto& value : some["categories"]) EXPECT_EQ(categories[value["value"]], value["count"]);
  EXPECT_EQ(categories.size(), some["categories"].size());
  EXPECT_FALSE(some["statistics"].contains("first_author_share")) << "nobody's place in the lists is asked for";
  const json none = get_json("/v1/stats?q=zzqxword&match=all", "Statistics");
  EXPECT_EQ(none["total"]["value"], 0);
  EXPECT_TRUE(none["first_year"].is_null());
  EXPECT_EQ(code_of("/v1/stats?limit=3", 400), "unknown_parameter");
}

// All values of a facet, by its cursors.
std::vector<json> values_of(const std::string& target) {
  std::vector<json> values;
  std::string cursor;
  do {
    const json page = get_json(target + cursor, "FacetList");
    for (const auto& value : page["results"]) values.push_back(value);
    cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
    if (cursor.empty()) {
      EXPECT_EQ(page["total"]["value"], values.size());
    }
  } while (!cursor.empty() && values.size() < 100000);
  return values;
}

TEST(Facets, are_walked_to_their_last_value) {
  for (const char* field : {"category", "primary", "archive", "year", "author", "venue"}) {
    const auto values = values_of(std::string("/v1/facets/") + field + "?q=learning&category=cs.CL&limit=500");
    EXPECT_EQ(values, values_of(std::string("/v1/facets/") + field + "?q=learning&category=cs.CL&limit=97"));
    const json first = get_json(std::string("/v1/papers?q=learning&category=cs.CL&limit=0&facet_limit=15&facets=") + field, "PaperList");
    const json& shown = first["facets"][field]["values"];
    for (std::size_t i = 0; i < shown.size() && i < values.size(); ++i) {
      if (shown[i]["count"] > 0) {
        EXPECT_EQ(values[i], shown[i]) << field;
      }
    }
  }
}

TEST(Facets, are_searched_by_beginnings) {
  const auto all = values_of("/v1/facets/category?limit=500");
  const auto some = values_of("/v1/facets/category?limit=500&prefix=CS.");
  EXPECT_GT(some.size(), 3U);
  EXPECT_LT(some.size(), all.size());
  for (const auto& value : some) EXPECT_TRUE(value["value"].get<std::string>().starts_with("cs."));
  const auto by_label = values_of("/v1/facets/category?prefix=learn&limit=500");
  EXPECT_TRUE(std::any_of(by_label.begin(), by_label.end(), [](const json& value) { return value["value"] == "cs.LG"; }));
  const auto people = values_of("/v1/facets/author?prefix=li&limit=500");
  EXPECT_GT(people.size(), 3U);
  for (const auto& person : people) EXPECT_NE(person["label"], "");
  EXPECT_TRUE(values_of("/v1/facets/author?prefix=zzqx").empty());
  EXPECT_EQ(code_of("/v1/facets/colour", 400), "invalid_parameter");
  EXPECT_EQ(code_of("/v1/facets/year?limit=501", 400), "limit_exceeded");
  const json page = get_json("/v1/facets/author?limit=2", "FacetList");
  EXPECT_EQ(code_of("/v1/facets/author?prefix=li&cursor=" + page["next_cursor"].get<std::string>(), 400), "cursor_mismatch");
}

}  // namespace
}  // namespace incipit::testing
