#include "tests/support/naive_search.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <tuple>
#include <utility>

#include "analysis/language.h"
#include "schema/facts.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "tests/support/naive_filters.h"

namespace incipit::testing {
namespace {

using query::PlanKind;
using query::PlanNode;
using schema::Field;
using schema::SortKey;

constexpr double kSaturation = 1.5;  // k1 of BM25F (D8)

std::size_t letters(const std::string& form) {
  return static_cast<std::size_t>(std::count_if(
      form.begin(), form.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// What a paper is sorted by; missing figures are after all others in either direction.
struct SortValue {
  bool missing = false;
  std::int64_t number = 0;
  std::string_view text;
};

}  // namespace

const NaiveIndex::TermCounts* NaiveIndex::counts(const std::string& term, std::size_t paper) const {
  const auto id = known(term);
  if (!id) return nullptr;
  const auto& terms = analysed_[paper].terms;
  const auto found =
      std::lower_bound(terms.begin(), terms.end(), *id,
                       [](const TermCounts& counted, TermId wanted) { return counted.term < wanted; });
  return found == terms.end() || found->term != *id ? nullptr : &*found;
}

bool NaiveIndex::has_term(Field field, const std::string& term, std::size_t paper) const {
  const TermCounts* counted = counts(term, paper);
  if (counted == nullptr) return false;
  switch (field) {
    case Field::title:
      return counted->title > 0;
    case Field::abstract:
      return counted->abstract > 0;
    case Field::comments:
      return counted->comments > 0;
    case Field::affiliation:
      return counted->affiliation > 0;
    case Field::author:
      return counted->author > 0;
    default:
      return counted->in_text();
  }
}

std::vector<NaiveIndex::WantedWord> NaiveIndex::wanted(const std::vector<query::PhraseWord>& words) const {
  std::vector<WantedWord> out;
  for (const auto& word : words)
    out.push_back({known(word.form), word.joined, letters(word.form) == 1, word.form, word.term, word.match, word.unstemmed});
  return out;
}

std::vector<const NaiveIndex::Words*> NaiveIndex::texts_of(Field field, std::size_t paper) const {
  const AnalysedPaper& analysed = analysed_[paper];
  std::vector<const Words*> texts;
  if (field == Field::comments) texts.push_back(&analysed.comments);
  if (field == Field::affiliation) {
    for (const Words& affiliation : analysed.affiliations) texts.push_back(&affiliation);
  }
  if (field == Field::text || field == Field::title) texts.push_back(&analysed.title);
  if (field == Field::text || field == Field::abstract) texts.push_back(&analysed.abstract);
  if (field == Field::text || field == Field::author) {
    for (const Words& name : analysed.names) texts.push_back(&name);
  }
  return texts;
}

bool NaiveIndex::is_wanted(const Word& word, const WantedWord& wanted) const {
  if (wanted.joined && !word.joined) return false;
  switch (wanted.match) {
    case query::WordMatch::beginning:
      return texts_[word.form].rfind(wanted.text, 0) == 0;
    case query::WordMatch::stem:
      return analyser_.stem(texts_[word.form]) == wanted.term ||
             (!wanted.unstemmed.empty() && analysis::unstemmed_term(texts_[word.form]) == wanted.unstemmed);
    case query::WordMatch::form:
      break;
  }
  return word.form == wanted.form;
}

bool NaiveIndex::stands_at(const Words& text, std::size_t at, const std::vector<WantedWord>& phrase) const {
  if (at + phrase.size() > text.size()) return false;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (!is_wanted(text[at + i], phrase[i])) return false;
  }
  return true;
}

bool NaiveIndex::has_terms_of(Field field, const std::vector<query::PhraseWord>& words, std::size_t paper) const {
  return field == Field::author || std::all_of(words.begin(), words.end(), [&](const query::PhraseWord& word) {
           return word.match == query::WordMatch::beginning || has_term(field, word.term, paper) ||
                  (!word.unstemmed.empty() && has_term(field, word.unstemmed, paper));
         });
}

bool NaiveIndex::has_phrase(Field field, const std::vector<query::PhraseWord>& words,
                            std::size_t paper) const {
  if (!has_terms_of(field, words, paper)) return false;
  const std::vector<WantedWord> phrase = wanted(words);
  for (const Words* text : texts_of(field, paper)) {
    for (std::size_t at = 0; at < text->size(); ++at) {
      if (stands_at(*text, at, phrase)) return true;
    }
  }
  return false;
}

bool NaiveIndex::has_beginning(Field field, const std::string& beginning, std::size_t paper) const {
  for (const TermCounts& counted : analysed_[paper].terms) {
    const std::string& term = texts_[counted.term];
    if (term.rfind(beginning, 0) == 0 && has_term(field, term, paper)) return true;
  }
  if (field == Field::author) return false;  // its terms are its words
  query::PhraseWord word;
  word.form = beginning;
  word.match = query::WordMatch::beginning;
  return has_phrase(field, {word}, paper);
}

bool NaiveIndex::has_near(const PlanNode& near, std::size_t paper) const {
  std::vector<std::vector<std::vector<WantedWord>>> operands;
  for (const PlanNode& operand : near.children) {
    auto& alternatives = operands.emplace_back();
    bool any_terms = false;
    const auto add = [&](const PlanNode& phrase) {
      alternatives.push_back(wanted(phrase.words));
      any_terms = any_terms || has_terms_of(near.field, phrase.words, paper);
    };
    if (operand.kind == PlanKind::phrase) add(operand);
    for (const PlanNode& phrase : operand.children) add(phrase);
    if (!any_terms) return false;
  }
  // Every choice of places, one operand after the other.
  const auto reaches_end = [&](const Words& text, const auto& self, std::size_t operand, std::size_t begin,
                               std::size_t end) -> bool {
    if (operand == operands.size()) return true;
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (const auto& phrase : operands[operand]) {
        if (!stands_at(text, at, phrase)) continue;
        const std::size_t behind = at + phrase.size();
        const bool apart = operand == 0 || at >= end || begin >= behind;
        const auto distance = static_cast<std::int64_t>(at >= end ? at - end : begin - behind) + 1;
        if (!apart || (operand > 0 && distance > near.distances[operand - 1])) continue;
        if (self(text, self, operand + 1, at, behind)) return true;
      }
    }
    return false;
  };
  const auto texts = texts_of(near.field, paper);
  return std::any_of(texts.begin(), texts.end(),
                     [&](const Words* text) { return reaches_end(*text, reaches_end, 0, 0, 0); });
}

bool NaiveIndex::name_has(const Words& name, const WantedWord& word) const {
  const bool begins = word.initial || word.match == query::WordMatch::beginning;
  return std::any_of(name.begin(), name.end(), [&](const Word& token) {
    return begins ? texts_[token.form].rfind(word.text, 0) == 0 : token.form == word.form;
  });
}

bool NaiveIndex::has_name(const PlanNode& node, std::size_t paper) const {
  const std::vector<WantedWord> all = wanted(node.words);
  const auto& names = analysed_[paper].names;
  const auto end = node.first_author && !names.empty() ? names.begin() + 1 : names.end();
  return std::any_of(names.begin(), end, [&](const Words& name) {
    return std::all_of(all.begin(), all.end(), [&](const WantedWord& word) { return name_has(name, word); });
  });
}

const std::vector<std::string>& NaiveIndex::authors_of(const schema::Paper& paper) const {
  static const std::vector<std::string> nobody;
  const auto found = author_ids_.find(paper.id);
  return found == author_ids_.end() ? nobody : found->second;
}

bool NaiveIndex::has_value(Field field, const std::string& value, std::size_t paper) const {
  const schema::Paper& given = papers_[paper];
  const auto one_of = [&](const std::vector<std::string>& values) {
    return std::find(values.begin(), values.end(), value) != values.end();
  };
  switch (field) {
    case Field::category:
      return one_of(given.categories);
    case Field::primary:
      return given.primary() == value;
    case Field::archive:
      return one_of(archives_of(given));
    case Field::venue:
      return given.venue == value;
    case Field::status:
      return given.status == value;
    case Field::has: {
      const auto fact = schema::fact_named(value);
      const auto& facts = analysed_[paper].facts;
      return fact && std::find(facts.begin(), facts.end(), *fact) != facts.end();
    }
    case Field::author_id:
      return one_of(authors_of(given));
    case Field::id:
      return given.id == value;
    case Field::alias:
      return one_of(schema::alias_keys(given));
    default:
      return false;
  }
}

bool NaiveIndex::matches(const PlanNode& plan, std::size_t paper) const {
  const auto holds = [&](const PlanNode& child) { return matches(child, paper); };
  switch (plan.kind) {
    case PlanKind::all:
      return true;
    case PlanKind::nothing:
      return false;
    case PlanKind::term:
      return has_term(plan.field, plan.term, paper);
    case PlanKind::phrase:
      return has_phrase(plan.field, plan.words, paper);
    case PlanKind::name:
      return has_name(plan, paper);
    case PlanKind::beginning:
      return has_beginning(plan.field, plan.term, paper);
    case PlanKind::near:
      return has_near(plan, paper);
    case PlanKind::filter:
      return has_value(plan.field, plan.term, paper);
    case PlanKind::years:
      return is_in_years(papers_[paper], plan.years);
    case PlanKind::all_of:
      return std::all_of(plan.children.begin(), plan.children.end(), holds);
    case PlanKind::any_of:
      return std::any_of(plan.children.begin(), plan.children.end(), holds);
    case PlanKind::none_of:
      return std::none_of(plan.children.begin(), plan.children.end(), holds);
  }
  return false;
}

std::int64_t NaiveIndex::document_frequency(Field field, const std::string& term) const {
  const auto id = known(term);
  if (!id) return 0;
  std::int64_t papers = 0;
  for (const std::uint32_t paper : papers_with_[*id]) papers += has_term(field, term, paper) ? 1 : 0;
  return papers;
}

std::int64_t NaiveIndex::weight(const query::RankingTerm& term) const {
  const auto of_stem = term.stem.empty() ? 0 : document_frequency(term.field, term.stem);
  const auto df = static_cast<double>(document_frequency(term.field, term.term) + of_stem);
  if (df == 0) return 0;
  const auto papers = static_cast<double>(papers_.size());
  return (std::llround(256 * std::log(1 + (papers - df + 0.5) / (df + 0.5))) * term.quarters + 2) / 4;
}

std::int64_t NaiveIndex::impact(Field field, const std::string& term, std::size_t paper) const {
  const TermCounts* counted = counts(term, paper);
  if (counted == nullptr) return 0;
  const AnalysedPaper& analysed = analysed_[paper];
  double frequency = 0;
  const auto add = [&](std::uint16_t count, std::int64_t length, Field of, double weight, double pivot) {
    if (count == 0) return;
    const double b = schema::row_of(of).length_normalisation;
    frequency += weight * static_cast<double>(count) / (1 - b + b * static_cast<double>(length) / pivot);
  };
  const auto weight_of = [](Field of) { return schema::row_of(of).weight; };
  switch (field) {
    case Field::title:
      add(counted->title, analysed.title_length, Field::title, 1, pivots_.title);
      break;
    case Field::abstract:
      add(counted->abstract, analysed.abstract_length, Field::abstract, 1, pivots_.abstract);
      break;
    case Field::comments:
      add(counted->comments, analysed.comments_length, Field::comments, 1, pivots_.comments);
      break;
    case Field::affiliation:
      add(counted->affiliation, 1, Field::affiliation, 1, 1);
      break;
    case Field::author:
      add(counted->author, analysed.author_length, Field::author, 1, pivots_.author);
      break;
    default:
      add(counted->title, analysed.title_length, Field::title, weight_of(Field::title), pivots_.title);
      add(counted->abstract, analysed.abstract_length, Field::abstract, weight_of(Field::abstract),
          pivots_.abstract);
      add(counted->author_stems, analysed.author_length, Field::author, weight_of(Field::author),
          pivots_.author);
  }
  if (frequency <= 0) return 0;
  const std::int64_t scaled = std::llround(64 * frequency * (kSaturation + 1) / (frequency + kSaturation));
  return std::clamp<std::int64_t>(scaled, 1, 255);
}

bool NaiveIndex::counts(const query::RankingTerm& term, std::size_t paper) const {
  const auto has_all = [&](const std::vector<std::string>& terms) {
    return std::all_of(terms.begin(), terms.end(), [&](const std::string& one) { return has_term(term.field, one, paper); });
  };
  return term.form.empty() || (has_all(term.form) && !has_all(term.typed));
}

std::int64_t NaiveIndex::score(const std::vector<query::RankingTerm>& ranking, std::size_t paper) const {
  std::int64_t sum = 0;
  for (const auto& term : ranking) {
    const std::int64_t adds = counts(term, paper) ? impact(term.field, term.term, paper) : 0;
    if (adds > 0) sum += weight(term) * adds;
  }
  return sum;
}

void NaiveIndex::order(NaiveResult& result, const std::vector<std::size_t>& found, const query::QueryPlan& plan,
                       const schema::SearchRequest& request) const {
  const Naming named_by = naming(request);
  std::vector<std::int64_t> weights;
  for (const auto& term : plan.ranking) weights.push_back(weight(term));
  struct Row {
    std::size_t paper;
    std::int64_t score = 0;
    SortValue value;
    bool first = false;
  };
  const auto value_of = [&](const Row& row) -> SortValue {
    const schema::Paper& paper = papers_[row.paper];
    const auto dated = [](const std::optional<schema::Date>& date) {
      return SortValue{!date, date ? date->instant : 0, {}};
    };
    const auto figured = [](const std::optional<std::int64_t>& figure) { return SortValue{!figure, figure.value_or(0), {}}; };
    switch (result.sort.key) {
      case SortKey::published:
        return dated(paper.published);
      case SortKey::updated:
        return dated(paper.updated);
      case SortKey::title:
        return {false, 0, analysed_[row.paper].title_key};
      case SortKey::citations: {
        const auto* citations = paper.leading_citations();
        return {citations == nullptr, citations == nullptr ? 0 : citations->count, {}};
      }
      case SortKey::novelty:
        return figured(figures_of(paper).novelty);
      case SortKey::rank:
        return figured(figures_of(paper).rank);
      default:
        return {false, row.score, {}};
    }
  };
  std::vector<Row> rows;
  for (const std::size_t paper : found) {
    Row row{paper, 0, {}};
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (counts(plan.ranking[i], paper)) row.score += weights[i] * impact(plan.ranking[i].field, plan.ranking[i].term, paper);
    }
    if (result.sort.key == SortKey::relevance) row.score += naive_boost(request, papers_[paper], clock_, figures_of(papers_[paper]), row.score);
    row.value = value_of(row);
    row.first = result.sort == schema::Sort{} && is_named(named_by, paper);
    rows.push_back(std::move(row));
  }
  const bool ascending = (result.sort.key == SortKey::title) != result.sort.reversed;
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    if (a.first != b.first) return a.first;
    if (a.value.missing != b.value.missing) return b.value.missing;
    const auto key = [](const SortValue& value) { return std::tie(value.number, value.text); };
    if (key(a.value) != key(b.value)) return (key(a.value) < key(b.value)) == ascending;
    return papers_[a.paper].id < papers_[b.paper].id;
  });
  for (const Row& row : rows) {
    result.ids.push_back(papers_[row.paper].id);
    if (!weights.empty()) result.scores.push_back(row.score);
  }
}

std::vector<std::string> NaiveIndex::duplicates_of(std::size_t paper) const {
  std::vector<std::string> ids;
  for (const std::size_t other : duplicates_->others(paper)) ids.push_back(papers_[other].id);
  return ids;
}

schema::Result<NaiveResult> NaiveIndex::search(const schema::SearchRequest& request) const {
  const auto frequency = [this](Field field, const std::string& term) { return document_frequency(field, term); };
  std::int64_t papers_left = std::max<std::int64_t>(100'000, static_cast<std::int64_t>(papers_.size())) / 2;
  auto plan = query::plan_query(request.q, request.syntax, request.match, analyser_, frequency);
  if (!plan) return tl::make_unexpected(plan.error());
  const query::QueryPlan typed = *plan;
  if (request.synonyms && request.match != schema::MatchMode::all) {
    plan = query::plan_with_other_forms(*query::parse_query(request.q, request.syntax), request.match, analyser_, frequency,
                                        [&](std::span<const std::string> words) { return other_forms(words, papers_left); });
  }
  if (!plan) return tl::make_unexpected(plan.error());
  NaiveResult result;
  const SortKey natural = plan->ranking.empty() ? SortKey::published : SortKey::relevance;
  result.sort = request.sort.value_or(schema::Sort{natural, false});
  const std::vector<char> passed = passing(request.filters);
  std::vector<char> matching;
  const auto found_by = [&](const PlanNode& node, bool scan_all) {
    std::vector<std::size_t> found;
    matching.assign(papers_.size(), 0);
    for (std::size_t paper = 0; paper < papers_.size(); ++paper) {
      if (!scan_all && !passed[paper]) continue;
      matching[paper] = matches(node, paper) ? 1 : 0;
      if (matching[paper] && passed[paper]) found.push_back(paper);
    }
    return found;
  };
  const bool facets = !request.facets.empty();
  std::vector<std::size_t> found = found_by(plan->strict, facets);
  result.strict_total = static_cast<std::int64_t>(found.size());
  const bool too_few = plan->may_relax && result.sort.key == SortKey::relevance && result.strict_total < schema::limits::kRelaxBelow.value;
  result.relaxed = plan->relaxed && (too_few || request.match == schema::MatchMode::any);
  if (too_few) result.strict_total = static_cast<std::int64_t>(found_by(typed.strict, false).size());
  if (result.relaxed) found = found_by(*plan->relaxed, facets);
  if (request.collapse == schema::Collapse::duplicates) {
    const std::size_t all = found.size();
    found = duplicates_->collapsed(found);
    result.left_out = static_cast<std::int64_t>(all - found.size());
  }
  result.total = static_cast<std::int64_t>(found.size());
  count_facets(result, request, matching, passed, found);
  order(result, found, *plan, request);
  return result;
}

}  // namespace incipit::testing
