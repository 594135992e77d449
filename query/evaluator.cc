#include "query/evaluator.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "query/token_match.h"

namespace incipit::query {

using schema::Field;
using storage::TokenRow;

namespace {

class Evaluation {
 public:
  Evaluation(const SegmentView& segment, analysis::Analyser& analyser, const Deadline& deadline)
      : segment_(segment), tokens_(segment.columns->tokens), analyser_(analyser), deadline_(deadline) {}

  // The papers that match; with `within`, of those in it: what else there is says nothing.
  DocSet run(const PlanNode& node, const DocSet* within = nullptr) const {
    switch (node.kind) {
      case PlanKind::all: return segment_.everything();
      case PlanKind::nothing: return {};
      case PlanKind::term: return with_term(node.field, node.term);
      case PlanKind::filter: return segment_.papers_with(node.field, node.term, deadline_);
      case PlanKind::phrase: return phrase(node, within);
      case PlanKind::beginning: return beginning(node.field, node.term);
      case PlanKind::near: return near(node, within);
      case PlanKind::name: return name(node, within);
      case PlanKind::years: return years(node.years);
      case PlanKind::all_of: return all_of(node.children, within);
      case PlanKind::any_of: return any_of(node.children, within);
      case PlanKind::none_of: return segment_.everything() - any_of(node.children, within);
    }
    return {};
  }

 private:
  // Whether words of papers are read for it.
  static bool reads_papers(const PlanNode& node) {
    if (node.kind == PlanKind::phrase || node.kind == PlanKind::near || node.kind == PlanKind::name) return true;
    return std::any_of(node.children.begin(), node.children.end(), reads_papers);
  }

  using List = std::shared_ptr<const Postings>;
  using Lists = std::vector<List>;
  static bool shorter(const List& a, const List& b) { return a->docids.size() < b->docids.size(); }

  // The posting lists that are the whole answers of nodes, and the nodes that need more than that.
  std::pair<Lists, std::vector<const PlanNode*>> split(const std::vector<PlanNode>& nodes) const {
    std::pair<Lists, std::vector<const PlanNode*>> parts;
    for (const auto& node : nodes) {
      const bool one_list = node.kind == PlanKind::filter || (node.kind == PlanKind::term && node.field != Field::abstract);
      if (one_list) {
        parts.first.push_back(segment_.postings(node.field, node.term, deadline_));
      } else {
        parts.second.push_back(&node);
      }
    }
    return parts;
  }

  // The papers that all lists have, of at least one; the shortest first, and no list is copied.
  static DocSet in_all(Lists lists, const DocSet* within) {
    std::sort(lists.begin(), lists.end(), shorter);
    auto next = lists.begin();
    const DocSet& first = within != nullptr ? *within : (*next++)->papers;
    if (next == lists.end()) return first;
    DocSet set = first & (*next++)->papers;
    for (; next != lists.end() && !set.isEmpty(); ++next) set &= (*next)->papers;
    return set;
  }

  // What posting lists answer comes first, and papers are read last, of those that are left; none of it once the set is
  // empty. What is excluded is taken from what is left.
  DocSet all_of(const std::vector<PlanNode>& children, const DocSet* within) const {
    auto [lists, others] = split(children);
    std::optional<DocSet> set;
    if (!lists.empty()) {
      set = in_all(std::move(lists), within);
    } else if (within != nullptr) {
      set = *within;
    }
    for (const bool reading : {false, true}) {
      for (const PlanNode* child : others) {
        if (child->kind == PlanKind::none_of || reads_papers(*child) != reading) continue;
        if (set && set->isEmpty()) return {};
        DocSet papers = run(*child, set ? &*set : nullptr);
        set = set ? (*set & papers) : std::move(papers);
      }
    }
    if (!set) set = segment_.everything();
    for (const PlanNode* child : others) {
      if (child->kind == PlanKind::none_of && !set->isEmpty()) *set -= any_of(child->children, &*set);
    }
    return std::move(*set);
  }

  // Papers that posting lists find are not read for the rest.
  DocSet any_of(const std::vector<PlanNode>& children, const DocSet* within) const {
    const auto [lists, others] = split(children);
    std::vector<const DocSet*> sets;
    for (const auto& list : lists) sets.push_back(&list->papers);
    DocSet set;
    if (sets.size() == 2) {
      set = *sets[0] | *sets[1];
    } else if (!sets.empty()) {
      set = DocSet::fastunion(sets.size(), sets.data());
    }
    for (const PlanNode* child : others) {
      if (!reads_papers(*child)) set |= run(*child, within);
    }
    for (const PlanNode* child : others) {
      if (!reads_papers(*child)) continue;
      const DocSet left = (within != nullptr ? *within : segment_.everything()) - set;
      if (!left.isEmpty()) set |= run(*child, &left);
    }
    return set;
  }

  // The abstract has the terms of the text field but for those marked as outside it.
  DocSet with_term(Field field, const std::string& term) const {
    if (field != Field::abstract) return segment_.papers_with(field, term, deadline_);
    return segment_.papers_with(Field::text, term, deadline_) - segment_.papers_with(Field::outside_abstract, term, deadline_);
  }

  // Terms that begin so, and words that begin so whose stem does not ("optimiz*": "optimization", of the stem "optim").
  DocSet beginning(Field field, const std::string& beginning) const {
    DocSet set;
    const Field indexed = field == Field::abstract ? Field::text : field;
    for (const std::string& term : segment_.terms_beginning(indexed, beginning, deadline_)) set |= with_term(field, term);
    if (field == Field::author) return set;
    std::unordered_set<std::string> terms;
    for (const std::uint32_t form : tokens_.beginning_with(beginning)) {
      deadline_.check_often();
      const std::string text(tokens_.form(form));
      for (const std::string& term : {analyser_.stem(text), analyser_.unstemmed(text)}) {
        if (!term.empty() && !term.starts_with(beginning)) terms.insert(term);
      }
    }
    if (terms.empty()) return set;
    DocSet candidates;
    for (const std::string& term : terms) candidates |= with_term(field, term);
    const WordTest begins({beginning, {}, false, WordMatch::beginning}, tokens_, analyser_);
    const auto in_text = [&](const Words& text) { return std::any_of(text.begin(), text.end(), std::cref(begins)); };
    return set | read(candidates - set, [&](const TokenRow& row) { return any_text_of(row, field, in_text); });
  }

  DocSet phrase(const PlanNode& node, const DocSet* within) const {
    const PhraseTest test(node, tokens_, analyser_);
    if (!test.possible()) return {};
    if (const auto docids = test.listed(node.field)) {
      DocSet papers(docids->size(), docids->data());
      if (within != nullptr) papers &= *within;
      return living(std::move(papers));
    }
    const DocSet candidates = with_words(node, within, &test);
    if (test.pattern() != nullptr) return look_for(*test.pattern(), parts_of(node.field), docids_of(candidates));
    const auto stands_in = [&](const Words& text) { return test.stands_in(text); };
    return read(candidates, [&](const TokenRow& row) { return any_text_of(row, node.field, stands_in); });
  }

  DocSet look_for(const storage::TokenPattern& pattern, storage::RowParts parts, const std::vector<std::uint32_t>& candidates) const {
    // Where rows are is looked up for some ahead, and what they hold is fetched then, so that neither is waited for.
    constexpr std::size_t kAhead = 8;
    std::array<std::string_view, kAhead> ahead;
    const std::size_t size = candidates.size();
    const auto look_ahead = [&](std::size_t i) {
      if (i + kAhead < size) tokens_.prefetch_place(candidates[i + kAhead] - 1);
      const std::string_view row = tokens_.bytes(candidates[i] - 1);
      storage::prefetch(row);
      ahead[i % kAhead] = row;
    };
    for (std::size_t i = 0; i < std::min(kAhead, size); ++i) look_ahead(i);
    std::vector<std::uint32_t> kept;
    for (std::size_t i = 0; i < size; ++i) {
      deadline_.spend(Deadline::kLooking);
      const std::string_view row = ahead[i % kAhead];
      if (i + kAhead < size) look_ahead(i + kAhead);
      if (pattern.stands_in(row, parts)) kept.push_back(candidates[i]);
    }
    return {kept.size(), kept.data()};
  }

  DocSet near(const PlanNode& node, const DocSet* within) const {
    std::optional<DocSet> candidates;
    if (within != nullptr) candidates = *within;
    for (const PlanNode& operand : node.children) {
      DocSet papers = operand.kind == PlanKind::phrase ? with_words(operand, nullptr) : DocSet();
      for (const PlanNode& phrase : operand.children) papers |= with_words(phrase, nullptr);
      candidates = candidates ? (*candidates & papers) : std::move(papers);
      if (candidates->isEmpty()) return {};
    }
    const NearTest test(node, tokens_, analyser_);
    const auto holds_in = [&](const Words& text) { return test.holds_in(text); };
    const auto comparing = Deadline::kComparing * static_cast<std::int64_t>(node.children.size());
    return read(*candidates, [&](const TokenRow& row) {
      deadline_.spend(comparing);
      return any_text_of(row, node.field, holds_in);
    });
  }

  DocSet name(const PlanNode& node, const DocSet* within) const {
    const NameTest test(node, tokens_);
    return read(with_words(node, within), [&](const TokenRow& row) { return test.holds_for(row); });
  }

  // Papers with one term or the other, as a list without impacts.
  List with_either(Field field, const std::string& term, const std::string& other) const {
    auto both = std::make_shared<Postings>();
    both->papers = with_term(field, term) | with_term(field, other);
    both->docids = docids_of(both->papers);
    return both;
  }

  // What can have a phrase or a name: papers with the terms of all its words. A beginning narrows nothing unless there is
  // nothing else, and an initial nothing at all. With `phrase`, which is of the node, papers that the pair filter excludes are
  // left out.
  DocSet with_words(const PlanNode& node, const DocSet* within, const PhraseTest* phrase = nullptr) const {
    const bool person = node.kind == PlanKind::name;
    const bool in_abstract = node.field == Field::abstract;  // as with_term
    Lists lists, outside;
    const PhraseWord* begins = nullptr;
    for (const auto& word : node.words) {
      if (word.match == WordMatch::beginning) {
        begins = &word;
      } else if (!person || !analysis::is_initial(word.form)) {
        const std::string& term = node.field == Field::author ? word.form : word.term;
        if (!word.unstemmed.empty()) {
          lists.push_back(with_either(node.field, term, word.unstemmed));
          continue;
        }
        lists.push_back(segment_.postings(in_abstract ? Field::text : node.field, term, deadline_));
        if (in_abstract) outside.push_back(segment_.postings(Field::outside_abstract, term, deadline_));
      }
    }
    if (lists.empty() && begins != nullptr) {
      DocSet set = beginning(node.field, begins->form);
      if (within != nullptr) set &= *within;
      return set;
    }
    if (lists.empty()) return within != nullptr ? *within : segment_.everything();
    std::optional<DocSet> narrowed;
    if (phrase != nullptr && phrase->narrows(node.field)) {
      const Postings& shortest = **std::min_element(lists.begin(), lists.end(), shorter);
      const bool few_within = within != nullptr && within->cardinality() < shortest.docids.size();
      const auto docids = few_within ? phrase->narrow(docids_of(*within)) : phrase->narrow(shortest.docids);
      narrowed.emplace(docids.size(), docids.data());
      if (within != nullptr && !few_within) *narrowed &= *within;
      within = &*narrowed;
    }
    DocSet set = in_all(std::move(lists), within);
    for (const auto& list : outside) set -= list->papers;
    return set;
  }

  DocSet years(const schema::YearRange& range) const {
    DocSet set;
    const auto values = segment_.columns->year.values();
    for (std::size_t row = 0; row < values.size(); ++row) {
      const bool inside = values[row] != 0 && (!range.from || values[row] >= *range.from) && (!range.to || values[row] <= *range.to);
      if (inside) set.add(static_cast<std::uint32_t>(row + 1));
    }
    return living(std::move(set));
  }

  DocSet living(DocSet papers) const {
    if (!segment_.dead->empty()) papers -= segment_.dead->papers();
    return papers;
  }

  // The candidates whose token row passes `test`.
  template <class Test>
  DocSet read(const DocSet& candidates, const Test& test) const {
    DocSet kept;
    TokenRow row;
    for (std::uint32_t docid : candidates) {
      deadline_.spend(Deadline::kReading);
      tokens_.read(docid - 1, row);
      if (test(row)) kept.add(docid);
    }
    return kept;
  }

  const SegmentView& segment_;
  const storage::TokenColumn& tokens_;
  analysis::Analyser& analyser_;
  const Deadline& deadline_;
};

}  // namespace

DocSet evaluate(const PlanNode& node, const SegmentView& segment, analysis::Analyser& analyser, const Deadline& deadline) {
  return Evaluation(segment, analyser, deadline).run(node);
}

PaperSets evaluate(const PlanNode& node, const std::vector<SegmentView>& segments, analysis::Analyser& analyser,
                   const Deadline& deadline) {
  PaperSets sets;
  for (const auto& segment : segments) sets.push_back(evaluate(node, segment, analyser, deadline));
  return sets;
}

std::int64_t count_papers(const PaperSets& sets) {
  std::int64_t papers = 0;
  for (const DocSet& set : sets) papers += static_cast<std::int64_t>(set.cardinality());
  return papers;
}

}  // namespace incipit::query
