// Citations by plain loops over papers: what the graph of an index and the statistics from it are held against.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "schema/author.h"
#include "schema/paper.h"

namespace incipit::testing {

// A row of a table of citations.
struct NaiveEdge {
  std::string citing, cited;
  std::string date;  // as parse_date reads it, "" for none
  std::string source;
};

// Papers as runs of an indexer leave them: records replace whole, citations and the only references stay.
class NaiveCitations {
 public:
  // One run: records first, then the rows of its tables.
  void run(const std::vector<schema::Paper>& records, const std::vector<NaiveEdge>& edges);
  void remove(const std::string& id) { papers_.erase(id); }

  [[nodiscard]] const std::map<std::string, schema::Paper>& papers() const { return papers_; }
  // Rows that named no paper, of all runs.
  [[nodiscard]] int unmatched() const { return unmatched_; }

  [[nodiscard]] bool cites(const schema::Paper& citing, const schema::Paper& cited) const;
  [[nodiscard]] std::set<std::string> citing(const std::string& id) const;
  [[nodiscard]] std::set<std::string> cited(const std::string& id) const;
  [[nodiscard]] std::vector<std::string> citing_outside(const std::string& id) const;
  [[nodiscard]] std::vector<std::string> cited_outside(const std::string& id) const;

  struct Citation {
    std::optional<int> year;
    bool known = false;  // by a paper of the index
    bool own = false;    // and by the author
  };
  // Every citation of a paper; `author` by name.
  [[nodiscard]] std::vector<Citation> citations(const std::string& id, const std::string& author) const;

 private:
  [[nodiscard]] const schema::Paper* named(const std::string& identifier) const;

  std::map<std::string, schema::Paper> papers_;
  int unmatched_ = 0;
};

// The statistics from single citations of some papers, by name; a value of nullopt is one that is missing.
struct NaiveCitationFigures {
  std::map<std::string, std::optional<double>> values;
  std::vector<schema::YearCount> by_year, h_by_year;  // empty: missing
};
[[nodiscard]] NaiveCitationFigures figures_of(const NaiveCitations& all, const std::vector<std::string>& ids, const std::string& author, int clock);

}  // namespace incipit::testing
