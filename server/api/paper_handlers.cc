#include <nlohmann/json.hpp>
#include <utility>

#include "schema/result_json.h"
#include "server/api/answer_json.h"
#include "server/api/batch.h"
#include "server/api/formats.h"
#include "server/api/handlers.h"
#include "server/api/parameters.h"
#include "server/api/reply_schemas.h"

namespace incipit::server::api {
namespace {

using schema::Error;
using schema::ErrorCode;
using schema::fail_at;
using Fields = std::optional<std::vector<std::string>>;

schema::Result<HttpResponse> list_reply(const schema::Result<schema::SearchResult>& result, const Fields& fields) {
  if (!result) return tl::make_unexpected(result.error());
  auto document = schema::to_json(*result);
  if (fields) {
    for (auto& hit : document["results"]) keep_members(hit, *fields);
  }
  return json_reply(document);
}

// What a format has no place for.
schema::Result<void> check_shown(const Call& call) {
  for (const auto& [name, value] : call.parameters) {
    for (const std::string_view shown : {"facets", "facet_limit", "fields", "highlight", "explain"}) {
      if (name == shown) return fail_at(ErrorCode::invalid_parameter, name, name + " is for format=json alone");
    }
  }
  return {};
}

// A page of records as they are stored, with its place in the list as headers.
schema::Result<HttpResponse> page_in_format(query::Searcher& searcher, const schema::SearchRequest& request, writers::Format format) {
  const auto page = searcher.records(request);
  if (!page) return tl::make_unexpected(page.error());
  HttpResponse reply = formatted_reply(format, "incipit-" + page->index.revision.substr(0, 8));
  add_provenance(reply, page->index, page->query, page->total.value, searcher.info().as_of);
  if (!page->next_cursor.empty()) reply.headers.emplace_back("Incipit-Next-Cursor", page->next_cursor);
  reply.body = formatted_papers(format, page->papers);
  return reply;
}

void search_papers(const CallPointer& call, schema::SearchRequest request, Fields fields) {
  const auto form = asked_form(*call, Unacceptable::means_json);
  if (!form) return answer_error(*call, form.error());
  if (!form->json) {
    if (const auto checked = check_shown(*call); !checked) return answer_error(*call, checked.error());
    return answer_in_pool(call, [request = std::move(request), format = form->format](query::Searcher& searcher, const Call&) {
      return page_in_format(searcher, request, format);
    });
  }
  answer_in_pool(call, [request = std::move(request), fields = std::move(fields)](query::Searcher& searcher, const Call&) {
    return list_reply(searcher.search(request), fields);
  });
}

schema::Result<HttpResponse> paper_in_format(query::Searcher& searcher, const std::string& id, writers::Format format) {
  const auto paper = searcher.record(id);
  if (!paper) return tl::make_unexpected(paper.error());
  HttpResponse reply = formatted_reply(format, paper->id);
  reply.headers.emplace_back("Incipit-Revision", searcher.info().revision);
  reply.body = formatted_papers(format, {*paper});
  return reply;
}

}  // namespace

void answer_papers(const CallPointer& call) {
  auto request = parse_search_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  auto fields = parse_fields(call->parameters, paper_members());
  if (!fields) return answer_error(*call, fields.error());
  search_papers(call, std::move(*request), std::move(*fields));
}

void answer_parse(const CallPointer& call) { answer_json(call, parse_search_request(call->parameters), &query::Searcher::parse); }

void answer_author_papers(const CallPointer& call) {
  auto request = parse_search_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  auto fields = parse_fields(call->parameters, paper_members());
  if (!fields) return answer_error(*call, fields.error());
  if (!request->filters.author.any_of.empty()) {
    return answer_error(*call, author_named_twice());
  }
  request->filters.author.any_of = {call->values[0]};
  search_papers(call, std::move(*request), std::move(*fields));
}

namespace {

// The papers on the other side of the edges of the paper that the path names.
void answer_neighbours(const CallPointer& call, schema::FilterValues schema::SearchFilters::*filter, const char* name) {
  auto request = parse_search_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  auto fields = parse_fields(call->parameters, paper_members());
  if (!fields) return answer_error(*call, fields.error());
  auto& papers = (request->filters.*filter).any_of;
  if (!papers.empty()) {
    return answer_error(*call, Error{ErrorCode::invalid_parameter, "the path names the paper already", {}, name, {}});
  }
  papers = {call->values[0]};
  search_papers(call, std::move(*request), std::move(*fields));
}

}  // namespace

void answer_citations(const CallPointer& call) { answer_neighbours(call, &schema::SearchFilters::cites, "cites"); }

void answer_references(const CallPointer& call) { answer_neighbours(call, &schema::SearchFilters::cited_by, "cited_by"); }

void answer_paper(const CallPointer& call) {
  const auto form = asked_form(*call, Unacceptable::is_an_error);
  if (!form) return answer_error(*call, form.error());
  auto fields = parse_fields(call->parameters, paper_record_members());
  if (!fields) return answer_error(*call, fields.error());
  if (!form->json) {
    if (const auto checked = check_shown(*call); !checked) return answer_error(*call, checked.error());
    return answer_in_pool(call, [format = form->format](query::Searcher& searcher, const Call& asked) {
      return paper_in_format(searcher, asked.values[0], format);
    });
  }
  answer_in_pool(call,
                 [fields = std::move(*fields)](query::Searcher& searcher,
                                               const Call& asked) -> schema::Result<HttpResponse> {
                   const auto result = searcher.paper(asked.values[0]);
                   if (!result) return tl::make_unexpected(result.error());
                   auto document = schema::to_json(*result);
                   if (fields) keep_members(document, *fields);
                   return json_reply(document);
                 });
}

void answer_similar_papers(const CallPointer& call) {
  auto page = parse_search_request(call->parameters);
  if (!page) return answer_error(*call, page.error());
  auto fields = parse_fields(call->parameters, paper_members());
  if (!fields) return answer_error(*call, fields.error());
  answer_in_pool(call, [request = schema::SimilarRequest{call->values[0], page->limit, page->offset, page->cursor},
                        fields = std::move(*fields)](query::Searcher& searcher, const Call&) { return list_reply(searcher.similar(request), fields); });
}

void answer_novelty(const CallPointer& call) {
  answer_in_pool(call, [](query::Searcher& searcher, const Call& asked) -> schema::Result<HttpResponse> {
    const auto result = searcher.novelty(asked.values[0]);
    if (!result) return tl::make_unexpected(result.error());
    return json_reply(schema::to_json(*result));
  });
}

void answer_paper_batch(const CallPointer& call) {
  answer_batch(
      call, paper_record_members(), ErrorCode::paper_not_found,
      [](query::Searcher& searcher, const std::string& id) -> schema::Result<nlohmann::ordered_json> {
        const auto found = searcher.paper(id);
        if (!found) return tl::make_unexpected(found.error());
        return schema::to_json(*found);
      });
}

}  // namespace incipit::server::api
