#include "evaluation/run.h"

#include <algorithm>
#include <iomanip>
#include <limits>
#include <set>

#include "evaluation/columns.h"

namespace incipit::evaluation {

namespace {

schema::Result<void> check_id(const std::string& id) {
  if (const auto columns = columns_of(id); columns.size() == 1 && columns.front() == id) return {};
  return schema::fail(schema::ErrorCode::input_invalid, "the id '" + id + "' cannot be written to a run: it has white space");
}

}  // namespace

schema::Result<void> write_run(std::ostream& out, const Run& run, std::string_view tag, std::size_t before) {
  for (const auto& [question, papers] : run) {
    if (auto checked = check_id(question); !checked) return checked;
    for (const schema::RankedPaper& paper : papers) {
      if (auto checked = check_id(paper.id); !checked) return checked;
    }
  }
  for (const auto& [question, papers] : run) {
    std::size_t rank = before;
    for (const schema::RankedPaper& paper : papers) {
      out << question << " Q0 " << paper.id << ' ' << ++rank << ' '
          << std::setprecision(std::numeric_limits<double>::max_digits10) << paper.score << ' ' << tag << '\n';
    }
  }
  return {};
}

schema::Result<Run> read_run(std::istream& in) {
  struct Placed {
    long rank = 0;
    schema::RankedPaper paper;
  };
  std::map<std::string, std::vector<Placed>> placed;
  std::set<std::pair<std::string, std::string>> known;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const auto columns = columns_of(line);
    if (columns.empty()) continue;
    if (columns.size() != 6) return bad_line("run", number, "six columns are wanted: query, Q0, paper, rank, score, tag");
    Placed one{0, {columns[2], 0}};
    if (!read_number(columns[3], one.rank)) return bad_line("run", number, "the rank '" + columns[3] + "' is no whole number");
    if (!read_number(columns[4], one.paper.score)) return bad_line("run", number, "the score '" + columns[4] + "' is no number");
    if (!known.emplace(columns[0], columns[2]).second) return bad_line("run", number, "paper '" + columns[2] + "' comes twice for its query");
    placed[columns[0]].push_back(std::move(one));
  }
  Run run;
  for (auto& [question, papers] : placed) {
    std::stable_sort(papers.begin(), papers.end(), [](const Placed& a, const Placed& b) {
      return a.paper.score != b.paper.score ? a.paper.score > b.paper.score : a.rank < b.rank;
    });
    for (Placed& one : papers) run[question].push_back(std::move(one.paper));
  }
  return run;
}

}  // namespace incipit::evaluation
