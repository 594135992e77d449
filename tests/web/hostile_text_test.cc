// Text that tries to become markup, put into every field of every page. On none may it be anything but text.
#include <gtest/gtest.h>

#include "server/web/templates.h"
#include "tests/web/page_text.h"
#include "tests/web/sample_data.h"

namespace incipit::server::web {
namespace {

const std::vector<std::string> kPayloads{
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<!--<script>alert(1)//-->",
    "--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><x/>",
    "<!DOCTYPE html><html>",
    "<img src=x onerror=alert(1)>",
    "<img src=`x`onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text y=20>x</text></a></svg>",
    "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<base href=//x.example/>",
    "<meta http-equiv=refresh content=0;url=//x.example>",
    "<link rel=stylesheet href=//x.example/x.css>",
    "<form action=//x.example><input name=q></form>",
    "<details open ontoggle=alert(1)>",
    "<body onpageshow=alert(1)>",
    "<marquee onstart=alert(1)>",
    "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=alert(1) x=\"",
    "` onmouseover=alert(1) `",
    "x\" style=\"position:fixed",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//x.example/x",
    "https://x.example/\"onclick=\"alert(1)",
    "{{base}}",
    "{{{page_title}}}",
    "{{#hits}}{{title}}{{/hits}}",
    "{{>foot}}",
    "{{=<% %>=}}<% base %>",
    "{{&q}}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;b&amp;gt;",
    "&#60;script&#62;",
    "&#x3c;script&#x3e;alert(1)",
    "&NewLine;&Tab;&colon;",
    "\xE2\x80\xAE<gnp.x>\xE2\x80\xAC",
    "\xE2\x81\xA6\xE2\x80\xAE\"abc",
    "\xEF\xBC\x9Cscript\xEF\xBC\x9E",
    "+ADw-script+AD4-alert(1)",
    "../../etc/passwd",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "a%00b\\u003cscript\\u003e",
    "$(id) `id` ; rm -rf ~ ' \" \\",
};

schema::Metric metric_of(const std::string& x, schema::MetricScope scope, bool has_value) {
  schema::Metric metric;
  metric.name = x;
  if (has_value) metric.value = 1;
  metric.reason = metric.source = metric.model = metric.formula = x;
  metric.scope = scope;
  return metric;
}

schema::Hit hit_of(const std::string& x) {
  schema::Hit hit;
  schema::Paper& paper = hit.paper;
  paper.id = paper.title = paper.abstract = paper.primary_category = x;
  paper.comments = paper.doi = paper.journal_ref = paper.report_no = paper.venue = paper.license =
      paper.status = x;
  paper.categories = {x, "cs.CL"};
  paper.references = {x};
  paper.links = {{x, x}, {"pdf", "https://x.example/"}, {x, "https://x.example/ok"}};
  paper.citations = {{3, x, std::nullopt}};
  paper.metrics = {{x, 1, x, x, std::nullopt}};
  for (int i = 0; i < 40; ++i) {
    schema::Authorship author;
    author.name = x;
    author.affiliations = {x};
    paper.authors.push_back(author);
    hit.author_ids.push_back(i % 2 == 0 ? x : "");
  }
  hit.snippet = x;
  hit.highlights = {{"title", {{0, 3}}, x}, {"snippet", {{1, 5}}, x}, {"abstract", {{2, 7}}, x}};
  hit.score = 1;
  hit.explain = {{x, x, 1, 1, 1}};
  hit.boosts = {{schema::Boost::recency, 3, 1}};
  hit.also_as = {x, x};
  hit.duplicates = 3;
  return hit;
}

schema::SearchRequest request_of(const std::string& x) {
  schema::SearchRequest request;
  request.q = x;
  schema::SearchFilters& filters = request.filters;
  for (auto* values : {&filters.category, &filters.primary, &filters.archive, &filters.venue,
                       &filters.affiliation, &filters.status, &filters.author}) {
    *values = {{x}, {x}};
  }
  filters.ids = {x};
  return request;
}

schema::SearchResult result_of(const std::string& x) {
  schema::SearchResult result;
  result.index = {x, 5};
  result.query = {x, x, {{"relaxed", x, std::nullopt, 2}, {x, x, std::nullopt, std::nullopt}}, {{x, {{0, x, x, 1}}}}};
  result.total = {50, true};
  result.hits = {hit_of(x)};
  for (const schema::FacetField field : schema::all_facet_fields()) {
    result.facets.push_back({field, {{x, x, 1, true}, {x, x, 1, false}}, true});
  }
  return result;
}

schema::AuthorProfile profile_of(const std::string& x) {
  schema::AuthorProfile profile;
  profile.index.revision = x;
  profile.id = profile.name = profile.primary_category = x;
  profile.name_variants = profile.ids = profile.affiliations = {x, "orcid:" + x, "s2:" + x};
  profile.ambiguous = true;
  profile.candidates = {{x, x}};
  profile.primary_category_share = 0.5;
  profile.categories = {{x, x, 1}};
  profile.papers = 3;
  profile.papers_by_year = {{2024, 1}};
  using enum schema::MetricScope;
  profile.statistics = {metric_of(x, corpus, true), metric_of("h_index", corpus, false)};
  profile.statistics[1].reason = x;
  profile.citations_by_year = profile.novelty = profile.rank_score = metric_of(x, corpus, false);
  profile.ai_score = metric_of("ai_score", imported, true);
  profile.ai_score.source = profile.ai_score.model = x;
  profile.imported = {metric_of(x, imported, true), metric_of("papers", imported, true)};
  profile.inconsistent = {{x, x, std::nullopt, {{x, 1}, {"papers", 2}}}};
  profile.coauthor_count = 9;
  profile.coauthors = {{{x, x}, 1, 2020, 2021}};
  profile.terms = {{x, 1, 1}};
  return profile;
}

PageContext context_of(const std::string& x) {
  PageContext context;
  context.json_twin = "/v1/papers?q=" + x;
  context.index.revision = context.index.program = x;
  return context;
}

std::vector<std::pair<std::string, std::string>> pages_of(const std::string& x) {
  const PageContext context = context_of(x);
  schema::SearchResult nothing;
  nothing.query = result_of(x).query;
  schema::AuthorSearchResult authors;
  authors.q = x;
  authors.total = {2, true};
  authors.hits = {{{x, x}, {x}, {x}, 1, 2020, 2020, x, true}};
  schema::AuthorSearchRequest people;
  people.q = x;
  people.categories = {x};
  people.limit = 1;
  schema::PaperResult paper;
  paper.hit = hit_of(x);
  return {
      {"home", home_page(context, result_of(x))},
      {"search", search_page(context, request_of(x), result_of(x))},
      {"nothing", search_page(context, request_of(x), nothing)},
      {"paper", paper_page(context, paper)},
      {"author", author_page(context, profile_of(x), request_of(x), result_of(x))},
      {"authors", authors_page(context, people, authors)},
      {"error", error_page(context, {schema::ErrorCode::invalid_query, x, x, x, 1}, 400)},
      {"error in the query", error_page(context, {schema::ErrorCode::invalid_query, x, x, "q", 1}, 400, x)},
  };
}

class HostileText : public ::testing::TestWithParam<std::string> {};

TEST_P(HostileText, StaysTextOnEveryPage) {
  const std::string& payload = GetParam();
  for (const auto& [name, page] : pages_of(payload)) {
    for (const MarkupFault& fault : markup_faults(page)) {
      ADD_FAILURE() << name << ": " << fault.what << " near " << page.substr(fault.offset, 80);
    }
    for (const std::string_view raw :
         {"<script", "<SCRIPT", "<img", "<iframe", "<object", "<embed", "<base", "<math"}) {
      EXPECT_EQ(page.find(raw), std::string::npos) << name << " " << raw;
    }
    EXPECT_NE(page.find(escape(payload)), std::string::npos) << name << " does not show the text";
  }
}

TEST_P(HostileText, NeverBecomesALinkUnlessItIsAWebAddress) {
  for (const auto& [name, page] : pages_of(GetParam())) {
    EXPECT_EQ(page.find("href=\"" + escape(GetParam())), std::string::npos) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Payloads, HostileText, ::testing::ValuesIn(kPayloads));

TEST(HostileTextTable, IsLargeEnough) { EXPECT_GE(kPayloads.size(), 40u); }

TEST(HostileText, ControlCharactersCannotBeInAPage) {
  std::string payload = "a";
  for (char c = 1; c < 0x20; ++c) payload += c;
  payload += '\0';
  payload += '\x7f';
  for (const auto& [name, page] : pages_of(payload)) {
    for (const char c : page) {
      const bool control = (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == '\x7f';
      ASSERT_FALSE(control) << name;
    }
    EXPECT_TRUE(markup_faults(page).empty()) << name;
  }
}

TEST(HostileText, SpansThatCutThroughEntitiesCannot) {
  schema::SearchResult result = result_of("&lt;<&>\"'");
  for (std::size_t begin = 0; begin < 10; ++begin) {
    result.hits[0].highlights = {{"title", {{begin, begin + 1}}, ""}, {"snippet", {{begin, begin + 2}}, ""}};
    const std::string page = search_page({}, {}, result);
    EXPECT_TRUE(markup_faults(page).empty()) << begin;
    EXPECT_EQ(elements(page, "h3", "")[0].find("&lt<"), std::string::npos);
  }
}

TEST(HostileText, TheMarkupReaderSeesWhatWouldBeWrong) {
  const std::string page = error_page({}, {}, 400);
  ASSERT_TRUE(markup_faults(page).empty());
  for (const std::string wrong :
       {"<script>alert(1)</script>", "<p onclick=\"x\">x</p>", "<p class=x>y</p>", "</p>", "<p>",
        "<a href=\"javascript:x\">y</a>", "<svg onload=\"x\"></svg>", "a > b"}) {
    std::string broken = page;
    broken.insert(broken.find("</main>"), wrong);
    EXPECT_FALSE(markup_faults(broken).empty()) << wrong;
  }
}

}  // namespace
}  // namespace incipit::server::web
