// What queries of make_queries cost in Incipit:  incipit_search [--passes N] INDEX QUERIES
//
// One Searcher, asked as the server asks it: the answer is the page of papers, read from their records, with the exact
// total, and with the facets. asking.h says what is printed.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "bench/asked_index.h"
#include "bench/asking.h"

namespace {

namespace bench = incipit::bench;
namespace schema = incipit::schema;

std::string between(const std::vector<std::string>& words, const std::string& separator) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

schema::SearchRequest request_of(const bench::AskedQuery& query, bench::Mode mode) {
  schema::SearchRequest request;
  request.q = query.text;
  request.limit = bench::kHits;
  request.highlight = schema::HighlightMode::none;
  request.match = schema::MatchMode::all;
  request.synonyms = false;  // the other engines have none
  if (query.kind.rfind("or", 0) == 0) request.q = between(query.forms, " OR ");
  if (query.kind == "phrase2") request.q = '"' + query.text + '"';
  if (query.kind == "title") {
    request.syntax = schema::QuerySyntax::text;
    request.match = schema::MatchMode::any;
  }
  if (mode == bench::Mode::facets) {
    request.facets = {schema::FacetField::category, schema::FacetField::year};
    request.facet_limit = bench::kFacetValues;
  }
  return request;
}

std::uint64_t digest(const schema::Facet& facet) {
  std::vector<std::int64_t> counts;
  for (const auto& value : facet.values) counts.push_back(value.count);
  return bench::sum_of_squares(counts);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program{"What queries cost in Incipit, in thread CPU time"};
  std::string index, file;
  int passes = 3;
  program.add_option("INDEX", index)->required();
  program.add_option("QUERIES", file, "what make_queries prints")->required();
  program.add_option("--passes", passes, "the last one is measured")->capture_default_str()->check(CLI::PositiveNumber);
  CLI11_PARSE(program, argc, argv);

  const auto opened = bench::open_asked(index);
  if (!opened) return 1;
  const auto queries = bench::read_queries(file);
  if (queries.empty()) return std::fprintf(stderr, "%s holds no queries\n", file.c_str()), 1;

  bench::ask_in_passes(queries, passes, [&](const bench::AskedQuery& query, bench::Mode mode) -> bench::Answer {
    const auto request = request_of(query, mode);
    bench::Answer answer;
    const double before = bench::cpu_ms();
    const auto bare = opened->searcher->rank(request, bench::kHits);
    answer.bare_ms = bench::cpu_ms() - before;
    const auto found = opened->searcher->search(request);
    if (!found || !bare) {
      answer.total = bench::kRefused;
      return answer;
    }
    answer.total = found->total.value;
    if (mode == bench::Mode::facets) {
      answer.categories = digest(found->facets[0]);
      answer.years = digest(found->facets[1]);
    }
    return answer;
  });
  return 0;
}
