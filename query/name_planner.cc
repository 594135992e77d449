#include "query/name_planner.h"

#include <algorithm>
#include <utility>

#include "query/characters.h"
#include "query/plan_nodes.h"

namespace incipit::query {

using analysis::Token;
using schema::Field;

std::optional<PlanNode> NamePlanner::plan(const AstNode& leaf, PartContext context) {
  if (leaf.kind == AstKind::words && !leaf.first_author) return bare_names(leaf, context);
  if (leaf.kind == AstKind::beginning) return bare_name(leaf.text, leaf, leaf.offset, context);
  const Forms forms = forms_of(leaf.text, false);
  if (forms.words.empty()) {
    draft_.repair("a name without letters was left out", leaf.offset);
    return std::nullopt;
  }
  return name(forms, leaf, leaf.offset, context);
}

NamePlanner::Forms NamePlanner::forms_of(const std::string& text, bool last_is_beginning) {
  Forms forms;
  const std::string shown = analysis::display_text(text);
  for (Token& token : analyser_.name_tokens(text)) {
    const auto original = std::find_if(forms.words.begin(), forms.words.end(), [&](const Token& word) {
      return word.begin == token.begin && word.end == token.end;
    });
    if (original != forms.words.end()) {
      forms.spelled_out[static_cast<std::size_t>(original - forms.words.begin())] = token.form;
      forms.has_variant = true;
      continue;
    }
    forms.spelled_out.push_back(token.form);
    forms.beginnings.push_back(token.end < shown.size() && shown[token.end] == '*' && can_be_beginning(token.form));
    forms.words.push_back(std::move(token));
  }
  if (last_is_beginning && !forms.words.empty()) forms.beginnings.back() = can_be_beginning(forms.words.back().form);
  return forms;
}

std::optional<PlanNode> NamePlanner::bare_names(const AstNode& leaf, PartContext context) {
  std::vector<PlanNode> names;
  for (std::size_t begin = 0; begin < leaf.text.size();) {
    if (const std::size_t blank = blank_length(leaf.text, begin)) {
      begin += blank;
      continue;
    }
    std::size_t end = begin;
    while (end < leaf.text.size() && blank_length(leaf.text, end) == 0) ++end;
    auto one = bare_name(leaf.text.substr(begin, end - begin), leaf, leaf.offset + begin, context);
    if (one) names.push_back(std::move(*one));
    begin = end;
  }
  if (names.empty()) draft_.repair_unsearchable(leaf.offset);
  return combined(PlanKind::all_of, std::move(names));
}

std::optional<PlanNode> NamePlanner::bare_name(const std::string& word, const AstNode& leaf, std::size_t offset,
                                               PartContext context) {
  const Forms forms = forms_of(word, leaf.kind == AstKind::beginning);
  if (forms.words.empty()) {
    if (leaf.kind == AstKind::beginning) draft_.repair_unsearchable(offset);
    return std::nullopt;
  }
  // del_maestro: one author's name
  if (forms.words.size() > 1 || leaf.first_author) return name(forms, leaf, offset, context);
  PlanNode plain = single(forms.words.front().form, forms.beginnings.front(), context, offset);
  if (!forms.has_variant) return plain;
  return either(std::move(plain), single(forms.spelled_out.front(), forms.beginnings.front(), context, offset));
}

PlanNode NamePlanner::single(const std::string& form, bool beginning, PartContext context, std::size_t offset) {
  PlanNode node = node_of(beginning ? PlanKind::beginning : PlanKind::term, Field::author);
  node.term = form;
  draft_.rank(Field::author, form, context, offset);
  if (beginning) draft_.count_beginning(offset);
  return node;
}

std::optional<PlanNode> NamePlanner::name(const Forms& forms, const AstNode& leaf, std::size_t offset, PartContext context) {
  PlanNode name = node_of(PlanKind::name, Field::author);
  name.first_author = leaf.first_author;
  PlanNode spelled_out = name;
  for (std::size_t i = 0; i < forms.words.size(); ++i) {
    const Token& word = forms.words[i];
    const std::size_t at = offset + word.begin;
    const WordMatch match = forms.beginnings[i] ? WordMatch::beginning : WordMatch::form;
    const bool initial = analysis::is_initial(word.form);
    if (!initial) draft_.rank(Field::author, word.form, context, at);
    if (forms.beginnings[i]) draft_.count_beginning(at);
    name.words.push_back({word.form, word.form, false, match});
    spelled_out.words.push_back({forms.spelled_out[i], forms.spelled_out[i], false, match});
    draft_.check_phrase_words(name.words.size(), at);
    if (!initial && forms.spelled_out[i] != word.form) draft_.rank(Field::author, forms.spelled_out[i], context, at);
  }
  draft_.count_leaf(name, offset);
  if (!forms.has_variant) return name;
  return either(std::move(name), std::move(spelled_out));
}

}  // namespace incipit::query
