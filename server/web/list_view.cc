#include "server/web/list_view.h"

#include <algorithm>

#include "schema/limits.h"
#include "server/web/urls.h"
#include "server/web/wording.h"

namespace incipit::server::web {
namespace {

using schema::Sort;
using schema::SortKey;

template <class Has>
bool any_has(const schema::SearchResult& result, const Has& has) {
  return std::any_of(result.hits.begin(), result.hits.end(), has);
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
  const auto counted = [](const schema::Hit& hit) { return hit.paper.leading_citations() != nullptr; };
  if (any_has(result, counted)) choices.push_back({{SortKey::citations, false}, "Most cited"});
  if (any_has(result, [](const schema::Hit& hit) { return hit.novelty.known(); })) choices.push_back({{SortKey::novelty, false}, "Most novel"});
  if (any_has(result, [](const schema::Hit& hit) { return hit.rank_score.known(); })) choices.push_back({{SortKey::rank, false}, "Rank score"});
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

void put_pager(View& view, const PageOfList& page,
               const std::function<std::string(std::int64_t)>& address_at) {
  const std::int64_t end = page.offset + page.shown;
  const bool paged = page.shown > 0 && (page.offset > 0 || end < page.total.value);
  put_flag(view, "pager", paged);
  put_text(view, "pager_range",
           grouped(page.offset + 1) + "–" + grouped(end) + " of " + (page.total.exact ? "" : "at least ") +
               grouped(page.total.value));
  const std::int64_t before = std::max<std::int64_t>(0, page.offset - page.limit);
  put_text(view, "previous_url", paged && page.offset > 0 ? address_at(before) : "");
  const bool more = paged && end < page.total.value;
  const bool reachable = end <= schema::limits::kOffset.value;
  put_text(view, "next_url", more && reachable ? address_at(end) : "");
  put_flag(view, "pager_end", more && !reachable);
  put_text(view, "pager_limit", grouped(schema::limits::kOffset.value));
}

void put_pager(View& view, const schema::SearchRequest& request, const schema::SearchResult& result,
               const AddressOf& address_of) {
  const auto shown = static_cast<std::int64_t>(result.hits.size());
  put_pager(view, PageOfList{request.offset, request.limit, shown, result.total}, [&](std::int64_t offset) {
    schema::SearchRequest other = for_page(request);
    other.offset = offset;
    return address_of(other);
  });
}

}  // namespace incipit::server::web
