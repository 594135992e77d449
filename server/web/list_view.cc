#include "server/web/list_view.h"

#include <algorithm>

#include "schema/limits.h"
#include "server/web/urls.h"
#include "server/web/wording.h"

namespace incipit::server::web {
namespace {

using schema::Sort;
using schema::SortKey;

bool any_citations(const schema::SearchResult& result) {
  return std::any_of(result.hits.begin(), result.hits.end(),
                     [](const schema::Hit& hit) { return hit.paper.leading_citations() != nullptr; });
}

}  // namespace

std::vector<View> sort_views(const schema::SearchRequest& request, const schema::SearchResult& result,
                             const AddressOf& address_of) {
  struct Choice {
    Sort sort;
    std::string label;
  };
  std::vector<Choice> choices;
  if (!request.q.empty()) choices.push_back({{SortKey::relevance, false}, "Relevance"});
  choices.push_back({{SortKey::published, false}, "Newest"});
  choices.push_back({{SortKey::published, true}, "Oldest"});
  if (any_citations(result)) choices.push_back({{SortKey::citations, false}, "Most cited"});
  choices.push_back({{SortKey::title, false}, "Title"});
  const auto used = [&](const Choice& choice) { return choice.sort == result.sort; };
  if (std::none_of(choices.begin(), choices.end(), used)) {
    choices.push_back({result.sort, std::string{sort_label(result.sort)}});
  }
  std::vector<View> views;
  for (const Choice& choice : choices) {
    schema::SearchRequest sorted = for_page(request);
    sorted.sort = choice.sort;
    sorted.offset = 0;
    View view = make_view();
    put_text(view, "sort_label", choice.label);
    put_text(view, "sort_url", address_of(sorted));
    put_flag(view, "sort_used", used(choice));
    views.push_back(view);
  }
  return views;
}

void put_pager(View& view, const schema::SearchRequest& request, const schema::SearchResult& result,
               const AddressOf& address_of) {
  const auto shown = static_cast<std::int64_t>(result.hits.size());
  const std::int64_t end = request.offset + shown;
  const bool paged = shown > 0 && (request.offset > 0 || end < result.total.value);
  put_flag(view, "pager", paged);
  put_text(view, "pager_range",
           grouped(request.offset + 1) + "–" + grouped(end) + " of " +
               (result.total.exact ? "" : "at least ") + grouped(result.total.value));
  schema::SearchRequest other = for_page(request);
  other.offset = std::max<std::int64_t>(0, request.offset - request.limit);
  put_text(view, "previous_url", paged && request.offset > 0 ? address_of(other) : "");
  const bool more = paged && end < result.total.value;
  const bool reachable = end <= schema::limits::kOffset.value;
  other.offset = end;
  put_text(view, "next_url", more && reachable ? address_of(other) : "");
  put_flag(view, "pager_end", more && !reachable);
  put_text(view, "pager_limit", grouped(schema::limits::kOffset.value));
}

}  // namespace incipit::server::web
