// Papers that a query names as a whole: by their title or an identifier.
#include <algorithm>

#include "query/filter_value.h"
#include "tests/support/naive_search.h"

namespace incipit::testing {

NaiveIndex::Naming NaiveIndex::naming(const schema::SearchRequest& request) const {
  Naming naming;
  for (const auto& token : analyser_.tokens(analysis::display_text(request.q))) {
    naming.title.push_back({token.form, token.joined});
  }
  const auto parsed = query::parse_query(request.q, request.syntax);
  if (parsed && parsed->plain_words && parsed->root) naming.identifier = query::plan_identifier(parsed->root->text);
  return naming;
}

bool NaiveIndex::is_named(const Naming& naming, std::size_t paper) const {
  if (naming.identifier && matches(*naming.identifier, paper)) return true;
  using Named = std::vector<std::pair<std::string, bool>>;
  // Without an article before it.
  const auto begin_of = [](const Named& words) {
    const bool article = words.size() > 1 && !words[1].second &&
                         (words[0].first == "a" || words[0].first == "an" || words[0].first == "the");
    return words.begin() + (article ? 1 : 0);
  };
  if (naming.title.empty() || analysed_[paper].title.size() + 1 < naming.title.size()) return false;
  Named title;
  for (const Word& word : analysed_[paper].title) title.emplace_back(texts_[word.form], word.joined);
  return std::equal(begin_of(title), title.cend(), begin_of(naming.title), naming.title.cend(),
                    [](const auto& a, const auto& b) { return a.first == b.first; });
}

}  // namespace incipit::testing
