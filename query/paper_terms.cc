#include "query/paper_terms.h"

#include <utility>

#include "analysis/language.h"

namespace incipit::query {

std::map<std::string, std::int64_t> content_terms(const schema::Paper& paper, analysis::Analyser& analyser) {
  std::map<std::string, std::int64_t> counts;
  analysis::AnalysedText abstract = analyser.analyse(paper.abstract);
  analysis::AnalysedText title = analyser.analyse(paper.title, abstract.language);
  for (auto* text : {&title, &abstract}) {
    for (std::string& term : text->terms) {
      const bool says_nothing = analysis::is_stop_word(term) ||
                                (text->language == analysis::Language::other && analysis::is_function_word_elsewhere(term));
      if (!says_nothing) ++counts[std::move(term)];
    }
  }
  return counts;
}

}  // namespace incipit::query
