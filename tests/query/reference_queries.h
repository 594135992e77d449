// Random requests over the words, phrases and names of a corpus: what the searcher and plain loops are both
// asked.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "schema/paper.h"
#include "schema/request.h"
#include "tests/support/random.h"

namespace incipit::testing {

class ReferenceQueries : private Random {
 public:
  // `author_ids`: the authors of each paper, for the filter on authors. Both must outlive this.
  ReferenceQueries(const std::vector<schema::Paper>& papers,
                   const std::map<std::string, std::vector<std::string>>& author_ids, std::uint64_t seed);

  [[nodiscard]] schema::SearchRequest next();

 private:
  const schema::Paper& a_paper() { return one_of(papers_); }

  std::string word();
  std::string phrase();
  std::string name();
  std::string year_range();
  std::string beginning();
  std::string near();
  std::string acronym();  // or what one stands for
  std::string leaf();
  std::string expression(int depth);
  std::string query_text();
  schema::YearRange years();
  schema::FilterValues values(std::string (*of)(const schema::Paper&));
  void add_filters(schema::SearchFilters& filters);

  const std::vector<schema::Paper>& papers_;
  const std::map<std::string, std::vector<std::string>>& author_ids_;
  bool dated_;  // whether a paper has a date, so that there is something to boost by
};

}  // namespace incipit::testing
