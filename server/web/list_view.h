// What lists of papers share: sort links and the pager.
#pragma once

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

// Puts "Results 11–20 of 243" and the addresses of the pages before and after into `view`.
void put_pager(View& view, const schema::SearchRequest& request, const schema::SearchResult& result,
               const AddressOf& address_of);

}  // namespace incipit::server::web
