#include "server/web/hit_view.h"

#include "schema/categories.h"
#include "schema/limits.h"
#include "schema/links.h"
#include "server/web/frame_view.h"
#include "server/web/marked_text.h"
#include "server/web/people.h"
#include "server/web/urls.h"
#include "server/web/wording.h"

namespace incipit::server::web {
namespace {

// The first words of an abstract, for a hit whose searcher made no snippet.
std::string opening(const std::string& text) {
  const auto limit = static_cast<std::size_t>(schema::limits::kSnippetCharacters.value);
  std::size_t characters = 0;
  std::size_t last_space = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool starts_one = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (starts_one && characters++ == limit) {
      return text.substr(0, last_space > at / 2 ? last_space : at) + "…";
    }
    if (text[at] == ' ') last_space = at;
  }
  return text;
}

std::string link_label(const schema::Link& link) {
  if (link.rel == "abstract") {
    return link.url.find("://arxiv.org/") == std::string::npos ? "Abstract page" : "arXiv";
  }
  if (link.rel == "pdf") return "PDF";
  if (link.rel == "doi") return "DOI";
  if (link.rel == "code") return "Code";
  return link.rel.empty() ? "Link" : link.rel;
}

std::vector<View> explanation_views(const schema::Hit& hit) {
  std::vector<View> rows;
  for (const schema::TermExplanation& term : hit.explain) {
    View row = make_view();
    put_text(row, "term", term.term);
    put_text(row, "term_field", term.field);
    put_text(row, "term_df", grouped(term.document_frequency));
    put_text(row, "term_weight", figure(static_cast<double>(term.weight) / 256.0));
    put_text(row, "term_impact", figure(static_cast<double>(term.impact) / 64.0));
    put_text(
        row, "term_part",
        figure(static_cast<double>(term.weight) * static_cast<double>(term.impact) / schema::kScoreScale));
    rows.push_back(row);
  }
  for (const schema::BoostExplanation& boost : hit.boosts) {
    View row = make_view();
    for (const schema::BoostRow& known : schema::kBoosts) {
      if (known.boost == boost.boost) put_text(row, "term", std::string(known.name));
    }
    put_text(row, "term_field", boost.share ? "boost" : "boost; the paper has no figure");
    put_text(row, "term_df", "");
    put_text(row, "term_weight", "");
    put_text(row, "term_impact", boost.share ? figure(static_cast<double>(*boost.share) / schema::kBoostShares) : "");
    put_text(row, "term_part", figure(static_cast<double>(boost.score) / schema::kScoreScale));
    rows.push_back(row);
  }
  return rows;
}

void put_citations(View& view, const schema::Paper& paper) {
  const schema::CitationCount* leading = paper.leading_citations();
  put_text(view, "citations", leading ? counted(leading->count, "citation", "citations") : "");
  const bool has_origin = leading && (!leading->source.empty() || leading->as_of);
  const std::string source = !leading || leading->source.empty() ? "the paper's record" : leading->source;
  put_text(view, "citations_origin", has_origin ? source_and_date(source, leading->as_of) : "");
}

}  // namespace

std::string shown_title(const schema::Paper& paper) {
  return paper.title.empty() ? "Untitled paper " + paper.id : paper.title;
}

View category_view(const PageContext& context, const std::string& code) {
  View view = make_view();
  schema::SearchRequest request;
  request.filters.category.any_of = {code};
  const std::string_view name = schema::category_name(code);
  put_text(view, "tag", category_tag(context, code));
  put_text(view, "code", code);
  put_text(view, "category_title", name == code ? code : code + ": " + std::string{name});
  put_text(view, "category_name", name == code ? "" : std::string{name});
  put_text(view, "category_url", search_url(context, request));
  return view;
}

std::vector<View> link_views(const schema::Paper& paper) {
  std::vector<View> views;
  for (const schema::Link& link : schema::links_of(paper)) {
    if (!is_safe_link(link.url)) continue;
    View view = make_view();
    put_text(view, "link_url", link.url);
    put_text(view, "link_label", link_label(link));
    views.push_back(view);
  }
  return views;
}

void put_duplicates(View& view, const PageContext& context, const schema::Hit& hit) {
  std::vector<View> views;
  for (const std::string& id : hit.also_as) {
    View other = make_view();
    put_text(other, "also_id", id);
    put_text(other, "also_url", paper_url(context, id));
    views.push_back(other);
  }
  const std::int64_t more = hit.duplicates - static_cast<std::int64_t>(views.size());
  put_list(view, "also_as", views);
  put_text(view, "also_more", more > 0 ? grouped(more) : "");
}

View hit_view(const PageContext& context, const schema::Hit& hit, const HitStyle& style) {
  const schema::Paper& paper = hit.paper;
  View view = make_view();
  put_text(view, "paper_id", paper.id);
  put_text(view, "paper_url", paper_url(context, paper.id));
  put_list(view, "title_pieces", marked_views(hit, "title", shown_title(paper)));
  const std::string primary = paper.primary();
  put_list(view, "primary",
           primary.empty() ? std::vector<View>{} : std::vector{category_view(context, primary)});
  put_date(view, "published", paper.published, context);
  put_list(view, "people", views_of(short_author_list(context, hit, style.focus)));
  const bool full = style.text == HitText::abstract;
  const std::vector<View> text = full                  ? marked_views(hit, "abstract", paper.abstract)
                                 : hit.snippet.empty() ? marked_views(hit, "", opening(paper.abstract))
                                                       : marked_views(hit, "snippet", hit.snippet);
  put_list(view, "text_pieces", text);
  put_flag(view, "has_text", !text.empty());
  const std::vector<View> links = link_views(paper);
  put_list(view, "links", links);
  put_citations(view, paper);
  put_flag(view, "has_foot", !links.empty() || paper.leading_citations() != nullptr);
  put_text(view, "status", paper.status);
  const bool title = hit.exact == schema::WholeQuery::title;
  const bool exact = hit.exact != schema::WholeQuery::no;
  put_text(view, "exact", !exact ? "" : title ? "Exact title" : "This identifier");
  put_text(view, "exact_code", !exact ? "" : title ? "title" : "identifier");
  put_duplicates(view, context, hit);
  put_list(view, "explain", explanation_views(hit));
  put_text(view, "score", hit.score ? figure(static_cast<double>(*hit.score) / schema::kScoreScale) : "");
  return view;
}

}  // namespace incipit::server::web
