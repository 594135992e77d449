// Rows of tables until all papers are known, and then the papers that they name. A figure goes to its paper. A citation goes to the
// paper that is cited where there is one, else to the references of the paper that cites: one place for each, so that it is
// counted once and goes with the paper that it says most of. Rows that name nobody go to the dead letters.
//
// Threads: one thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "corpus/tables.h"
#include "indexer/dead_letters.h"
#include "indexer/intake.h"

namespace incipit::indexer {

class TableRows {
 public:
  // `find`: the id of the paper that an identifier means, of this run or of the index.
  using Find = std::function<std::optional<std::string>(const std::string& identifier)>;

  void add(const corpus::InputFile& file, corpus::MetricTable table);
  // Whether a row names a paper.
  [[nodiscard]] bool name_papers() const;
  // Attaches all rows and forgets them. `stored`: what the index has of a paper, against limits::kEdgesPerPaper. Citations come
  // into an order of their own, so that the order of rows does not matter.
  void attach(const Find& find, const KnownPapers& stored, DeadLetters& dead, Intake& intake);

 private:
  struct Figure {
    corpus::InputFile file;
    corpus::MetricRow row;
  };
  struct Edge {
    std::size_t input = 0;  // in inputs_
    corpus::CitationRow row;
  };
  // Of each paper the edges that go to it, in the order of rows.
  using Edges = std::unordered_map<std::string, std::vector<std::size_t>>;

  void attach_figures(const Find& find, DeadLetters& dead, Intake& intake);
  void attach_cited(const Edges& cited, const KnownPapers& stored, DeadLetters& dead, Intake& intake);
  void attach_references(const Edges& citing, DeadLetters& dead, Intake& intake);
  void set_aside_edge(const Edge& edge, std::string_view code, std::string reason, DeadLetters& dead, Intake& intake) const;

  std::vector<std::string> inputs_;
  std::vector<Figure> figures_;
  std::vector<Edge> edges_;
};

}  // namespace incipit::indexer
