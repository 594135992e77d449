#include "query/word_planner.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>
#include <utility>

#include "query/plan_nodes.h"

namespace incipit::query {
namespace {

using analysis::QueryWord;
using analysis::Token;
using schema::Field;

// TeX accents in bare words become letters, as they did in the papers; other text stays, and its offsets with it.
std::string decoded(const std::string& text) { return text.find('\\') == text.npos ? text : analysis::display_text(text); }

// The parts of a compound written together.
std::string together(const QueryWord& word) {
  std::string form;
  for (const Token& part : word.parts) form += part.form;
  return form;
}

// Papers with a term, or with a second one where that is not empty.
PlanNode term_or(Field field, const std::string& term, const std::string& second) {
  const auto with = [&](const std::string& text) {
    PlanNode node = node_of(PlanKind::term, field);
    node.term = text;
    return node;
  };
  if (second.empty()) return with(term);
  return either(with(term), with(second));
}

PlanNode phrase_of(Field field, PhraseWord word) {
  PlanNode phrase = node_of(PlanKind::phrase, field);
  phrase.words.push_back(std::move(word));
  return phrase;
}

}  // namespace

// The words of a leaf; places in decoded text are not places in the query, so there each is at the beginning.
std::vector<WordPlanner::TypedWord> WordPlanner::words_of(const AstNode& leaf, analysis::Analyser& analyser) {
  const std::string text = decoded(leaf.text);
  std::vector<TypedWord> words;
  for (QueryWord& word : analyser.words(text)) {
    std::string typed = text.substr(word.begin, word.end - word.begin);
    if (text != leaf.text) {
      word.begin = 0;
      for (Token& part : word.parts) part.begin = 0;
    }
    words.push_back({std::move(word), std::move(typed)});
  }
  return words;
}

void WordPlanner::cut(std::vector<TypedWord>& typed, Field field) {
  const auto most = static_cast<std::size_t>(schema::limits::kQueryTerms.value);
  // Repeats counted, as nearly every query is: no closer look is needed.
  const auto with_repeats = std::accumulate(typed.begin(), typed.end(), std::size_t{0}, [](std::size_t sum, const TypedWord& one) {
    return sum + one.word.stems.size() + (one.word.joined_stem.empty() ? 0 : 1);
  });
  if (with_repeats <= most) return;

  struct Different {
    std::string key;
    std::set<std::string> terms;
    std::set<std::string> unstemmed;
    std::int64_t papers = 0;  // of its rarest term that any paper has
  };
  std::vector<Different> words;
  std::set<std::string> all_terms;
  const auto key_of = [](const TypedWord& one) {
    std::string key;
    for (const Token& part : one.word.parts) key += part.form + '-';
    return key;
  };
  for (const TypedWord& one : typed) {
    if (one.word.stop_word) continue;
    Different word{key_of(one), {one.word.stems.begin(), one.word.stems.end()}, {}, 0};
    if (std::any_of(words.begin(), words.end(), [&](const Different& known) { return known.key == word.key; })) continue;
    if (!one.word.joined_stem.empty()) word.terms.insert(one.word.joined_stem);
    for (const Token& part : one.word.parts) word.unstemmed.insert(analyser_.unstemmed(part.form));
    all_terms.insert(word.terms.begin(), word.terms.end());
    words.push_back(std::move(word));
  }
  if (all_terms.size() <= most) return;

  for (Different& word : words) {
    const auto count = [&](const std::string& term) {
      const std::int64_t papers = term.empty() ? 0 : (*frequency_)(field, term);
      if (papers > 0 && (word.papers == 0 || papers < word.papers)) word.papers = papers;
    };
    std::for_each(word.terms.begin(), word.terms.end(), count);
    if (word.papers == 0) std::for_each(word.unstemmed.begin(), word.unstemmed.end(), count);
  }
  const std::size_t different = words.size();
  std::stable_sort(words.begin(), words.end(), [](const Different& a, const Different& b) {
    return (a.papers == 0) != (b.papers == 0) ? b.papers == 0 : a.papers < b.papers;
  });
  std::set<std::string> kept, terms;
  for (const Different& word : words) {
    std::set<std::string> more = terms;
    more.insert(word.terms.begin(), word.terms.end());
    if (more.size() > most) continue;
    terms = std::move(more);
    kept.insert(word.key);
  }
  std::erase_if(typed, [&](const TypedWord& one) { return !kept.contains(key_of(one)); });
  cut_text_.emplace();
  for (const TypedWord& one : typed) *cut_text_ += (cut_text_->empty() ? "" : " ") + one.text;
  draft_.cut_words(different, kept.size());
}

bool WordPlanner::has_content(const AstNode& leaf) {
  if (leaf.kind != AstKind::words) return !analyser_.tokens(analysis::display_text(leaf.text)).empty();
  const auto words = analyser_.words(decoded(leaf.text));
  return std::any_of(words.begin(), words.end(), [](const QueryWord& word) { return !word.stop_word; });
}

WordPlanner::BareWords WordPlanner::words(const AstNode& leaf, PartContext context, bool note_stop_words) {
  std::vector<TypedWord> typed = words_of(leaf, analyser_);
  if (typed.empty()) draft_.repair_unsearchable(leaf.offset);
  if (frequency_ != nullptr) cut(typed, leaf.field);
  std::vector<std::optional<PlanNode>> built(typed.size());
  for (std::size_t i = 0; i < typed.size() && !draft_.error(); ++i) {
    const auto& [one, text] = typed[i];
    if (one.stop_word && !context.keep_stop_words) {
      if (note_stop_words) draft_.leave_out(text, leaf.offset + one.begin);
      continue;
    }
    PartContext of_word = context;
    of_word.asking = leaf.field == Field::text && one.parts.size() == 1 && analysis::is_asking_word(one.parts.front().form);
    if (of_word.asking && context.positive) draft_.note_asking(text, leaf.offset + one.begin);
    built[i] = word(one, leaf, of_word);
  }
  BareWords words;
  const auto once = [](std::vector<PlanNode>& nodes, const PlanNode& node) {
    if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) nodes.push_back(node);
  };
  const bool widens = finder_ != nullptr && leaf.field == Field::text && context.positive;
  for (std::size_t i = 0; i < built.size() && !draft_.error();) {
    Widened wider;
    if (widens && built[i]) wider = other_forms(typed, i, leaf);
    std::vector<PlanNode> parts;
    for (const std::size_t end = i + wider.words; i < end; ++i) {
      if (!built[i]) continue;
      once(words.typed, *built[i]);
      parts.push_back(std::move(*built[i]));
    }
    auto together = combined(PlanKind::all_of, std::move(parts));
    if (!together) continue;
    for (const PlanNode& form : wider.forms) words.other_forms.push_back(form);
    once(words.required, either(std::move(*together), combined(PlanKind::any_of, std::move(wider.forms))));
  }
  return words;
}

WordPlanner::Widened WordPlanner::other_forms(const std::vector<TypedWord>& typed, std::size_t first, const AstNode& leaf) {
  std::vector<std::string> stems;
  const auto most = static_cast<std::size_t>(schema::limits::kSynonymWords.value);
  for (std::size_t i = first; i < std::min(typed.size(), first + most); ++i) {
    std::string& word = stems.emplace_back();
    for (const std::string& stem : typed[i].word.stems) word += (word.empty() ? "" : " ") + stem;
  }
  Widened wider;
  const auto found = (*finder_)(stems);
  if (!found) return wider;
  wider.words = found->words;
  std::string text;
  std::vector<std::string> typed_terms;
  for (std::size_t i = first; i < first + found->words; ++i) {
    text += (text.empty() ? "" : " ") + typed[i].text;
    typed_terms.insert(typed_terms.end(), typed[i].word.stems.begin(), typed[i].word.stems.end());
  }
  const std::size_t offset = leaf.offset + typed[first].word.begin;
  for (const OtherForm& form : found->forms) {
    PlanNode phrase = node_of(PlanKind::phrase, leaf.field);
    std::vector<std::string> terms, unstemmed;  // texts have all of the one kind or of the other
    for (const PhraseWord& one : form.words) {
      terms.push_back(one.term);
      unstemmed.push_back(one.unstemmed.empty() ? one.term : one.unstemmed);
    }
    for (const PhraseWord& one : form.words) {
      add_word(phrase, one, offset);
      if (analysis::is_stop_word(one.form)) continue;
      draft_.also_rank({leaf.field, one.term, kOfOtherForm, false, terms, typed_terms, {}}, offset);
      if (!one.unstemmed.empty()) draft_.also_rank({leaf.field, one.unstemmed, kOfOtherForm, false, unstemmed, typed_terms, one.term}, offset);
    }
    draft_.note_other_form(text, form, offset);
    if (form.words.size() > 1) {
      draft_.count_leaf(phrase, offset);
      wider.forms.push_back(std::move(phrase));
    } else {
      wider.forms.push_back(term_or(leaf.field, form.words.front().term, form.words.front().unstemmed));
    }
  }
  return wider;
}

PlanNode WordPlanner::word(const QueryWord& word, const AstNode& leaf, PartContext context) {
  const std::size_t offset = leaf.offset + word.begin;
  if (word.stems.size() == 1) return term(leaf.field, word.parts.front().form, word.stems.front(), context, offset);
  if (!word.joined_stem.empty()) context.quarters = kOfCompound;
  std::vector<PlanNode> parts;
  PlanNode phrase = node_of(PlanKind::phrase, leaf.field);
  for (std::size_t i = 0; i < word.parts.size(); ++i) {
    const Token& part = word.parts[i];
    const bool stop_word = analysis::is_stop_word(part.form) && !word.stop_word;
    if (!stop_word || word.precise) {
      PartContext part_context = context;
      part_context.positive = context.positive && !stop_word;
      parts.push_back(term(leaf.field, part.form, word.stems[i], part_context, leaf.offset + part.begin));
    }
    add_word(phrase, {part.form, word.stems[i], false, WordMatch::form, analyser_.unstemmed(part.form)}, leaf.offset + part.begin);
  }
  PlanNode apart = word.precise ? std::move(phrase) : *combined(PlanKind::all_of, std::move(parts));
  if (word.joined_stem.empty()) return apart;
  return either(std::move(apart), term(leaf.field, together(word), word.joined_stem, context, offset));
}

std::optional<PlanNode> WordPlanner::phrase(const AstNode& leaf, PartContext context) {
  const std::string shown = analysis::display_text(leaf.text);
  const std::vector<Token> tokens = analyser_.tokens(shown);
  if (tokens.empty()) draft_.repair_unsearchable(leaf.offset);
  if (tokens.empty()) return std::nullopt;
  PlanNode phrase = node_of(PlanKind::phrase, leaf.field);
  for (const Token& token : tokens) {
    const std::size_t offset = leaf.offset + (shown == leaf.text ? token.begin : 0);
    const std::string stem = analyser_.stem(token.form);
    const bool star = leaf.kind == AstKind::phrase && token.end < shown.size() && shown[token.end] == '*' &&
                      can_be_beginning(token.form);
    const std::string unstemmed = rank_word(leaf.field, token.form, stem, context, offset);
    if (star) draft_.count_beginning(offset);
    add_word(phrase, {token.form, stem, token.joined && !phrase.words.empty(), star ? WordMatch::beginning : WordMatch::form, unstemmed},
             offset);
  }
  draft_.count_leaf(phrase, leaf.offset);
  return phrase;
}

std::optional<PlanNode> WordPlanner::beginning(const AstNode& leaf, PartContext context) {
  const std::vector<TypedWord> typed = words_of(leaf, analyser_);
  if (typed.empty()) draft_.repair_unsearchable(leaf.offset);
  std::vector<PlanNode> parts;
  for (const TypedWord& one : typed) {
    parts.push_back(&one == &typed.back() ? last_word(one.word, leaf, context) : word(one.word, leaf, context));
  }
  return combined(PlanKind::all_of, std::move(parts));
}

// The word that the star stands behind. Of a compound the last part may go on, and so may the parts written together.
PlanNode WordPlanner::last_word(const QueryWord& last, const AstNode& leaf, PartContext context) {
  const std::size_t offset = leaf.offset + last.begin;
  const Token& part = last.parts.back();
  const bool compound = last.parts.size() > 1;
  if (!can_be_beginning(part.form) && (!compound || last.joined_stem.empty())) {
    draft_.repair("a star needs three letters of a word before it and was left out", offset);
    return word(last, leaf, context);
  }
  if (!compound) return beginning_of(leaf.field, part.form, context, offset);
  if (!last.joined_stem.empty()) context.quarters = kOfCompound;
  PlanNode phrase = node_of(PlanKind::phrase, leaf.field);
  for (std::size_t i = 0; i < last.parts.size(); ++i) {
    const bool is_last = i + 1 == last.parts.size();
    const std::size_t part_offset = leaf.offset + last.parts[i].begin;
    const std::string unstemmed = rank_word(leaf.field, last.parts[i].form, last.stems[i], context, part_offset);
    add_word(phrase, {last.parts[i].form, last.stems[i], false, is_last ? WordMatch::beginning : WordMatch::form, unstemmed}, part_offset);
  }
  draft_.count_leaf(phrase, offset);
  if (last.joined_stem.empty()) return phrase;
  return either(std::move(phrase), beginning_of(leaf.field, together(last), context, offset));
}

std::optional<PlanNode> WordPlanner::near(const AstNode& node, PartContext context) {
  PlanNode near = node_of(PlanKind::near, Field::text);
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    auto operand = combined(PlanKind::any_of, places(node.children[i], context));
    if (!operand) continue;  // repaired: what is left is that much closer together
    near.field = operand->kind == PlanKind::any_of ? operand->children.front().field : operand->field;
    if (!near.children.empty()) near.distances.push_back(node.distances[i - 1]);
    near.children.push_back(std::move(*operand));
  }
  if (near.children.size() < 2) return combined(PlanKind::all_of, std::move(near.children));
  draft_.count_leaf(near, node.offset);
  return near;
}

std::vector<PlanNode> WordPlanner::places(const AstNode& operand, PartContext context) {
  std::vector<PlanNode> found;
  switch (operand.kind) {
    case AstKind::any_of:
      for (const AstNode& alternative : operand.children) {
        auto more = places(alternative, context);
        std::move(more.begin(), more.end(), std::back_inserter(found));
      }
      return found;
    case AstKind::exact:
    case AstKind::phrase:
      if (auto one = phrase(operand, context)) found.push_back(std::move(*one));
      return found;
    default:
      return places_of_words(operand, context);
  }
}

std::vector<PlanNode> WordPlanner::places_of_words(const AstNode& leaf, PartContext context) {
  const std::vector<TypedWord> typed = words_of(leaf, analyser_);
  if (typed.empty()) {
    draft_.repair_unsearchable(leaf.offset);
    return {};
  }
  PlanNode apart = node_of(PlanKind::phrase, leaf.field);
  for (const TypedWord& each : typed) {
    const QueryWord& one = each.word;
    for (std::size_t i = 0; i < one.parts.size(); ++i) {
      const std::size_t offset = leaf.offset + one.parts[i].begin;
      const bool star = leaf.kind == AstKind::beginning && &each == &typed.back() && i + 1 == one.parts.size();
      const std::string unstemmed = rank_word(leaf.field, one.parts[i].form, one.stems[i], context, offset);
      const WordMatch match = star ? WordMatch::beginning : one.precise ? WordMatch::form : WordMatch::stem;
      if (star) draft_.count_beginning(offset);
      add_word(apart, {one.parts[i].form, one.stems[i], false, match, unstemmed}, offset);
    }
  }
  std::vector<PlanNode> found{std::move(apart)};
  const QueryWord& only = typed.front().word;
  if (typed.size() > 1 || only.joined_stem.empty()) return found;
  const std::string unstemmed = rank_word(leaf.field, together(only), only.joined_stem, context, leaf.offset + only.begin);
  const bool star = leaf.kind == AstKind::beginning;
  found.push_back(phrase_of(leaf.field, {together(only), only.joined_stem, false, star ? WordMatch::beginning : WordMatch::stem, unstemmed}));
  return found;
}

std::string WordPlanner::rank_word(Field field, const std::string& form, const std::string& stem, PartContext context, std::size_t offset) {
  draft_.rank(field, stem, context, offset);
  std::string unstemmed = analyser_.unstemmed(form);
  draft_.rank_unstemmed(field, unstemmed, stem, context);
  return unstemmed;
}

PlanNode WordPlanner::term(Field field, const std::string& form, const std::string& stem, PartContext context, std::size_t offset) {
  return term_or(field, stem, rank_word(field, form, stem, context, offset));
}

// Ranks as the word without its star.
PlanNode WordPlanner::beginning_of(Field field, const std::string& text, PartContext context, std::size_t offset) {
  PlanNode node = node_of(PlanKind::beginning, field);
  node.term = text;
  rank_word(field, text, analyser_.stem(text), context, offset);
  draft_.count_beginning(offset);
  return node;
}

void WordPlanner::add_word(PlanNode& phrase, PhraseWord word, std::size_t offset) {
  phrase.words.push_back(std::move(word));
  draft_.check_phrase_words(phrase.words.size(), offset);
}

}  // namespace incipit::query
