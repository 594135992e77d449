#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "query/filter_value.h"
#include "query/lexer.h"
#include "query/plan.h"
#include "query/plan_nodes.h"
#include "schema/limits.h"

namespace incipit::query {
namespace {

using analysis::Analyser;
using analysis::QueryWord;
using analysis::Token;
using schema::ErrorCode;
using schema::Field;
using schema::MatchMode;
namespace limits = schema::limits;

// A part of the query: nullopt where nothing of it can be searched or is required.
struct Built {
  std::optional<PlanNode> strict, relaxed;
};
Built same(std::optional<PlanNode> node) { return {node, node}; }

// TeX accents in bare words become letters, as they did in the papers; other text stays, and its offsets with
// it.
std::string decoded(const std::string& text) {
  return text.find('\\') == text.npos ? text : analysis::display_text(text);
}

// A person's name: its words, and the same words with spelled-out variants ("mueller" for "Müller") where
// there are any.
struct NameForms {
  std::vector<Token> words;
  std::vector<std::string> spelled_out;  // parallel to `words`
  bool has_variant = false;
};

class Planner {
 public:
  Planner(Analyser& analyser, MatchMode match) : analyser_(analyser), match_(match) {}

  schema::Result<QueryPlan> run(ParsedQuery parsed) {
    plan_.notes = std::move(parsed.notes);
    if (!parsed.root) {
      plan_.strict = node_of(PlanKind::all);
      return std::move(plan_);
    }
    const AstNode& root = *parsed.root;
    plan_.canonical = canonical_text(root);
    Built built = build(root, {true, !has_content(root)});
    if (error_) return tl::make_unexpected(*error_);
    add_stop_word_note();
    const auto unsearchable = node_of(is_only_negative(root) ? PlanKind::all : PlanKind::nothing);
    plan_.strict = built.strict.value_or(unsearchable);
    set_relaxed(parsed, built.relaxed.value_or(unsearchable));
    return std::move(plan_);
  }

 private:
  struct Context {
    bool positive = true;          // not under a NOT: its terms rank
    bool keep_stop_words = false;  // there is nothing else to require
  };

  void set_relaxed(const ParsedQuery& parsed, PlanNode relaxed) {
    std::optional<PlanNode> identifier;
    if (parsed.plain_words) identifier = plan_identifier(parsed.root->text);
    if (identifier) {  // an id typed alone finds its paper, and words that look like one are still found
      const bool searchable = plan_.strict.kind != PlanKind::nothing;
      plan_.strict = either(*identifier, searchable ? std::optional(plan_.strict) : std::nullopt);
      relaxed = either(*identifier, searchable ? std::optional(relaxed) : std::nullopt);
    }
    if (match_ == MatchMode::any) plan_.relaxed = std::move(relaxed);
    const bool relaxes = match_ == MatchMode::automatic && parsed.plain_words && required_words_ >= 2;
    if (!relaxes || identifier) return;
    plan_.relaxed = std::move(relaxed);
    plan_.may_relax = true;
  }

  // Whether something besides unquoted stop words makes a paper match.
  bool has_content(const AstNode& node) {
    switch (node.kind) {
      case AstKind::words: {
        if (node.field == Field::author) return !analyser_.name_tokens(node.text).empty();
        const auto words = analyser_.words(decoded(node.text));
        return std::any_of(words.begin(), words.end(), [](const QueryWord& word) { return !word.stop_word; });
      }
      case AstKind::exact:
      case AstKind::phrase:
        if (node.field == Field::author) return !analyser_.name_tokens(node.text).empty();
        return !analyser_.tokens(analysis::display_text(node.text)).empty();
      case AstKind::value:
        return true;
      case AstKind::none:
        return false;
      default:
        break;
    }
    return std::any_of(node.children.begin(), node.children.end(),
                       [&](const AstNode& child) { return has_content(child); });
  }

  static bool is_only_negative(const AstNode& node) {
    if (node.kind == AstKind::none) return true;
    return !node.children.empty() &&
           std::all_of(node.children.begin(), node.children.end(), is_only_negative);
  }

  Built build(const AstNode& node, Context context) {
    switch (node.kind) {
      case AstKind::words:
        return node.field == Field::author ? same(build_names(node, context)) : build_words(node, context);
      case AstKind::exact:
      case AstKind::phrase:
        if (node.field == Field::author) return same(build_name(node.text, node.offset, context));
        return same(build_phrase(node, context));
      case AstKind::value:
        return same(build_value(node));
      case AstKind::all_of:
        return build_children(node, PlanKind::all_of, context);
      case AstKind::any_of:
        return build_children(node, PlanKind::any_of, context);
      case AstKind::none:
        break;
    }
    const AstNode& child = node.children.front();
    auto excluded = build(child, {false, !has_content(child)}).strict;
    if (!excluded) return {};
    PlanNode none = node_of(PlanKind::none_of);
    none.children.push_back(std::move(*excluded));
    return same(std::move(none));
  }

  Built build_children(const AstNode& node, PlanKind kind, Context context) {
    std::vector<PlanNode> strict, relaxed;
    for (const AstNode& child : node.children) {
      Context inner = context;
      // An alternative of stop words alone is not something that can be left out.
      if (kind == PlanKind::any_of && !has_content(child)) inner.keep_stop_words = true;
      Built built = build(child, inner);
      if (built.strict) strict.push_back(std::move(*built.strict));
      if (built.relaxed) relaxed.push_back(std::move(*built.relaxed));
    }
    return {combined(kind, std::move(strict)), combined(kind, std::move(relaxed))};
  }

  Built build_words(const AstNode& node, Context context) {
    const std::string text = decoded(node.text);
    std::vector<QueryWord> words = analyser_.words(text);
    if (words.empty()) note_unsearchable(node);
    std::vector<PlanNode> required;
    const bool any_of_bare = node.field == Field::text && context.positive;
    for (QueryWord& word : words) {
      if (error_) break;
      const std::string typed = text.substr(word.begin, word.end - word.begin);
      if (text != node.text) {  // places in decoded text are not places in the query
        word.begin = 0;
        for (Token& part : word.parts) part.begin = 0;
      }
      if (word.stop_word && !context.keep_stop_words) {
        if (!(any_of_bare && match_ == MatchMode::any)) leave_out(typed, node.offset + word.begin);
        continue;
      }
      PlanNode built = build_word(word, node, context);
      if (std::find(required.begin(), required.end(), built) == required.end())
        required.push_back(std::move(built));
    }
    required_words_ = required.size();
    auto strict = combined(PlanKind::all_of, required);
    return {strict, any_of_bare ? combined(PlanKind::any_of, std::move(required)) : strict};
  }

  PlanNode build_word(const QueryWord& word, const AstNode& node, Context context) {
    const std::size_t offset = node.offset + word.begin;
    if (word.stems.size() == 1) return term(node.field, word.stems.front(), context, offset);
    std::vector<PlanNode> parts;
    PlanNode phrase = node_of(PlanKind::phrase, node.field);
    for (std::size_t i = 0; i < word.parts.size(); ++i) {
      const Token& part = word.parts[i];
      const bool stop_word = analysis::is_stop_word(part.form) && !word.stop_word;
      if (!stop_word || word.precise) {
        Context part_context = context;
        part_context.positive = context.positive && !stop_word;
        parts.push_back(term(node.field, word.stems[i], part_context, node.offset + part.begin));
      }
      phrase.words.push_back({part.form, word.stems[i], false});
      check_phrase_words(phrase.words.size(), node.offset + part.begin);
    }
    PlanNode apart = word.precise ? std::move(phrase) : *combined(PlanKind::all_of, std::move(parts));
    if (word.joined_stem.empty()) return apart;
    return either(std::move(apart), term(node.field, word.joined_stem, context, offset));
  }

  std::optional<PlanNode> build_phrase(const AstNode& node, Context context) {
    const std::string shown = analysis::display_text(node.text);
    const std::vector<Token> tokens = analyser_.tokens(shown);
    if (tokens.empty()) note_unsearchable(node);
    if (tokens.empty()) return std::nullopt;
    PlanNode phrase = node_of(PlanKind::phrase, node.field);
    for (const Token& token : tokens) {
      const std::size_t offset = node.offset + (shown == node.text ? token.begin : 0);
      const std::string stem = analyser_.stem(token.form);
      rank(node.field, stem, context, offset);
      phrase.words.push_back({token.form, stem, token.joined && !phrase.words.empty()});
      check_phrase_words(phrase.words.size(), offset);
    }
    count_leaf(phrase, node.offset);
    return phrase;
  }

  NameForms name_forms(const std::string& text) {
    NameForms forms;
    for (Token& token : analyser_.name_tokens(text)) {
      const auto original = std::find_if(forms.words.begin(), forms.words.end(), [&](const Token& word) {
        return word.begin == token.begin && word.end == token.end;
      });
      if (original == forms.words.end()) {
        forms.spelled_out.push_back(token.form);
        forms.words.push_back(std::move(token));
        continue;
      }
      forms.spelled_out[static_cast<std::size_t>(original - forms.words.begin())] = token.form;
      forms.has_variant = true;
    }
    return forms;
  }

  // author:(a b): each word may be in the name of another author.
  std::optional<PlanNode> build_names(const AstNode& node, Context context) {
    std::vector<PlanNode> names;
    for (std::size_t begin = 0; begin < node.text.size();) {
      if (const std::size_t blank = blank_length(node.text, begin)) {
        begin += blank;
        continue;
      }
      std::size_t end = begin;
      while (end < node.text.size() && blank_length(node.text, end) == 0) ++end;
      auto name = build_name_word(node.text.substr(begin, end - begin), node.offset + begin, context);
      if (name) names.push_back(std::move(*name));
      begin = end;
    }
    if (names.empty()) note_unsearchable(node);
    return combined(PlanKind::all_of, std::move(names));
  }

  std::optional<PlanNode> build_name_word(const std::string& text, std::size_t offset, Context context) {
    const NameForms forms = name_forms(text);
    if (forms.words.empty()) return std::nullopt;
    if (forms.words.size() > 1) return build_name(text, offset, context);  // del_maestro: one author's name
    PlanNode plain = term(Field::author, forms.words.front().form, context, offset);
    if (!forms.has_variant) return plain;
    return either(std::move(plain), term(Field::author, forms.spelled_out.front(), context, offset));
  }

  // One author whose name has all words, in any order.
  std::optional<PlanNode> build_name(const std::string& text, std::size_t offset, Context context) {
    const NameForms forms = name_forms(text);
    if (forms.words.empty()) {
      plan_.notes.push_back(repaired("a name without letters was left out", offset));
      return std::nullopt;
    }
    PlanNode name = node_of(PlanKind::name, Field::author);
    PlanNode spelled_out = name;
    for (std::size_t i = 0; i < forms.words.size(); ++i) {
      const Token& word = forms.words[i];
      const bool initial = analysis::is_initial(word.form);
      if (!initial) rank(Field::author, word.form, context, offset + word.begin);
      name.words.push_back({word.form, word.form, false});
      spelled_out.words.push_back({forms.spelled_out[i], forms.spelled_out[i], false});
      check_phrase_words(name.words.size(), offset + word.begin);
      if (!initial && forms.spelled_out[i] != word.form) {
        rank(Field::author, forms.spelled_out[i], context, offset + word.begin);
      }
    }
    count_leaf(name, offset);
    if (!forms.has_variant) return name;
    return either(std::move(name), std::move(spelled_out));
  }

  std::optional<PlanNode> build_value(const AstNode& node) {
    auto filter = plan_filter_value(node);
    if (!filter) {
      fail(filter.error());
      return std::nullopt;
    }
    count_leaf(*filter, node.offset);
    return std::move(*filter);
  }

  PlanNode term(Field field, const std::string& text, Context context, std::size_t offset) {
    PlanNode node = node_of(PlanKind::term, field);
    node.term = text;
    rank(field, text, context, offset);
    return node;
  }

  // Counts towards query_terms in either sign, and ranks where it is positive.
  // Words of an abstract rank as words of the text: the index keeps no impacts of the abstract alone.
  void rank(Field field, const std::string& text, Context context, std::size_t offset) {
    if (field == Field::abstract) field = Field::text;
    if (error_) return;
    count_distinct("t" + std::string(schema::row_of(field).name) + ":" + text, offset);
    if (!context.positive) return;
    const auto known = std::find_if(
        plan_.ranking.begin(), plan_.ranking.end(),
        [&](const RankingTerm& ranking) { return ranking.field == field && ranking.term == text; });
    if (known != plan_.ranking.end()) {
      ++known->count;
    } else {
      plan_.ranking.push_back({field, text, 1});
    }
  }

  void count_leaf(const PlanNode& leaf, std::size_t offset) {
    std::string key = "l" + std::to_string(static_cast<int>(leaf.kind)) +
                      std::string(schema::row_of(leaf.field).name) + ":" + leaf.term;
    for (const PhraseWord& word : leaf.words) key += (word.joined ? '-' : ' ') + word.form;
    key += std::to_string(leaf.years.from.value_or(0)) + "." + std::to_string(leaf.years.to.value_or(0));
    for (const PlanNode& child : leaf.children) key += " " + child.term;
    count_distinct(std::move(key), offset);
  }

  void count_distinct(std::string key, std::size_t offset) {
    distinct_.insert(std::move(key));
    if (static_cast<std::int64_t>(distinct_.size()) > limits::kQueryTerms.value)
      exceed(limits::kQueryTerms, offset);
  }
  void check_phrase_words(std::size_t words, std::size_t offset) {
    if (static_cast<std::int64_t>(words) > limits::kPhraseWords.value) exceed(limits::kPhraseWords, offset);
  }
  void exceed(const schema::Limit& limit, std::size_t offset) {
    fail({ErrorCode::limit_exceeded,
          "the query has more " + std::string(limit.unit) + " than " + std::string(limit.name) +
              " allows, which is " + std::to_string(limit.value),
          {},
          "q",
          offset});
  }
  // The first error in text order is the one that is answered; the rest of the text is at most query_bytes
  // long.
  void fail(schema::Error error) {
    if (!error_) error_ = std::move(error);
  }

  void note_unsearchable(const AstNode& node) {
    plan_.notes.push_back(
        repaired("a part without letters, digits or symbols to search was left out", node.offset));
  }
  void leave_out(const std::string& typed, std::size_t offset) {
    if (left_out_.empty()) left_out_at_ = offset;
    if (std::find(left_out_.begin(), left_out_.end(), typed) == left_out_.end()) left_out_.push_back(typed);
  }
  void add_stop_word_note() {
    if (left_out_.empty()) return;
    std::string names;
    for (const std::string& word : left_out_) names += (names.empty() ? "" : ", ") + word;
    plan_.notes.push_back({"stop_words",
                           "not required, being very frequent: " + names + "; quote them to require them",
                           left_out_at_, std::nullopt});
  }

  Analyser& analyser_;
  MatchMode match_;
  QueryPlan plan_;
  std::set<std::string> distinct_;
  std::vector<std::string> left_out_;  // stop words, as typed
  std::size_t left_out_at_ = 0;
  std::size_t required_words_ = 0;  // of the last words node: of the only one where that matters
  std::optional<schema::Error> error_;
};

}  // namespace

schema::Result<QueryPlan> plan_query(const std::string& text, schema::QuerySyntax syntax, MatchMode match,
                                     Analyser& analyser) {
  auto parsed = parse_query(text, syntax);
  if (!parsed) return tl::make_unexpected(parsed.error());
  return Planner(analyser, match).run(std::move(*parsed));
}

}  // namespace incipit::query
