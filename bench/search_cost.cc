// What queries cost:  search_cost INDEX QUERIES [--facets] [--limit N] [--passes N]
//
// QUERIES has a line for each query, "CLASS<tab>QUERY". Each is asked in turn of one searcher, in passes over the whole
// file; the figures are of the last pass, thread CPU time. For each class: queries, p50, p95 and most in milliseconds, and
// how many were answered with an error; with --each a line for each query.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "bench/asked_index.h"
#include "bench/cpu_time.h"

namespace {

using incipit::bench::at_share;
using incipit::bench::cpu_ms;

struct Asked {
  std::string kind, query;
  double ms = 0;
  std::string answer;  // the total, or the error
  bool refused = false;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("What queries cost, in thread CPU time");
  std::string index, queries;
  bool facets = false, each = false;
  int limit = 10, passes = 3;
  app.add_option("INDEX", index)->required();
  app.add_option("QUERIES", queries, "lines of CLASS<tab>QUERY")->required();
  app.add_flag("--facets", facets, "with exact counts of categories and years");
  app.add_flag("--each", each, "a line for each query too");
  app.add_option("--limit", limit)->capture_default_str();
  app.add_option("--passes", passes)->capture_default_str()->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);

  const auto opened = incipit::bench::open_asked(index);
  if (!opened) return 1;
  std::vector<Asked> asked;
  std::ifstream in(queries);
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    if (tab != line.npos) asked.push_back({line.substr(0, tab), line.substr(tab + 1), 0, {}, false});
  }
  if (asked.empty()) return std::fprintf(stderr, "%s has no line of CLASS<tab>QUERY\n", queries.c_str()), 1;

  for (int pass = 0; pass < passes; ++pass) {
    for (Asked& one : asked) {
      incipit::schema::SearchRequest request;
      request.q = one.query;
      request.limit = limit;
      request.highlight = incipit::schema::HighlightMode::none;
      if (facets) request.facets = {incipit::schema::FacetField::category, incipit::schema::FacetField::year};
      const double before = cpu_ms();
      const auto found = opened->searcher->search(request);
      one.ms = cpu_ms() - before;
      one.refused = !found;
      one.answer = found ? std::to_string(found->total.value) : found.error().message;
    }
  }
  std::map<std::string, std::vector<double>> times;
  std::map<std::string, int> refused;
  for (const Asked& one : asked) {
    if (each) std::printf("%9.3f ms  %s  [%s]\n", one.ms, one.query.c_str(), one.answer.c_str());
    times[one.kind].push_back(one.ms);
    refused[one.kind] += one.refused ? 1 : 0;
  }
  std::printf("%-16s %8s %10s %10s %10s %8s\n", "class", "queries", "p50 ms", "p95 ms", "most ms", "errors");
  for (auto& [kind, values] : times) {
    std::sort(values.begin(), values.end());
    std::printf("%-16s %8zu %10.3f %10.3f %10.3f %8d\n", kind.c_str(), values.size(), at_share(values, 0.5), at_share(values, 0.95),
                values.back(), refused[kind]);
  }
}
