// What holds for every page: well-formed markup, one heading, landmarks, nothing from another host, contrast.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "tests/web/page_text.h"
#include "tests/web/sample_data.h"

namespace incipit::server::web {
namespace {

std::map<std::string, std::string> all_pages() {
  std::map<std::string, std::string> pages;
  const PageContext context = samples::context();
  pages["home"] = home_page(context, samples::reference_papers());
  pages["home, empty index"] = home_page({}, {});
  pages["search"] = search_page(context, samples::search_request(), samples::search_result());
  pages["search, nothing"] = search_page(context, {}, {});
  schema::PaperResult paper;
  paper.hit = samples::reference_hits()[0];
  pages["paper"] = paper_page(context, paper);
  pages["paper, bare"] = paper_page(context, {});
  pages["author"] = author_page(context, samples::reference_profile(), {}, samples::reference_papers());
  pages["author, bare"] = author_page(context, {}, {}, {});
  schema::AuthorSearchResult authors;
  authors.q = "Bai";
  authors.total = {2, true};
  authors.hits = {{{"Xiaoyan Bai", "a0123456789"}, {"X. Bai"}, {}, 7, 2024, 2026, "cs.CL", true}};
  schema::AuthorSearchRequest people;
  people.q = "Bai";
  pages["authors"] = authors_page(context, people, authors);
  pages["authors, none"] = authors_page(context, {}, {});
  pages["error"] = error_page(context, {schema::ErrorCode::invalid_query, "no", "", "q", 3}, 400, "abcdef");
  return pages;
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) ++count;
  return count;
}

TEST(EveryPage, IsWellFormedWithoutScripts) {
  for (const auto& [name, page] : all_pages()) {
    for (const MarkupFault& fault : markup_faults(page)) {
      ADD_FAILURE() << name << ": " << fault.what << " near " << page.substr(fault.offset, 60);
    }
    EXPECT_EQ(count_of(page, "{{"), 0u) << name;
  }
}

TEST(EveryPage, HasOneHeadingALanguageLandmarksAndASkipLink) {
  for (const auto& [name, page] : all_pages()) {
    EXPECT_EQ(count_of(page, "<h1"), 1u) << name;
    for (const std::string_view part :
         {"<html lang=\"en\">", "name=\"viewport\"", "<main id=\"content\"", "<footer class=\"site\">",
          "class=\"skip\" href=\"#content\"", "role=\"search\"", "<label class=\"unseen\" for=\"q\">"}) {
      EXPECT_EQ(count_of(page, part), 1u) << name << " " << part;
    }
  }
}

TEST(EveryPage, HasEachIdOnce) {
  for (const auto& [name, page] : all_pages()) {
    std::set<std::string> ids;
    for (std::size_t at = 0; (at = page.find(" id=\"", at)) != std::string::npos;) {
      at += 5;
      const std::string id = page.substr(at, page.find('"', at) - at);
      EXPECT_TRUE(ids.insert(id).second) << name << " " << id;
    }
  }
}

TEST(EveryPage, LoadsOnlyItsOwnFiles) {
  for (const auto& [name, page] : all_pages()) {
    for (std::size_t at = 0; (at = page.find("<link ", at)) != std::string::npos; ++at) {
      const std::string link = page.substr(at, page.find('>', at) - at);
      EXPECT_NE(link.find("href=\"/"), std::string::npos) << name << " " << link;
    }
    EXPECT_EQ(count_of(page, " src="), 0u) << name;
    EXPECT_EQ(count_of(page, " style="), 0u) << name;
  }
  const std::string css{asset("style.css")->bytes};
  EXPECT_EQ(count_of(css, "url("), 0u);
  EXPECT_EQ(count_of(css, "@import"), 0u);
}

TEST(Assets, AreFoundByNameOnly) {
  ASSERT_NE(asset("style.css"), nullptr);
  EXPECT_EQ(asset("style.css")->content_type, "text/css; charset=utf-8");
  ASSERT_NE(asset("icon.svg"), nullptr);
  for (const std::string_view name : {"", "search.mustache", "../style.css", "STYLE.CSS", "style.css/"}) {
    EXPECT_EQ(asset(name), nullptr) << name;
  }
}

// Relative luminance and contrast as WCAG 2.2 defines them.
double luminance(const std::string& hex) {
  const auto channel = [&](std::size_t i) {
    const std::string digits = hex.size() == 4 ? std::string(2, hex[1 + i]) : hex.substr(1 + 2 * i, 2);
    const double c = std::stoi(digits, nullptr, 16) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2);
}

double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

// The colours of the `nth` :root rule.
std::map<std::string, std::string> colours(const std::string& css, int nth) {
  std::size_t at = 0;
  for (int i = 0; i <= nth; ++i) at = css.find(":root {", at) + 1;
  const std::string rule = css.substr(at, css.find('}', at) - at);
  std::map<std::string, std::string> found;
  for (std::size_t name = 0; (name = rule.find("--", name)) != std::string::npos;) {
    const std::size_t colon = rule.find(':', name);
    const std::string value = rule.substr(colon + 2, rule.find(';', colon) - colon - 2);
    if (value.starts_with('#')) found[rule.substr(name + 2, colon - name - 2)] = value;
    name = rule.find(';', colon);
  }
  return found;
}

TEST(Style, ContrastIsEnoughInLightAndDark) {
  const std::string css{asset("style.css")->bytes};
  for (const int scheme : {0, 1}) {
    const auto colour = colours(css, scheme);
    ASSERT_EQ(colour.count("paper"), 1u);
    for (const std::string ground : {"paper", "raised", "accent-wash"}) {
      for (const std::string ink : {"ink", "soft", "accent"}) {
        EXPECT_GE(contrast(colour.at(ink), colour.at(ground)), 4.5)
            << scheme << " " << ink << " on " << ground;
      }
    }
    EXPECT_GE(contrast(colour.at("accent-ink"), colour.at("accent")), 4.5) << scheme;
    EXPECT_GE(contrast(colour.at("ink"), colour.at("mark")), 4.5) << scheme;
    EXPECT_GE(contrast(colour.at("control"), colour.at("paper")), 3.0) << scheme;
  }
}

TEST(PaperPage, NamesEveryAuthorAndFoldsLongLists) {
  schema::PaperResult paper;
  paper.hit = samples::reference_hits()[0];
  const std::string page = paper_page(samples::context(), paper);
  for (const schema::Authorship& author : paper.hit.paper.authors) {
    EXPECT_NE(page.find("<bdi>" + author.name + "</bdi>"), std::string::npos) << author.name;
  }
  EXPECT_NE(page.find("<summary>and 7 more of 37 authors</summary>"), std::string::npos);
}

TEST(PaperPage, LinksToWhatCitesItAndToWhatItCites) {
  schema::PaperResult result;
  result.hit.paper = samples::reference_hits()[1].paper;
  result.hit.paper.id = "a/b";
  result.counts = schema::CitationCounts{0, 1, 3, 0};
  const std::string page = paper_page(samples::context(), result);
  const std::string text = text_of(page);
  EXPECT_NE(text.find("Cited by 0 papers of this index and 3 that it does not have"), std::string::npos) << text;
  EXPECT_NE(text.find("Cites 1 paper of this index"), std::string::npos) << text;
  EXPECT_NE(page.find("/search?cites=a%2Fb\""), std::string::npos);
  EXPECT_NE(page.find("/search?cited_by=a%2Fb\""), std::string::npos);
  result.counts = schema::CitationCounts{};
  EXPECT_EQ(text_of(paper_page(samples::context(), result)).find("Cited by"), std::string::npos);
}

TEST(PaperPage, ShowsEveryFieldThatTheRecordHas) {
  schema::PaperResult result;
  schema::Paper& paper = result.hit.paper;
  paper = samples::reference_hits()[1].paper;
  paper.comments = "9 pages";
  paper.doi = "10.1/x";
  paper.journal_ref = "J. Test 1";
  paper.report_no = "R-1";
  paper.venue = "ACL";
  paper.license = "CC BY 4.0";
  paper.version = 3;
  paper.status = "withdrawn";
  paper.announced = schema::parse_date("2026-02-06").value();
  paper.updated = schema::parse_date("2026-03").value();
  paper.citations = {{12, "OpenAlex", schema::parse_date("2026-04").value()}, {9, "", std::nullopt}};
  paper.metrics = {{"ai_score", 58, "a source", "m-1", std::nullopt}};
  paper.references = {"2401.01967"};
  const std::string text = text_of(paper_page(samples::context(), result));
  for (const std::string part :
       {"9 pages", "10.1/x", "J. Test 1", "R-1", "ACL", "CC BY 4.0", "Version 3", "withdrawn",
        "Published Feb 5", "Announced Feb 6", "Updated Mar 2026", "Citations 12 OpenAlex, Apr 2026",
        "Citations 9 the paper's record", "AI Score 58 a source, model m-1", "1 reference",
        "cs.CY Computers and Society primary", "cs.AI Artificial Intelligence"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nin " << text;
  }
}

}  // namespace
}  // namespace incipit::server::web
