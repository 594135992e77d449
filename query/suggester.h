// Suggestions while a query is typed: words, people, categories and papers.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "query/author_search.h"
#include "query/dictionary.h"
#include "query/hit_builder.h"
#include "query/title_finder.h"
#include "schema/error.h"
#include "schema/suggestion.h"

namespace incipit::query {

class Suggester {
 public:
  Suggester(const storage::Generation& generation, const std::vector<SegmentView>& segments, analysis::Analyser& analyser,
            const AuthorSearch& authors, const HitBuilder& hits)
      : generation_(generation), segments_(segments), analyser_(analyser), authors_(authors), hits_(hits), dictionary_(segments, analyser),
        titles_(segments, analyser) {}

  // All of the result but the index. Error: index_damaged. Throws Xapian::Error, DeadlineExceeded.
  [[nodiscard]] schema::Result<schema::SuggestResult> suggest(const schema::SuggestRequest& request, const Deadline& deadline);

 private:
  using Suggestions = std::vector<schema::Suggestion>;
  void add_words(const schema::SuggestRequest& request, Suggestions& list);
  void add_authors(const schema::SuggestRequest& request, const Deadline& deadline, Suggestions& list) const;
  void add_categories(const schema::SuggestRequest& request, Suggestions& list);
  [[nodiscard]] schema::Result<void> add_papers(const schema::SuggestRequest& request, const Deadline& deadline, Suggestions& list);

  struct Category {
    std::string code, folded_code, folded_short;
    std::vector<std::string> name_words;  // folded
  };
  // Of the index, made when first asked for.
  [[nodiscard]] const std::vector<Category>& categories();
  // How well a category fits, from 1 on; nullopt where it does not.
  [[nodiscard]] static std::optional<int> fit(const Category& category, const std::string& code, const std::vector<analysis::Token>& words,
                                              bool tolerant);

  const storage::Generation& generation_;
  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
  const AuthorSearch& authors_;
  const HitBuilder& hits_;
  Dictionary dictionary_;
  TitleFinder titles_;
  std::optional<std::vector<Category>> categories_;
};

}  // namespace incipit::query
