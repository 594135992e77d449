// What lists of papers share: sort links and the pager.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "schema/request.h"
#include "schema/result.h"
#include "server/web/templates.h"

namespace incipit::server::web {

// The address of the page that answers a request.
using AddressOf = std::function<std::string(const schema::SearchRequest&)>;

[[nodiscard]] std::vector<View> sort_views(const schema::SearchRequest& request,
                                           const schema::SearchResult& result, const AddressOf& address_of);

// Which part of a list a page shows.
struct PageOfList {
  std::int64_t offset = 0;
  std::int64_t limit = 0;
  std::int64_t shown = 0;
  schema::Total total;
};
// Puts "Results 11–20 of 243" and the addresses of the pages before and after, by their offsets, into `view`.
void put_pager(View& view, const PageOfList& page,
               const std::function<std::string(std::int64_t)>& address_at);

// The same for a list of papers.
void put_pager(View& view, const schema::SearchRequest& request, const schema::SearchResult& result,
               const AddressOf& address_of);

}  // namespace incipit::server::web
