#include "server/web/author_view.h"

#include <cmath>

#include "schema/ascii.h"
#include "server/web/filter_view.h"
#include "server/web/frame_view.h"
#include "server/web/hit_view.h"
#include "server/web/list_view.h"
#include "server/web/metric_view.h"
#include "server/web/search_view.h"
#include "server/web/urls.h"
#include "server/web/wording.h"
#include "server/web/year_chart.h"

namespace incipit::server::web {
namespace {

using schema::AuthorProfile;

View text_view(const std::string& name, const std::string& text) {
  View view = make_view();
  put_text(view, name, text);
  return view;
}

std::vector<View> text_views(const std::string& name, const std::vector<std::string>& texts,
                             const std::string& left_out = {}) {
  std::vector<View> views;
  for (const std::string& text : texts) {
    if (text != left_out) views.push_back(text_view(name, text));
  }
  return views;
}

// An external id with the page that it names, for the schemes whose addresses are known.
View external_id_view(const std::string& id) {
  struct Scheme {
    std::string_view name;
    std::string_view address;
  };
  constexpr Scheme kSchemes[] = {
      {"orcid:", "https://orcid.org/"},
      {"openreview:", "https://openreview.net/profile?id="},
      {"s2:", "https://www.semanticscholar.org/author/"},
      {"openalex:", "https://openalex.org/"},
      {"dblp:", "https://dblp.org/pid/"},
      {"acl:", "https://aclanthology.org/people/"},
  };
  View view = text_view("external_id", id);
  std::string url;
  for (const Scheme& scheme : kSchemes) {
    if (!id.starts_with(scheme.name)) continue;
    url = std::string{scheme.address};
    for (const char c : id.substr(scheme.name.size())) url += c == '/' ? "/" : schema::percent_encode({&c, 1});
  }
  put_text(view, "external_url", url);
  return view;
}

std::vector<View> coauthor_views(const PageContext& context, const AuthorProfile& profile) {
  std::vector<View> views;
  for (const schema::Coauthor& coauthor : profile.coauthors) {
    View view = text_view("coauthor_name", coauthor.author.name);
    put_text(view, "coauthor_url", author_url(context, coauthor.author.id, coauthor.author.name));
    put_text(view, "coauthor_papers", grouped(coauthor.papers));
    put_text(view, "coauthor_years", years_in_words(coauthor.first_year, coauthor.last_year));
    views.push_back(view);
  }
  return views;
}

std::vector<View> category_views(const PageContext& context, const AuthorProfile& profile) {
  std::vector<View> views;
  for (const schema::CountedValue& category : profile.categories) {
    View view = category_view(context, category.value);
    schema::SearchRequest request;
    request.filters.category.any_of = {category.value};
    request.filters.author.any_of = {profile.id};
    put_text(view, "category_url", search_url(context, request));
    put_text(view, "category_count", grouped(category.count));
    views.push_back(view);
  }
  return views;
}

std::vector<View> term_views(const PageContext& context, const AuthorProfile& profile) {
  std::vector<View> views;
  for (const schema::CharacteristicTerm& term : profile.terms) {
    View view = text_view("term", term.term);
    schema::SearchRequest request;
    request.q = term.term;
    request.filters.author.any_of = {profile.id};
    put_text(view, "term_url", search_url(context, request));
    put_text(view, "term_papers", counted(term.papers, "paper", "papers"));
    views.push_back(view);
  }
  return views;
}

std::vector<View> candidate_views(const PageContext& context, const AuthorProfile& profile) {
  std::vector<View> views;
  for (const schema::AuthorRef& candidate : profile.candidates) {
    View view = text_view("candidate_name", candidate.name);
    put_text(view, "candidate_url", author_url(context, candidate.id, candidate.name));
    put_text(view, "candidate_id", candidate.id);
    views.push_back(view);
  }
  return views;
}

std::string share_in_words(const AuthorProfile& profile) {
  if (profile.primary_category.empty() || profile.primary_category_share <= 0) return "";
  return "primary category of " + figure(std::round(profile.primary_category_share * 100)) +
         "% of the papers";
}

void put_papers(View& view, const PageContext& context, const AuthorProfile& profile,
                const schema::SearchRequest& request, const schema::SearchResult& papers) {
  // The path names the author (by any of its ids), so links on the page do not repeat it.
  schema::SearchRequest own = for_page(request);
  own.filters.author.any_of.clear();
  const AddressOf address_of = [&](const schema::SearchRequest& other) {
    return author_url(context, profile.id, profile.name) + query_string(other);
  };
  std::vector<View> hits;
  for (const schema::Hit& hit : papers.hits) {
    hits.push_back(hit_view(context, hit, {HitText::abstract, profile.id}));
  }
  const bool all = papers.total.value == profile.papers;
  const std::string count = counted(papers.total.value, "Paper", "Papers");
  put_text(view, "papers_heading",
           all ? count : grouped(papers.total.value) + " of " + counted(profile.papers, "Paper", "Papers"));
  put_list(view, "hits", hits);
  put_list(view, "sorts", hits.size() < 2 ? std::vector<View>{} : sort_views(own, papers, address_of));
  put_text(view, "all_papers_url", all ? "" : author_url(context, profile.id, profile.name));
  put_pager(view, own, papers, address_of);
  put_notes(view, context, request, papers);
}

View author_hit_view(const PageContext& context, const schema::AuthorHit& hit) {
  View view = text_view("author_name", hit.author.name);
  put_text(view, "author_url", author_url(context, hit.author.id, hit.author.name));
  put_text(view, "author_papers", counted(hit.papers, "paper", "papers"));
  put_text(view, "author_years", years_in_words(hit.first_year, hit.last_year));
  put_list(view, "variants", text_views("variant", hit.name_variants, hit.author.name));
  put_list(view, "external_ids", [&] {
    std::vector<View> views;
    for (const std::string& id : hit.ids) views.push_back(external_id_view(id));
    return views;
  }());
  put_list(view, "primary",
           hit.primary_category.empty() ? std::vector<View>{}
                                        : std::vector{category_view(context, hit.primary_category)});
  put_flag(view, "exact_name", hit.exact_name);
  return view;
}

}  // namespace

View author_view(const PageContext& context, const AuthorProfile& profile,
                 const schema::SearchRequest& request, const schema::SearchResult& papers) {
  View view = frame_view(context, {profile.name, "", id_command("author", profile.id), true});
  put_text(view, "name", profile.name);
  put_text(view, "author_id", profile.id);
  put_list(view, "primary",
           profile.primary_category.empty() ? std::vector<View>{}
                                            : std::vector{category_view(context, profile.primary_category)});
  put_text(view, "primary_share", share_in_words(profile));
  put_text(view, "years", years_in_words(profile.first_year, profile.last_year));
  put_list(view, "tiles", tile_views(profile));
  put_list(view, "statistics", statistic_views(profile));
  put_list(view, "inconsistent", inconsistency_views(profile));
  put_year_chart(view, profile.papers_by_year);
  put_list(view, "categories", category_views(context, profile));
  put_list(view, "coauthors", coauthor_views(context, profile));
  put_text(view, "coauthor_count", counted(profile.coauthor_count, "coauthor", "coauthors"));
  const bool more = profile.coauthor_count > static_cast<std::int64_t>(profile.coauthors.size());
  put_text(view, "coauthors_shown", more ? grouped(static_cast<std::int64_t>(profile.coauthors.size())) : "");
  put_list(view, "variants", text_views("variant", profile.name_variants, profile.name));
  std::vector<View> ids;
  for (const std::string& id : profile.ids) ids.push_back(external_id_view(id));
  put_list(view, "external_ids", ids);
  put_list(view, "affiliations", text_views("affiliation", profile.affiliations));
  put_list(view, "terms", term_views(context, profile));
  put_flag(view, "ambiguous", profile.ambiguous);
  put_list(view, "candidates", candidate_views(context, profile));
  put_text(view, "same_name_url", author_url(context, "", profile.name));
  put_papers(view, context, profile, request, papers);
  return view;
}

View authors_view(const PageContext& context, const schema::AuthorSearchRequest& request,
                  const schema::AuthorSearchResult& result) {
  std::string command = id_command("author", result.q);
  View view = frame_view(context, {result.q.empty() ? "Authors" : "Authors: " + result.q, result.q,
                                   result.q.empty() ? "" : command, true});
  put_text(view, "q", result.q);
  put_text(view, "total",
           (result.total.exact ? "" : "at least ") + counted(result.total.value, "author", "authors"));
  std::vector<View> authors;
  for (const schema::AuthorHit& hit : result.hits) authors.push_back(author_hit_view(context, hit));
  put_list(view, "authors", authors);
  const auto shown = static_cast<std::int64_t>(result.hits.size());
  put_pager(view, PageOfList{request.offset, request.limit, shown, result.total}, [&](std::int64_t offset) {
    schema::AuthorSearchRequest other = request;
    other.offset = offset;
    return name_url(context, other);
  });
  schema::AuthorSearchRequest first = request;
  first.offset = 0;
  if (first.limit == 0) first.limit = schema::limits::kPageDefault.value;
  put_text(view, "first_url", result.total.value > 0 && shown == 0 ? name_url(context, first) : "");
  put_flag(view, "nobody", result.total.value == 0);
  put_flag(view, "filtered", !request.categories.empty() || !request.years.empty());
  schema::SearchRequest papers;
  papers.q = result.q;
  put_text(view, "papers_url", search_url(context, papers));
  return view;
}

}  // namespace incipit::server::web
