#include "query/parse_report.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "query/ast.h"
#include "query/evaluator.h"
#include "query/ordering.h"
#include "query/plan.h"

namespace incipit::query {
namespace {

using schema::Field;
using schema::MatchMode;
using schema::QueryPart;
using schema::Result;

std::string_view name_of(AstKind kind) {
  switch (kind) {
    case AstKind::words: return "words";
    case AstKind::exact: return "exact";
    case AstKind::phrase: return "phrase";
    case AstKind::beginning: return "beginning";
    case AstKind::value: return "value";
    case AstKind::all_of: return "all";
    case AstKind::any_of: return "any";
    case AstKind::near: return "near";
    case AstKind::none: return "not";
  }
  return "words";
}

PaperSets both(PaperSets a, const PaperSets& b) {
  for (std::size_t s = 0; s < a.size(); ++s) a[s] &= b[s];
  return a;
}

class Report {
 public:
  Report(const schema::SearchRequest& request, const FilterPlan& filters, const std::vector<SegmentView>& segments,
         analysis::Analyser& analyser, const Deadline& deadline)
      : request_(request), segments_(segments), analyser_(analyser), deadline_(deadline) {
    for (std::size_t s = 0; s < segments.size(); ++s) {
      const FilterSets sets(filters, segments[s], s, analyser, deadline);
      passing_.push_back(sets.passing(segments[s].everything()));
    }
    filtered_ = !filters.dimensions.empty() || !filters.range.empty() || !filters.sets.empty();
  }

  Result<schema::ParseResult> run(std::int64_t idf_scale) {
    const auto plan = plan_query(request_.q, request_.syntax, MatchMode::all, analyser_, frequency_in(segments_));
    if (!plan) return tl::make_unexpected(plan.error());
    schema::ParseResult result;
    result.query = {request_.q, plan->canonical, plan->notes, {}};
    for (const auto& [term, frequency, weight] : weigh(plan->ranking, segments_, idf_scale)) {
      result.terms.push_back({std::string(schema::row_of(term.field).name), term.term, frequency, weight});
    }
    const PaperSets found = evaluate(plan->strict, segments_, analyser_, deadline_);
    result.total = count_papers(both(found, passing_));
    auto parsed = parse_query(request_.q, request_.syntax);
    if (!parsed || !parsed->root) return result;
    plain_words_ = parsed->plain_words;
    const AstNode root = taken_apart(*parsed->root);
    result.tree = part_of(root);
    add_clauses(root);
    if (result.total == 0) result.emptied_by = emptied_by(root, found);
    add_relaxations(root, found, result);
    if (error_) return tl::make_unexpected(*error_);
    return result;
  }

 private:
  struct Clause {
    const AstNode* node;
    PaperSets papers;
  };

  // The papers of a part asked alone.
  const PaperSets& papers_of(const AstNode& node) {
    const std::string text = canonical_text(node);
    const auto known = papers_.find(text);
    if (known != papers_.end()) return known->second;
    const auto plan = plan_tree(node, analyser_);
    if (!plan && !error_) error_ = plan.error();  // frequent words alone are required, and may be too many
    return papers_.emplace(text, plan ? evaluate(plan->strict, segments_, analyser_, deadline_) : PaperSets(segments_.size())).first->second;
  }

  // Bare words side by side as one part each.
  AstNode taken_apart(AstNode node) const {
    std::vector<AstNode> children;
    for (AstNode& child : node.children) {
      const bool words = child.kind == AstKind::words;
      AstNode part = taken_apart(std::move(child));
      if (words && node.kind == AstKind::all_of && part.kind == AstKind::all_of) {
        std::move(part.children.begin(), part.children.end(), std::back_inserter(children));
      } else {
        children.push_back(std::move(part));
      }
    }
    node.children = std::move(children);
    if (node.kind != AstKind::words || node.field == Field::author) return node;
    const auto words = analyser_.words(node.text);
    if (words.size() < 2 || node.text.find('\\') != node.text.npos) return node;  // TeX moves the places
    AstNode all;
    all.kind = AstKind::all_of;
    all.offset = node.offset;
    for (const auto& word : words) {
      AstNode part = node;
      part.text = node.text.substr(word.begin, word.end - word.begin);
      part.offset = node.offset + word.begin;
      all.children.push_back(std::move(part));
    }
    return all;
  }

  // Whether an unquoted word is left out beside others.
  bool is_frequent_word(const AstNode& node) const {
    if (node.kind != AstKind::words || node.field == Field::author) return false;
    const auto words = analyser_.words(node.text);
    return std::all_of(words.begin(), words.end(), [](const auto& word) { return word.stop_word; });
  }

  QueryPart part_of(const AstNode& node) {
    QueryPart part;
    part.kind = name_of(node.kind);
    part.text = canonical_text(node);
    if (node.children.empty()) part.field = schema::row_of(node.field).name;
    part.offset = node.offset;
    part.papers = count_papers(papers_of(node));
    const bool some_required = std::any_of(node.children.begin(), node.children.end(), [&](const AstNode& child) { return !is_frequent_word(child); });
    for (const AstNode& child : node.children) {
      part.parts.push_back(part_of(child));
      if (node.kind == AstKind::all_of && some_required && is_frequent_word(child)) part.parts.back().required = false;
    }
    return part;
  }

  void add_clauses(const AstNode& root) {
    if (root.kind != AstKind::all_of) {
      clauses_.push_back({&root, papers_of(root)});
      return;
    }
    for (const AstNode& child : root.children) {
      if (!is_frequent_word(child)) clauses_.push_back({&child, papers_of(child)});
    }
    if (!clauses_.empty()) return;
    for (const AstNode& child : root.children) clauses_.push_back({&child, papers_of(child)});
  }

  schema::EmptyingPart emptied_by(const AstNode& root, const PaperSets& found) const {
    if (count_papers(found) > 0) return {"", std::nullopt, count_papers(passing_), count_papers(found)};
    PaperSets left;
    for (const auto& segment : segments_) left.push_back(segment.everything());
    for (const Clause& clause : clauses_) {
      const std::int64_t before = count_papers(left);
      left = both(std::move(left), clause.papers);
      if (count_papers(left) > 0) continue;
      return {canonical_text(*clause.node), clause.node->offset, count_papers(clause.papers), before};
    }
    return {canonical_text(root), root.offset, 0, 0};  // not the words alone: a part of it
  }

  std::string text_of(const std::vector<AstNode>& parts) const {
    if (parts.size() == 1) return canonical_text(parts.front());
    if (!plain_words_) {
      AstNode all;
      all.kind = AstKind::all_of;
      all.children = parts;
      return canonical_text(all);
    }
    std::string text;
    for (const AstNode& part : parts) text += (text.empty() ? "" : " ") + part.text;
    return text;
  }

  void add_relaxations(const AstNode& root, const PaperSets& found, schema::ParseResult& result) {
    const auto offer = [&](std::string change, std::string part, std::string query, std::int64_t papers) {
      if (papers > result.total) result.relaxations.push_back({std::move(change), std::move(part), std::move(query), papers});
    };
    for (std::size_t out = 0; out < clauses_.size() && clauses_.size() > 1; ++out) {
      PaperSets left = passing_;
      std::vector<AstNode> parts;
      for (std::size_t i = 0; i < clauses_.size(); ++i) {
        if (i == out) continue;
        left = both(std::move(left), clauses_[i].papers);
        parts.push_back(*clauses_[i].node);
      }
      offer("without_part", canonical_text(*clauses_[out].node), text_of(parts), count_papers(left));
    }
    for (std::size_t i = 0; i < clauses_.size(); ++i) offer_words(root, i, offer);
    if (plain_words_ && clauses_.size() > 1) {
      const auto any = plan_query(request_.q, request_.syntax, MatchMode::any, analyser_, frequency_in(segments_));
      if (any && any->relaxed) offer("any_word", "", request_.q, count_papers(both(evaluate(*any->relaxed, segments_, analyser_, deadline_), passing_)));
    }
    if (filtered_) offer("without_filters", "", request_.q, count_papers(found));
  }

  // The words of a phrase in any form and order.
  template <class Offer>
  void offer_words(const AstNode& root, std::size_t which, const Offer& offer) {
    const AstNode& phrase = *clauses_[which].node;
    if (phrase.kind != AstKind::phrase || phrase.field == Field::author) return;
    std::vector<AstNode> parts;
    for (const Clause& clause : clauses_) parts.push_back(*clause.node);
    parts[which].kind = AstKind::words;
    const std::string alone = canonical_text(parts[which]);
    const auto again = parse_query(alone, request_.syntax);
    if (!again || !again->root || !same_query(*again->root, parts[which])) return;  // it has marks of the language
    PaperSets left = both(papers_of(parts[which]), passing_);
    for (std::size_t i = 0; i < clauses_.size(); ++i) {
      if (i != which) left = both(std::move(left), clauses_[i].papers);
    }
    AstNode all = root;
    if (root.kind == AstKind::all_of) {
      all.children = parts;
    } else {
      all = parts.front();
    }
    offer("phrase_as_words", canonical_text(phrase), canonical_text(all), count_papers(left));
  }

  const schema::SearchRequest& request_;
  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
  const Deadline& deadline_;
  PaperSets passing_;  // what the filters let through
  bool filtered_ = false;
  bool plain_words_ = false;
  std::map<std::string, PaperSets> papers_;  // of parts, by their text
  std::vector<Clause> clauses_;         // that all must match
  std::optional<schema::Error> error_;
};

}  // namespace

Result<schema::ParseResult> ParseReporter::report(const schema::SearchRequest& request, const FilterPlan& filters,
                                                  std::int64_t idf_scale, const Deadline& deadline) {
  return Report(request, filters, segments_, analyser_, deadline).run(idf_scale);
}

}  // namespace incipit::query
