#include "query/paper_terms.h"

#include <utility>

namespace incipit::query {

std::map<std::string, std::int64_t> content_terms(const schema::Paper& paper, analysis::Analyser& analyser) {
  std::map<std::string, std::int64_t> counts;
  analysis::AnalysedText abstract = analyser.analyse(paper.abstract);
  analysis::AnalysedText title = analyser.analyse(paper.title, abstract.language);
  for (auto* text : {&title, &abstract}) {
    for (std::string& term : text->terms) {
      if (!analysis::is_stop_word(term)) ++counts[std::move(term)];
    }
  }
  return counts;
}

}  // namespace incipit::query
