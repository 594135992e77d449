#include "bench/asking.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace incipit::bench {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

}  // namespace

std::uint64_t sum_of_squares(const std::vector<std::int64_t>& counts) {
  std::uint64_t sum = 0;
  for (const std::int64_t count : counts) sum += static_cast<std::uint64_t>(count) * static_cast<std::uint64_t>(count);
  return sum;
}

std::vector<AskedQuery> read_queries(const std::string& path) {
  std::vector<AskedQuery> queries;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const auto columns = split(line, '\t');
    if (columns.size() == 5) queries.push_back({columns[0], columns[1], split(columns[2], ' '), split(columns[3], ' ')});
  }
  return queries;
}

void ask_in_passes(const std::vector<AskedQuery>& queries, int passes, const std::function<Answer(const AskedQuery&, Mode)>& ask) {
  for (const auto& [mode, name] : {std::pair(Mode::page, "page"), std::pair(Mode::facets, "facets")}) {
    for (int pass = 1; pass <= passes; ++pass) {
      for (const auto& query : queries) {
        const double before = cpu_ms();
        const Answer answer = ask(query, mode);
        const double after = cpu_ms();
        if (pass < passes) continue;
        const double found = answer.records_from_ms < 0 ? answer.bare_ms : answer.records_from_ms - before;
        std::printf("%s\t%s\t%.6f\t%.6f\t%lld\t%llu\t%llu\n", name, query.kind.c_str(), after - before - std::max(answer.bare_ms, 0.0), found,
                    static_cast<long long>(answer.total), static_cast<unsigned long long>(answer.categories),
                    static_cast<unsigned long long>(answer.years));
      }
    }
  }
}

}  // namespace incipit::bench
