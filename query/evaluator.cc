#include "query/evaluator.h"

#include <algorithm>
#include <optional>

namespace incipit::query {

using schema::Field;
using storage::PackedToken;
using storage::TokenRow;

namespace {

// A phrase word as the segment numbers it.
struct NumberedWord {
  std::uint32_t form = 0;
  bool joined = false;
};

// The words as numbers of the segment's forms; nullopt when the segment lacks one of them.
std::optional<std::vector<NumberedWord>> number_words(const std::vector<PhraseWord>& words, const storage::TokenColumn& tokens) {
  std::vector<NumberedWord> numbered;
  for (const auto& word : words) {
    const auto form = tokens.find(word.form);
    if (!form) return std::nullopt;
    numbered.push_back({*form, word.joined});
  }
  return numbered;
}

bool holds_phrase(const std::vector<PackedToken>& text, const std::vector<NumberedWord>& words) {
  const auto fits = [&](std::size_t at) {
    for (std::size_t w = 0; w < words.size(); ++w) {
      const PackedToken token = text[at + w];
      if (storage::form_of(token) != words[w].form) return false;
      if (w > 0 && words[w].joined && !storage::is_joined(token)) return false;
    }
    return true;
  };
  for (std::size_t at = 0; at + words.size() <= text.size(); ++at) {
    if (fits(at)) return true;
  }
  return false;
}

bool row_holds_phrase(const TokenRow& row, Field field, const std::vector<NumberedWord>& words) {
  const auto any_author = [&] {
    return std::any_of(row.authors.begin(), row.authors.end(), [&](const auto& name) { return holds_phrase(name, words); });
  };
  switch (field) {
    case Field::title: return holds_phrase(row.title, words);
    case Field::abstract: return holds_phrase(row.abstract, words);
    case Field::comments: return holds_phrase(row.comments, words);
    case Field::author: return any_author();
    default: return holds_phrase(row.title, words) || holds_phrase(row.abstract, words) || any_author();
  }
}

bool name_has(const std::vector<PackedToken>& name, const std::string& word, const storage::TokenColumn& tokens) {
  return std::any_of(name.begin(), name.end(), [&](PackedToken token) {
    const std::string_view form = tokens.form(storage::form_of(token));
    return analysis::is_initial(word) ? form.substr(0, word.size()) == word : form == word;
  });
}

// Keeps the candidates whose token row passes `test`.
template <class Test>
DocSet keep(const DocSet& candidates, const SegmentView& segment, const Deadline& deadline, const Test& test) {
  DocSet kept;
  TokenRow row;
  for (std::uint32_t docid : candidates) {
    deadline.check_often();
    segment.columns->tokens.read(docid - 1, row);
    if (test(row)) kept.add(docid);
  }
  return kept;
}

class Evaluation {
 public:
  Evaluation(const SegmentView& segment, const Deadline& deadline) : segment_(segment), deadline_(deadline) {}

  DocSet run(const PlanNode& node) const {
    switch (node.kind) {
      case PlanKind::all: return segment_.everything();
      case PlanKind::nothing: return {};
      case PlanKind::term: return with_term(node.field, node.term);
      case PlanKind::filter: return segment_.papers_with(node.field, node.term, deadline_);
      case PlanKind::phrase: return phrase(node);
      case PlanKind::name: return name(node);
      case PlanKind::years: return years(node.years);
      case PlanKind::all_of: return all_of(node.children);
      case PlanKind::any_of: return any_of(node.children);
      case PlanKind::none_of: return segment_.everything() - any_of(node.children);
    }
    return {};
  }

 private:
  // Positive children first, and none of them once the set is empty; what is excluded is taken from what is left.
  DocSet all_of(const std::vector<PlanNode>& children) const {
    std::optional<DocSet> set;
    for (const auto& child : children) {
      if (child.kind == PlanKind::none_of) continue;
      if (set && set->isEmpty()) return {};
      set = set ? (*set & run(child)) : run(child);
    }
    if (!set) set = segment_.everything();
    for (const auto& child : children) {
      if (child.kind == PlanKind::none_of && !set->isEmpty()) *set -= any_of(child.children);
    }
    return std::move(*set);
  }

  DocSet any_of(const std::vector<PlanNode>& children) const {
    DocSet set;
    for (const auto& child : children) set |= run(child);
    return set;
  }

  // The abstract has the terms of the text field but for those marked as outside it.
  DocSet with_term(Field field, const std::string& term) const {
    if (field != Field::abstract) return segment_.papers_with(field, term, deadline_);
    return segment_.papers_with(Field::text, term, deadline_) - segment_.papers_with(Field::outside_abstract, term, deadline_);
  }

  DocSet with_terms(Field field, const std::vector<std::string>& terms) const {
    std::optional<DocSet> set;
    for (const auto& term : terms) {
      DocSet papers = with_term(field, term);
      set = set ? (*set & papers) : std::move(papers);
      if (set->isEmpty()) return {};
    }
    return set ? std::move(*set) : segment_.everything();
  }

  DocSet phrase(const PlanNode& node) const {
    const auto words = number_words(node.words, segment_.columns->tokens);
    if (!words || words->empty()) return {};
    std::vector<std::string> terms;
    for (const auto& word : node.words) terms.push_back(node.field == Field::author ? word.form : word.term);
    return keep(with_terms(node.field, terms), segment_, deadline_,
                [&](const TokenRow& row) { return row_holds_phrase(row, node.field, *words); });
  }

  DocSet name(const PlanNode& node) const {
    std::vector<std::string> terms;
    for (const auto& word : node.words) {
      if (!analysis::is_initial(word.form)) terms.push_back(word.form);
    }
    const auto& tokens = segment_.columns->tokens;
    return keep(with_terms(Field::author, terms), segment_, deadline_, [&](const TokenRow& row) {
      return std::any_of(row.authors.begin(), row.authors.end(), [&](const auto& author) {
        return std::all_of(node.words.begin(), node.words.end(), [&](const auto& word) { return name_has(author, word.form, tokens); });
      });
    });
  }

  DocSet years(const schema::YearRange& range) const {
    DocSet set;
    const auto values = segment_.columns->year.values();
    for (std::size_t row = 0; row < values.size(); ++row) {
      const bool inside = values[row] != 0 && (!range.from || values[row] >= *range.from) && (!range.to || values[row] <= *range.to);
      if (inside) set.add(static_cast<std::uint32_t>(row + 1));
    }
    if (!segment_.dead->empty()) set -= segment_.dead->papers();
    return set;
  }

  const SegmentView& segment_;
  const Deadline& deadline_;
};

}  // namespace

DocSet evaluate(const PlanNode& node, const SegmentView& segment, const Deadline& deadline) {
  return Evaluation(segment, deadline).run(node);
}

}  // namespace incipit::query
