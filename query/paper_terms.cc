#include "query/paper_terms.h"

#include <utility>

namespace incipit::query {

std::map<std::string, std::int64_t> content_terms(const schema::Paper& paper, analysis::Analyser& analyser) {
  std::map<std::string, std::int64_t> counts;
  for (const std::string* text : {&paper.title, &paper.abstract}) {
    for (std::string& term : analyser.analyse(*text).terms) {
      if (!analysis::is_stop_word(term)) ++counts[std::move(term)];
    }
  }
  return counts;
}

}  // namespace incipit::query
