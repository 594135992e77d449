// Random requests over the words, phrases and names of a corpus: what the searcher and plain loops are both
// asked.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "schema/paper.h"
#include "schema/request.h"

namespace incipit::testing {

class ReferenceQueries {
 public:
  // `author_ids`: the authors of each paper, for the filter on authors. Both must outlive this.
  ReferenceQueries(const std::vector<schema::Paper>& papers,
                   const std::map<std::string, std::vector<std::string>>& author_ids, std::uint64_t seed);

  [[nodiscard]] schema::SearchRequest next();

 private:
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  std::size_t below(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
  }
  template <class T>
  const T& one_of(const std::vector<T>& values) {
    return values[below(values.size())];
  }
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
  std::mt19937_64 random_;
  bool dated_;  // whether a paper has a date, so that there is something to boost by
};

}  // namespace incipit::testing
