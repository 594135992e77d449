// Words, phrases, beginnings of words and what NEAR joins as parts of a plan.
//
// Threads: one (the Analyser is borrowed).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "query/ast.h"
#include "query/other_forms.h"
#include "query/plan.h"
#include "query/plan_draft.h"

namespace incipit::query {

class WordPlanner {
 public:
  // Both must outlive this object.
  WordPlanner(analysis::Analyser& analyser, PlanDraft& draft) : analyser_(analyser), draft_(draft) {}

  // What a paper must have of bare words.
  struct BareWords {
    std::vector<PlanNode> required;     // all of them
    std::vector<PlanNode> typed;        // the same word by word, each once, without other forms
    std::vector<PlanNode> other_forms;  // any of which says something too
  };
  // With `note_stop_words` those that are not required are told.
  [[nodiscard]] BareWords words(const AstNode& leaf, PartContext context, bool note_stop_words);
  // The forms typed, side by side: of quotes and of =word.
  [[nodiscard]] std::optional<PlanNode> phrase(const AstNode& leaf, PartContext context);
  [[nodiscard]] std::optional<PlanNode> beginning(const AstNode& leaf, PartContext context);
  [[nodiscard]] std::optional<PlanNode> near(const AstNode& node, PartContext context);
  // From now on words that are too many are cut to the rarest; `frequency` must outlive this object.
  void cut_to_rarest(const TermFrequency& frequency) { frequency_ = &frequency; }
  // From now on unfielded words that are not excluded also find their other forms; `finder` must outlive this object.
  void find_other_forms(const FormFinder& finder) { finder_ = &finder; }
  // What is left of the words that were cut last, as typed.
  [[nodiscard]] const std::optional<std::string>& cut_text() const { return cut_text_; }
  // Whether a leaf has something besides unquoted stop words.
  [[nodiscard]] bool has_content(const AstNode& leaf);

 private:
  struct TypedWord {
    analysis::QueryWord word;
    std::string text;  // as typed
  };
  [[nodiscard]] static std::vector<TypedWord> words_of(const AstNode& leaf, analysis::Analyser& analyser);
  // Leaves the rarest of different words, as many as the limit allows. Words that no paper has go first.
  void cut(std::vector<TypedWord>& typed, schema::Field field);
  // What the words from `first` on have together besides what was typed: how many they are, and any of which will do.
  struct Widened {
    std::size_t words = 1;
    std::vector<PlanNode> forms;
  };
  Widened other_forms(const std::vector<TypedWord>& typed, std::size_t first, const AstNode& leaf);
  PlanNode word(const analysis::QueryWord& word, const AstNode& leaf, PartContext context);
  // Papers with a word: with its stem, or where a text in another language has it, with what that is found by.
  PlanNode term(schema::Field field, const std::string& form, const std::string& stem, PartContext context, std::size_t offset);
  // Lets a word rank; what it is found by besides its stem, empty for nothing.
  std::string rank_word(schema::Field field, const std::string& form, const std::string& stem, PartContext context, std::size_t offset);
  PlanNode beginning_of(schema::Field field, const std::string& text, PartContext context, std::size_t offset);
  PlanNode last_word(const analysis::QueryWord& word, const AstNode& leaf, PartContext context);
  // Where an operand of NEAR can stand: phrases, any of which will do.
  std::vector<PlanNode> places(const AstNode& operand, PartContext context);
  std::vector<PlanNode> places_of_words(const AstNode& leaf, PartContext context);
  void add_word(PlanNode& phrase, PhraseWord word, std::size_t offset);

  analysis::Analyser& analyser_;
  PlanDraft& draft_;
  const TermFrequency* frequency_ = nullptr;
  const FormFinder* finder_ = nullptr;
  std::optional<std::string> cut_text_;
};

}  // namespace incipit::query
