#include "server/web/pages.h"

#include <utility>
#include <vector>

#include "server/web/author_view.h"
#include "server/web/embedded.h"
#include "server/web/frame_view.h"
#include "server/web/paper_view.h"
#include "server/web/search_view.h"
#include "server/web/templates.h"

namespace incipit::server::web {
namespace {

std::string_view heading_of(const schema::Error& error, int status) {
  switch (error.code) {
    case schema::ErrorCode::paper_not_found:
      return "No such paper";
    case schema::ErrorCode::author_not_found:
      return "No such author";
    case schema::ErrorCode::route_not_found:
      return "No such page";
    case schema::ErrorCode::invalid_query:
      return "This query cannot be read";
    case schema::ErrorCode::unsupported_syntax:
      return "This query cannot be answered";
    case schema::ErrorCode::not_available:
      return "Not available in this index";
    case schema::ErrorCode::overloaded:
      return "Too many searches at once";
    case schema::ErrorCode::deadline_exceeded:
      return "This search took too long";
    case schema::ErrorCode::index_unavailable:
      return "The index is not available";
    default:
      return status >= 500 ? "Something went wrong here" : "This request cannot be answered";
  }
}

// The query in three parts: before the place of the fault, the character there, and what follows.
void put_place(View& view, const schema::Error& error, std::string_view q) {
  const bool known = error.parameter == "q" && error.offset && *error.offset <= q.size() && !q.empty();
  const auto continues = [&](std::size_t at) {
    return at < q.size() && (static_cast<unsigned char>(q[at]) & 0xC0U) == 0x80U;
  };
  std::size_t begin = known ? *error.offset : 0;
  while (begin > 0 && continues(begin)) --begin;
  std::size_t end = known && begin < q.size() ? begin + 1 : begin;
  while (continues(end)) ++end;
  put_flag(view, "place", known);
  put_text(view, "place_before", known ? std::string{q.substr(0, begin)} : "");
  put_text(view, "place_at", known ? std::string{q.substr(begin, end - begin)} : "");
  put_text(view, "place_after", known ? std::string{q.substr(end)} : "");
}

}  // namespace

PageIndex page_index(const schema::IndexInfo& info) {
  return {info.revision, info.program, info.papers, info.authors, info.as_of};
}

std::string home_page(const PageContext& context, const schema::SearchResult& newest) {
  return render("home.mustache", home_view(context, newest));
}

std::string search_page(const PageContext& context, const schema::SearchRequest& request,
                        const schema::SearchResult& result) {
  return render("search.mustache", search_view(context, request, result));
}

std::string paper_page(const PageContext& context, const schema::PaperResult& result) {
  return render("paper.mustache", paper_view(context, result));
}

std::string author_page(const PageContext& context, const schema::AuthorProfile& profile,
                        const schema::SearchRequest& request, const schema::SearchResult& papers) {
  return render("author.mustache", author_view(context, profile, request, papers));
}

std::string authors_page(const PageContext& context, const schema::AuthorSearchRequest& request,
                         const schema::AuthorSearchResult& result) {
  return render("authors.mustache", authors_view(context, request, result));
}

std::string error_page(const PageContext& context, const schema::Error& error, int status,
                       std::string_view q) {
  View view = frame_view(context, {std::string{heading_of(error, status)}, std::string{q}, "", true});
  put_place(view, error, q);
  put_text(view, "heading", std::string{heading_of(error, status)});
  put_text(view, "status", std::to_string(status));
  put_text(view, "message", error.message);
  put_text(view, "error_code", std::string{schema::public_name(error.code)});
  put_text(view, "parameter", error.parameter);
  put_text(view, "offset", error.offset ? std::to_string(*error.offset) : "");
  return render("error.mustache", view);
}

const Asset* asset(std::string_view name) {
  struct Kind {
    std::string_view ending;
    std::string_view content_type;
  };
  constexpr Kind kKinds[] = {
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
  };
  static const auto kAssets = [&] {
    std::vector<std::pair<std::string_view, Asset>> all;
    for (const auto& [file, bytes] : embedded_files()) {
      for (const Kind& kind : kKinds) {
        if (file.ends_with(kind.ending)) all.emplace_back(file, Asset{kind.content_type, bytes});
      }
    }
    return all;
  }();
  for (const auto& [file, found] : kAssets) {
    if (file == name) return &found;
  }
  return nullptr;
}

}  // namespace incipit::server::web
