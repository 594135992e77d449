// What each route does. A handler answers its call exactly once: at once, or from a thread of the search
// pool.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "query/search_pool.h"
#include "schema/date.h"
#include "server/api/routes.h"
#include "server/api/target.h"
#include "server/net/http.h"

namespace incipit::server::api {

// What all calls share; outlives every one of them.
struct Service {
  query::SearchPool& pool;
  std::function<schema::Date()> clock;          // today
  std::function<void(const std::string&)> log;  // faults, one line each; may be empty
  std::string openapi;                          // the document, made once
  std::atomic<bool> draining{false};
  // Streams that are being sent; outlives the service where one is.
  std::shared_ptr<std::atomic<int>> streams = std::make_shared<std::atomic<int>>(0);
};

// One request on its way to its reply.
struct Call {
  Service& service;
  HttpRequest request;
  Respond respond;
  Target target;
  const Route* route = nullptr;
  std::vector<std::string> values;  // of the route's path variables
  Parameters parameters;            // checked against the route's table
};
using CallPointer = std::shared_ptr<Call>;

void answer_papers(const CallPointer& call);
void answer_parse(const CallPointer& call);
void answer_export(const CallPointer& call);
void answer_statistics(const CallPointer& call);
void answer_facet(const CallPointer& call);
void answer_paper(const CallPointer& call);
void answer_similar_papers(const CallPointer& call);
void answer_novelty(const CallPointer& call);
void answer_citations(const CallPointer& call);
void answer_references(const CallPointer& call);
void answer_paper_batch(const CallPointer& call);
void answer_author_papers(const CallPointer& call);

void answer_suggest(const CallPointer& call);

void answer_authors(const CallPointer& call);
void answer_author(const CallPointer& call);
void answer_author_batch(const CallPointer& call);
void answer_author_evidence(const CallPointer& call);

void answer_index(const CallPointer& call);
void answer_live(const CallPointer& call);
void answer_ready(const CallPointer& call);
void answer_openapi(const CallPointer& call);
// Routes of the contract that this version does not have: 422 with the route's reason.
void answer_unavailable(const CallPointer& call);

void answer_home_page(const CallPointer& call);
void answer_search_page(const CallPointer& call);
void answer_paper_page(const CallPointer& call);
void answer_author_page(const CallPointer& call);
void answer_name_page(const CallPointer& call);
// 302 to the search for the category.
void answer_category_page(const CallPointer& call);
void answer_asset(const CallPointer& call);

}  // namespace incipit::server::api
