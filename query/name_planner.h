// Names of people in a query as parts of its plan.
//
// Threads: one (the Analyser is borrowed).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "query/ast.h"
#include "query/plan.h"
#include "query/plan_draft.h"

namespace incipit::query {

class NamePlanner {
 public:
  // Both must outlive this object.
  NamePlanner(analysis::Analyser& analyser, PlanDraft& draft) : analyser_(analyser), draft_(draft) {}

  // A leaf of the author field. Bare words may each be in the name of another author, unless that is to be the first
  // author's; a phrase is one author whose name has all its words, in any order. nullopt for one without letters.
  [[nodiscard]] std::optional<PlanNode> plan(const AstNode& leaf, PartContext context);
  // Whether there is anything in it to find.
  [[nodiscard]] bool has_content(const AstNode& leaf) { return !analyser_.name_tokens(leaf.text).empty(); }

 private:
  // Its words, and the same words with spelled-out variants ("mueller" for "Müller") where there are any.
  struct Forms {
    std::vector<analysis::Token> words;
    std::vector<std::string> spelled_out;  // parallel to `words`
    std::vector<bool> beginnings;          // parallel to `words`: a star follows
    bool has_variant = false;
  };

  Forms forms_of(const std::string& text, bool last_is_beginning);
  std::optional<PlanNode> bare_names(const AstNode& leaf, PartContext context);
  // `word` is without its star.
  std::optional<PlanNode> bare_name(const std::string& word, const AstNode& leaf, std::size_t offset, PartContext context);
  std::optional<PlanNode> name(const Forms& forms, const AstNode& leaf, std::size_t offset, PartContext context);
  PlanNode single(const std::string& form, bool beginning, PartContext context, std::size_t offset);

  analysis::Analyser& analyser_;
  PlanDraft& draft_;
};

}  // namespace incipit::query
