#include "server/web/search_view.h"

#include <algorithm>

#include "schema/ascii.h"
#include "server/web/filter_view.h"
#include "server/web/frame_view.h"
#include "server/web/hit_view.h"
#include "server/web/list_view.h"
#include "server/web/urls.h"
#include "server/web/wording.h"

namespace incipit::server::web {
namespace {

using schema::SearchRequest;
using schema::SearchResult;

std::vector<View> hit_views(const PageContext& context, const SearchResult& result) {
  std::vector<View> views;
  for (const schema::Hit& hit : result.hits) {
    views.push_back(hit_view(context, hit, {HitText::snippet, ""}));
  }
  return views;
}

View note_view(const std::string& code, const std::string& text) {
  View view = make_view();
  put_text(view, "note_code", code);
  put_text(view, "note_text", text);
  put_text(view, "note_url", "");
  put_text(view, "note_link", "");
  return view;
}

View relaxed_view(const PageContext& context, const SearchRequest& request, const SearchResult& result,
                  const schema::QueryNote& note) {
  const std::int64_t strict = note.strict_total.value_or(0);
  const std::string found = counted(result.total.value, "paper", "papers");
  if (strict == 0) {
    return note_view(note.code,
                     "No paper matches all the words, so these " + found + " match any of them, best first.");
  }
  View view =
      note_view(note.code, "Only " + counted(strict, "paper matches", "papers match") +
                               " all the words, so these " + found + " match any of them, best first.");
  SearchRequest all = for_page(request);
  all.match = schema::MatchMode::all;
  all.offset = 0;
  put_text(view, "note_url", search_url(context, all));
  put_text(view, "note_link", "Require all words (" + grouped(strict) + ")");
  return view;
}

View synonym_view(const PageContext& context, const SearchRequest& request, const schema::QueryNote& note) {
  View view = note_view(note.code, note.message);
  SearchRequest typed = for_page(request);
  typed.synonyms = false;
  typed.offset = 0;
  put_text(view, "note_url", search_url(context, typed));
  put_text(view, "note_link", "Only what was typed");
  return view;
}

// What to try when nothing was found: each a sentence, some with an address.
std::vector<View> suggestions(const PageContext& context, const SearchRequest& request,
                              const SearchResult& result) {
  std::vector<View> views;
  const auto add = [&](const std::string& text, const std::string& url) {
    View view = make_view();
    put_text(view, "try_text", text);
    put_text(view, "try_url", url);
    views.push_back(view);
  };
  SearchRequest changed = for_page(request);
  changed.offset = 0;
  if (result.total.value > 0) add("Go to the first page of these results", search_url(context, changed));
  if (has_filters(request)) add("Remove all filters", search_url(context, without_filters(request)));
  if (!request.q.empty() && request.match != schema::MatchMode::any) {
    changed.match = schema::MatchMode::any;
    add("Match any of the words instead of all", search_url(context, changed));
  }
  if (!request.q.empty()) {
    add("Look for people with this name", author_url(context, "", request.q));
    add("Check the spelling, use fewer words, or leave out quotes", "");
  }
  add("Browse all papers, newest first", context.base + "/search");
  return views;
}

std::string why_nothing(const SearchRequest& request, const SearchResult& result) {
  if (result.total.value > 0) {
    return "There are " + counted(result.total.value, "result", "results") + ", but none from number " +
           grouped(request.offset + 1) + " on.";
  }
  if (result.index.documents == 0) return "The index holds no papers yet.";
  const std::string held =
      "None of the " + counted(result.index.documents, "paper", "papers") + " in this index ";
  if (has_filters(request)) return held + "matches both the query and the filters above.";
  return held + (request.match == schema::MatchMode::any ? "has any of these words." : "matches this query.");
}

// Longer words of a title, as a plain query that surely finds it.
std::string words_of(const std::string& title) {
  std::string words;
  int count = 0;
  for (std::size_t at = 0; at < title.size() && count < 3;) {
    std::size_t end = at;
    while (end < title.size() && schema::is_ascii_letter(title[end])) ++end;
    const bool after_space = at == 0 || title[at - 1] == ' ';
    const bool whole =
        after_space && (end == title.size() || title[end] == ' ' || title[end] == ':' || title[end] == '?');
    if (end - at >= 6 && whole) {
      if (count++ > 0) words += ' ';
      words += schema::lower_ascii(std::string_view(title).substr(at, end - at));
    }
    at = end + 1;
  }
  return words;
}

std::vector<View> example_views(const PageContext& context, const SearchResult& newest) {
  std::vector<View> views;
  const auto add = [&](const SearchRequest& request, const std::string& shown, const std::string& meaning) {
    View view = make_view();
    put_text(view, "example_text", shown);
    put_text(view, "example_meaning", meaning);
    put_text(view, "example_url", search_url(context, request));
    views.push_back(view);
  };
  const auto add_query = [&](const std::string& q, const std::string& meaning) {
    SearchRequest request;
    request.q = q;
    add(request, q, meaning);
  };
  if (newest.hits.empty()) return views;
  const schema::Paper& paper = newest.hits.front().paper;
  if (const std::string words = words_of(paper.title); !words.empty()) {
    add_query(words, "words, best match first");
    const std::string first = words.substr(0, words.find(' '));
    add_query("title:" + first, "a word in the title");
  }
  if (!paper.authors.empty() && paper.authors.front().name.find('"') == std::string::npos) {
    add_query("author:\"" + paper.authors.front().name + "\"", "a person, in any name order");
  }
  if (const std::string code = paper.primary(); !code.empty()) {
    SearchRequest request;
    request.filters.category.any_of = {code};
    add(request, code, "a category, newest first");
  }
  if (paper.published) {
    const int year = paper.published->year();
    SearchRequest request;
    request.filters.years = {{year - 1, year}};
    add(request, std::to_string(year - 1) + "–" + std::to_string(year), "years");
  }
  return views;
}

// Papers of a list of citations or references that the index does not have.
std::string outside_in_words(const schema::OutsidePapers& outside) {
  constexpr std::size_t kNamed = 20;
  const std::vector<std::string> named(outside.ids.begin(), outside.ids.begin() + static_cast<std::ptrdiff_t>(std::min(outside.ids.size(), kNamed)));
  const std::int64_t more = outside.total - static_cast<std::int64_t>(named.size());
  return "Besides " + counted(outside.total, "paper", "papers") + " that this index does not have: " + schema::joined(named, ", ") +
         (more > 0 ? " and " + grouped(more) + " more" : "") + ".";
}

}  // namespace

void put_notes(View& view, const PageContext& context, const SearchRequest& request,
               const SearchResult& result) {
  std::vector<View> notes;
  for (const schema::QueryNote& note : result.query.notes) {
    notes.push_back(note.code == "relaxed"   ? relaxed_view(context, request, result, note)
                    : note.code == "synonym" ? synonym_view(context, request, note)
                                             : note_view(note.code, note.message));
  }
  if (result.outside && result.outside->total > 0) notes.push_back(note_view("outside", outside_in_words(*result.outside)));
  put_list(view, "notes", notes);
  std::vector<View> corrections;
  for (const auto& [correction, words] : result.query.corrections) {
    SearchRequest corrected = for_page(request);
    corrected.q = correction;
    corrected.offset = 0;
    View item = make_view();
    put_text(item, "correction", correction);
    put_text(item, "correction_url", search_url(context, corrected));
    corrections.push_back(item);
  }
  put_list(view, "corrections", corrections);
  std::vector<View> cards;
  for (const auto& [author, papers] : result.authors) {
    View card = make_view();
    put_text(card, "card_name", author.name);
    put_text(card, "card_url", author_url(context, author.id, author.name));
    put_text(card, "card_papers", counted(papers, "paper", "papers"));
    cards.push_back(card);
  }
  put_list(view, "cards", cards);
}

View search_view(const PageContext& context, const SearchRequest& request, const SearchResult& result) {
  const std::string title = request.q.empty() ? "Papers" : request.q;
  View view = frame_view(context, {title, request.q, search_command(request), true});
  const AddressOf address_of = [&](const SearchRequest& other) { return search_url(context, other); };
  put_text(view, "q", request.q);
  put_text(view, "total",
           (result.total.exact ? "" : "at least ") + counted(result.total.value, "paper", "papers"));
  put_text(view, "order", std::string{sort_label(result.sort)});
  put_notes(view, context, request, result);
  put_list(view, "sorts",
           result.hits.empty() ? std::vector<View>{} : sort_views(request, result, address_of));
  put_list(view, "chips", chip_views(context, request, result));
  put_text(view, "clear_url", has_filters(request) ? search_url(context, without_filters(request)) : "");
  put_list(view, "facets", facet_views(context, request, result));
  put_list(view, "hits", hit_views(context, result));
  put_flag(view, "nothing", result.hits.empty());
  put_text(view, "why_nothing", why_nothing(request, result));
  put_list(view, "suggestions", suggestions(context, request, result));
  put_text(view, "people_url", request.q.empty() ? "" : author_url(context, "", request.q));
  put_pager(view, request, result, address_of);
  return view;
}

View home_view(const PageContext& context, const SearchResult& newest) {
  View view = frame_view(context, {"", "", "", false});
  put_list(view, "examples", example_views(context, newest));
  put_list(view, "hits", hit_views(context, newest));
  put_text(view, "index_built_by", context.index.program);
  return view;
}

}  // namespace incipit::server::web
