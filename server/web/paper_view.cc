#include "server/web/paper_view.h"

#include <algorithm>

#include "schema/ascii.h"
#include "server/web/frame_view.h"
#include "server/web/hit_view.h"
#include "server/web/people.h"
#include "server/web/urls.h"
#include "server/web/wording.h"

namespace incipit::server::web {
namespace {

using schema::Paper;

constexpr std::size_t kAuthorsUnfolded = 30;

std::vector<View> author_views(const PageContext& context, const schema::Hit& hit, std::size_t first,
                               std::size_t end) {
  const std::vector<ListPiece> names = all_authors(context, hit);
  std::vector<View> views = views_of(
      {names.begin() + static_cast<std::ptrdiff_t>(first), names.begin() + static_cast<std::ptrdiff_t>(end)});
  for (std::size_t i = 0; i < views.size(); ++i) {
    put_text(views[i], "affiliation", schema::joined(hit.paper.authors[first + i].affiliations, "; "));
    put_flag(views[i], "more_names", i + 1 < views.size());
  }
  return views;
}

void put_authors(View& view, const PageContext& context, const schema::Hit& hit) {
  const std::size_t count = hit.paper.authors.size();
  const std::size_t unfolded = count > kAuthorsUnfolded ? kAuthorsUnfolded : count;
  put_list(view, "authors", author_views(context, hit, 0, unfolded));
  put_list(view, "folded_authors", author_views(context, hit, unfolded, count));
  put_text(view, "folded_count", grouped(static_cast<std::int64_t>(count - unfolded)));
  put_text(view, "author_count", counted(static_cast<std::int64_t>(count), "author", "authors"));
}

void put_details(View& view, const Paper& paper) {
  std::vector<View> details;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (value.empty()) return;
    View row = make_view();
    put_text(row, "detail_name", name);
    put_text(row, "detail_value", value);
    details.push_back(row);
  };
  add("Comments", paper.comments);
  add("Journal", paper.journal_ref);
  add("Venue", paper.venue);
  add("DOI", paper.doi);
  add("Report", paper.report_no);
  add("Version", paper.version > 0 ? std::to_string(paper.version) : "");
  add("Licence", paper.license);
  add("Identifier", paper.id);
  put_list(view, "details", details);
}

void put_figures(View& view, const schema::Hit& hit) {
  const Paper& paper = hit.paper;
  std::vector<View> rows;
  const auto add = [&](const std::string& name, const std::string& value, const std::string& source) {
    View row = make_view();
    put_text(row, "figure_name", name);
    put_text(row, "figure_value", value);
    put_text(row, "figure_source", source);
    rows.push_back(row);
  };
  for (const schema::CitationCount& count : paper.citations) {
    add("Citations", grouped(count.count),
        source_and_date(count.source.empty() ? "the paper's record" : count.source, count.as_of));
  }
  for (const schema::PaperMetric& metric : paper.metrics) {
    std::string source = source_and_date(metric.source, metric.as_of);
    if (!metric.model.empty()) source += ", model " + metric.model;
    add(metric_label(metric.metric), figure(metric.value), source);
  }
  put_flag(view, "has_counts", !rows.empty());
  for (const schema::Metric* metric : {&hit.novelty, &hit.rank_score}) {
    if (metric->name.empty()) continue;
    add(metric_label(metric->name), metric_value(*metric), metric->known() ? source_and_date(metric->source, metric->as_of) : metric->reason);
  }
  put_list(view, "figures", rows);
}

// Lists of the papers that cite this one and that it cites, where there are any.
void put_citation_lists(View& view, const PageContext& context, const schema::PaperResult& result) {
  std::vector<View> lists;
  const auto add = [&](const std::string& text, std::int64_t here, std::int64_t outside, schema::FilterValues schema::SearchFilters::*filter) {
    if (here + outside == 0) return;
    schema::SearchRequest request;
    (request.filters.*filter).any_of = {result.hit.paper.id};
    View item = make_view();
    put_text(item, "edge_text", text + " " + counted(here, "paper", "papers") + " of this index");
    put_text(item, "edge_outside", outside > 0 ? "and " + grouped(outside) + " that it does not have" : "");
    put_text(item, "edge_url", search_url(context, request));
    lists.push_back(item);
  };
  if (result.counts) {
    add("Cited by", result.counts->citing, result.counts->citing_outside, &schema::SearchFilters::cites);
    add("Cites", result.counts->cited, result.counts->cited_outside, &schema::SearchFilters::cited_by);
  }
  put_list(view, "edges", lists);
}

}  // namespace

View paper_view(const PageContext& context, const schema::PaperResult& result) {
  const schema::Hit& hit = result.hit;
  const Paper& paper = hit.paper;
  View view = frame_view(context, {shown_title(paper), "", id_command("paper", paper.id), true});
  put_text(view, "title", shown_title(paper));
  put_text(view, "abstract", paper.abstract);
  put_text(view, "status", paper.status);
  put_date(view, "published", paper.published, context);
  put_date(view, "announced", paper.announced, context);
  put_date(view, "updated", paper.updated, context);
  put_text(view, "citation_date", paper.published ? paper.published->iso().substr(0, 10) : "");
  put_text(view, "doi", paper.doi);
  put_authors(view, context, hit);
  std::vector<View> categories;
  const std::string primary = paper.primary();
  for (const std::string& code : paper.categories) {
    View category = category_view(context, code);
    put_flag(category, "is_primary", code == primary);
    categories.push_back(category);
  }
  const bool listed =
      std::find(paper.categories.begin(), paper.categories.end(), primary) != paper.categories.end();
  if (!primary.empty() && !listed) {
    View category = category_view(context, primary);
    put_flag(category, "is_primary", true);
    categories.insert(categories.begin(), category);
  }
  put_list(view, "categories", categories);
  put_list(view, "primary",
           primary.empty() ? std::vector<View>{} : std::vector{category_view(context, primary)});
  put_list(view, "links", link_views(paper));
  put_details(view, paper);
  put_duplicates(view, context, hit);
  put_figures(view, hit);
  put_citation_lists(view, context, result);
  std::vector<View> references;
  for (const std::string& reference : paper.references) {
    View item = make_view();
    put_text(item, "reference", reference);
    references.push_back(item);
  }
  put_list(view, "references", references);
  put_text(view, "reference_count",
           counted(static_cast<std::int64_t>(paper.references.size()), "reference", "references"));
  return view;
}

}  // namespace incipit::server::web
