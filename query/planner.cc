#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "query/filter_value.h"
#include "query/name_planner.h"
#include "query/other_forms.h"
#include "query/plan.h"
#include "query/plan_draft.h"
#include "query/plan_nodes.h"
#include "query/word_planner.h"

namespace incipit::query {
namespace {

using schema::Field;
using schema::MatchMode;

// A part of the query: nullopt where nothing of it can be searched or is required.
struct Built {
  std::optional<PlanNode> strict, relaxed;
};
Built same(std::optional<PlanNode> node) { return {node, node}; }

class Planner {
 public:
  Planner(analysis::Analyser& analyser, MatchMode match) : names_(analyser, draft_), words_(analyser, draft_), match_(match) {}

  void find_other_forms(const FormFinder& finder) { words_.find_other_forms(finder); }

  // Plain words beyond the limit are cut, not refused.
  void cut_to_rarest(const TermFrequency& frequency) { words_.cut_to_rarest(frequency); }

  schema::Result<QueryPlan> run(ParsedQuery parsed) {
    plan_.notes = std::move(parsed.notes);
    if (!parsed.root) {
      plan_.strict = node_of(PlanKind::all);
      return std::move(plan_);
    }
    const AstNode& root = *parsed.root;
    plan_.canonical = canonical_text(root);
    Built built = build(root, {true, !has_content(root)});
    if (draft_.error()) return tl::make_unexpected(*draft_.error());
    draft_.finish(plan_);
    if (words_.cut_text()) {
      AstNode cut = root;
      cut.text = *words_.cut_text();
      plan_.canonical = canonical_text(cut);
    }
    const auto unsearchable = node_of(is_only_negative(root) ? PlanKind::all : PlanKind::nothing);
    plan_.strict = built.strict.value_or(unsearchable);
    set_relaxed(parsed, built.relaxed.value_or(unsearchable));
    return std::move(plan_);
  }

 private:
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
      case AstKind::words:
      case AstKind::exact:
      case AstKind::phrase:
      case AstKind::beginning:
        return node.field == Field::author ? names_.has_content(node) : words_.has_content(node);
      case AstKind::value:
      case AstKind::near:
        return true;
      case AstKind::none:
        return false;
      case AstKind::all_of:
      case AstKind::any_of:
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

  Built build(const AstNode& node, PartContext context) {
    switch (node.kind) {
      case AstKind::words:
        return node.field == Field::author ? same(names_.plan(node, context)) : build_words(node, context);
      case AstKind::exact:
      case AstKind::phrase:
        return same(node.field == Field::author ? names_.plan(node, context) : words_.phrase(node, context));
      case AstKind::beginning:
        return same(node.field == Field::author ? names_.plan(node, context) : words_.beginning(node, context));
      case AstKind::near:
        return same(words_.near(node, context));
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

  Built build_children(const AstNode& node, PlanKind kind, PartContext context) {
    std::vector<PlanNode> strict, relaxed;
    for (const AstNode& child : node.children) {
      PartContext inner = context;
      // An alternative of stop words alone is not something that can be left out.
      if (kind == PlanKind::any_of && !has_content(child)) inner.keep_stop_words = true;
      Built built = build(child, inner);
      if (built.strict) strict.push_back(std::move(*built.strict));
      if (built.relaxed) relaxed.push_back(std::move(*built.relaxed));
    }
    return {combined(kind, std::move(strict)), combined(kind, std::move(relaxed))};
  }

  Built build_words(const AstNode& node, PartContext context) {
    const bool any_of_bare = node.field == Field::text && context.positive;
    auto words = words_.words(node, context, !(any_of_bare && match_ == MatchMode::any));
    required_words_ = words.typed.size();
    auto strict = combined(PlanKind::all_of, std::move(words.required));
    if (!any_of_bare) return same(std::move(strict));
    auto& any = words.typed;
    std::move(words.other_forms.begin(), words.other_forms.end(), std::back_inserter(any));
    return {std::move(strict), combined(PlanKind::any_of, std::move(any))};
  }

  std::optional<PlanNode> build_value(const AstNode& node) {
    auto filter = plan_filter_value(node);
    if (!filter) {
      draft_.fail(filter.error());
      return std::nullopt;
    }
    draft_.count_leaf(*filter, node.offset);
    return std::move(*filter);
  }

  PlanDraft draft_;
  NamePlanner names_;
  WordPlanner words_;
  MatchMode match_;
  QueryPlan plan_;
  std::size_t required_words_ = 0;  // of the last words node: of the only one where that matters
};

}  // namespace

schema::Result<QueryPlan> plan_tree(const AstNode& root, analysis::Analyser& analyser) {
  const bool plain_words = root.kind == AstKind::words && root.field == Field::text;
  return Planner(analyser, MatchMode::all).run({root, plain_words, {}});
}

schema::Result<QueryPlan> plan_parsed(ParsedQuery parsed, MatchMode match, analysis::Analyser& analyser, const TermFrequency& frequency) {
  Planner planner(analyser, match);
  if (parsed.plain_words && frequency) planner.cut_to_rarest(frequency);
  return planner.run(std::move(parsed));
}

schema::Result<QueryPlan> plan_with_other_forms(ParsedQuery parsed, MatchMode match, analysis::Analyser& analyser,
                                                const TermFrequency& frequency, const FormFinder& finder) {
  Planner planner(analyser, match);
  if (parsed.plain_words && frequency) planner.cut_to_rarest(frequency);
  planner.find_other_forms(finder);
  auto wide = planner.run(parsed);
  if (wide) return wide;
  return plan_parsed(std::move(parsed), match, analyser, frequency);  // what they would bring over a limit is left out
}

schema::Result<QueryPlan> plan_query(const std::string& text, schema::QuerySyntax syntax, MatchMode match,
                                     analysis::Analyser& analyser, const TermFrequency& frequency) {
  auto parsed = parse_query(text, syntax);
  if (!parsed) return tl::make_unexpected(parsed.error());
  return plan_parsed(std::move(*parsed), match, analyser, frequency);
}

}  // namespace incipit::query
