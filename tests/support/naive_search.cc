#include "tests/support/naive_search.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "schema/facts.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "tests/support/naive_filters.h"

namespace incipit::testing {
namespace {

using analysis::Token;
using query::PlanKind;
using query::PlanNode;
using schema::Field;
using schema::SortKey;

constexpr double kSaturation = 1.2;  // k1 of BM25F (D8)

bool stand_at(const std::vector<Token>& tokens, std::size_t at, const std::vector<query::PhraseWord>& words) {
  if (at + words.size() > tokens.size()) return false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (tokens[at + i].form != words[i].form) return false;
    if (words[i].joined && !tokens[at + i].joined) return false;
  }
  return true;
}

bool contains_phrase(const std::vector<Token>& tokens, const std::vector<query::PhraseWord>& words) {
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (stand_at(tokens, at, words)) return true;
  }
  return false;
}

std::size_t letters(const std::string& form) {
  return static_cast<std::size_t>(std::count_if(
      form.begin(), form.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// A word of one letter is an initial: any name token that starts with it will do.
bool name_has(const std::vector<Token>& name, const std::string& form) {
  const bool initial = letters(form) == 1;
  return std::any_of(name.begin(), name.end(), [&](const Token& token) {
    return initial ? token.form.rfind(form, 0) == 0 : token.form == form;
  });
}

// What a paper is sorted by; missing figures are after all others in either direction.
struct SortValue {
  bool missing = false;
  std::int64_t number = 0;
  std::string text;
};

}  // namespace

void NaiveIndex::FieldTerms::add(const std::string& term) {
  ++counts[term];
  ++length;
}

std::int64_t NaiveIndex::FieldTerms::count(const std::string& term) const {
  const auto found = counts.find(term);
  return found == counts.end() ? 0 : found->second;
}

NaiveIndex::AnalysedPaper NaiveIndex::analyse(const schema::Paper& paper, analysis::Analyser& analyser) {
  AnalysedPaper out;
  const auto text = [&](const std::string& given, FieldTerms& terms, std::vector<Token>& tokens) {
    analysis::AnalysedText analysed = analyser.analyse(analysis::display_text(given));
    for (const std::string& term : analysed.terms) terms.add(term);
    tokens = std::move(analysed.tokens);
  };
  text(paper.title, out.title, out.title_tokens);
  text(paper.abstract, out.abstract, out.abstract_tokens);
  text(paper.comments, out.comments, out.comments_tokens);
  for (const auto& author : paper.authors) {
    out.name_tokens.push_back(analyser.name_tokens(analysis::display_text(author.name)));
    for (const Token& token : out.name_tokens.back()) {
      out.author.add(token.form);
      out.author_stems.add(analyser.stem(token.form));
    }
  }
  out.title_key = analysis::title_sort_key(analysis::display_text(paper.title));
  return out;
}

NaiveIndex::NaiveIndex(std::vector<schema::Paper> papers, analysis::Analyser& analyser, NaivePivots pivots,
                       std::map<std::string, std::vector<std::string>> author_ids)
    : papers_(std::move(papers)), analyser_(analyser), pivots_(pivots), author_ids_(std::move(author_ids)) {
  analysed_.reserve(papers_.size());
  for (const schema::Paper& paper : papers_) analysed_.push_back(analyse(paper, analyser));
}

NaivePivots NaiveIndex::mean_lengths(const std::vector<schema::Paper>& papers, analysis::Analyser& analyser) {
  NaivePivots sums{0, 0, 0, 0};
  for (const schema::Paper& paper : papers) {
    const AnalysedPaper analysed = analyse(paper, analyser);
    sums.title += static_cast<double>(analysed.title.length);
    sums.abstract += static_cast<double>(analysed.abstract.length);
    sums.author += static_cast<double>(analysed.author.length);
    sums.comments += static_cast<double>(analysed.comments.length);
  }
  const double count = std::max<double>(1, static_cast<double>(papers.size()));
  const auto mean = [&](double sum) { return sum > 0 ? sum / count : 1.0; };
  return {mean(sums.title), mean(sums.abstract), mean(sums.author), mean(sums.comments)};
}

bool NaiveIndex::has_term(Field field, const std::string& term, std::size_t paper) const {
  const AnalysedPaper& analysed = analysed_[paper];
  switch (field) {
    case Field::title:
      return analysed.title.count(term) > 0;
    case Field::abstract:
      return analysed.abstract.count(term) > 0;
    case Field::comments:
      return analysed.comments.count(term) > 0;
    case Field::author:
      return analysed.author.count(term) > 0;
    default:
      break;
  }
  return analysed.title.count(term) + analysed.abstract.count(term) + analysed.author_stems.count(term) > 0;
}

bool NaiveIndex::has_phrase(Field field, const std::vector<query::PhraseWord>& words,
                            std::size_t paper) const {
  const AnalysedPaper& analysed = analysed_[paper];
  const bool text = field == Field::text;
  if (field == Field::comments) return contains_phrase(analysed.comments_tokens, words);
  if ((text || field == Field::title) && contains_phrase(analysed.title_tokens, words)) return true;
  if ((text || field == Field::abstract) && contains_phrase(analysed.abstract_tokens, words)) return true;
  if (!text && field != Field::author) return false;
  return std::any_of(analysed.name_tokens.begin(), analysed.name_tokens.end(),
                     [&](const auto& name) { return contains_phrase(name, words); });
}

bool NaiveIndex::has_name(const std::vector<query::PhraseWord>& words, std::size_t paper) const {
  const auto& names = analysed_[paper].name_tokens;
  return std::any_of(names.begin(), names.end(), [&](const std::vector<Token>& name) {
    return std::all_of(words.begin(), words.end(),
                       [&](const auto& word) { return name_has(name, word.form); });
  });
}

std::vector<std::string> NaiveIndex::authors_of(const schema::Paper& paper) const {
  const auto found = author_ids_.find(paper.id);
  return found == author_ids_.end() ? std::vector<std::string>() : found->second;
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
    case Field::affiliation:
      return one_of(affiliations_of(given));
    case Field::status:
      return given.status == value;
    case Field::has: {
      const auto fact = schema::fact_named(value);
      return fact && schema::has_fact(given, *fact);
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
      return has_name(plan.words, paper);
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
  std::int64_t papers = 0;
  for (std::size_t paper = 0; paper < papers_.size(); ++paper) papers += has_term(field, term, paper) ? 1 : 0;
  return papers;
}

std::int64_t NaiveIndex::weight(const query::RankingTerm& term) const {
  const auto df = static_cast<double>(document_frequency(term.field, term.term));
  if (df == 0) return 0;
  const auto papers = static_cast<double>(papers_.size());
  return std::llround(256 * std::log(1 + (papers - df + 0.5) / (df + 0.5))) * term.count;
}

std::int64_t NaiveIndex::impact(Field field, const std::string& term, std::size_t paper) const {
  const AnalysedPaper& analysed = analysed_[paper];
  double frequency = 0;
  const auto add = [&](const FieldTerms& terms, Field of, double weight, double pivot) {
    const std::int64_t count = terms.count(term);
    if (count == 0) return;
    const double b = schema::row_of(of).length_normalisation;
    frequency +=
        weight * static_cast<double>(count) / (1 - b + b * static_cast<double>(terms.length) / pivot);
  };
  const auto weight_of = [](Field of) { return schema::row_of(of).weight; };
  switch (field) {
    case Field::title:
      add(analysed.title, Field::title, 1, pivots_.title);
      break;
    case Field::abstract:
      add(analysed.abstract, Field::abstract, 1, pivots_.abstract);
      break;
    case Field::comments:
      add(analysed.comments, Field::comments, 1, pivots_.comments);
      break;
    case Field::author:
      add(analysed.author, Field::author, 1, pivots_.author);
      break;
    default:
      add(analysed.title, Field::title, weight_of(Field::title), pivots_.title);
      add(analysed.abstract, Field::abstract, weight_of(Field::abstract), pivots_.abstract);
      add(analysed.author_stems, Field::author, weight_of(Field::author), pivots_.author);
  }
  if (frequency <= 0) return 0;
  const std::int64_t scaled = std::llround(64 * frequency * (kSaturation + 1) / (frequency + kSaturation));
  return std::clamp<std::int64_t>(scaled, 1, 255);
}

std::int64_t NaiveIndex::score(const std::vector<query::RankingTerm>& ranking, std::size_t paper) const {
  std::int64_t sum = 0;
  for (const auto& term : ranking) {
    const std::int64_t adds = impact(term.field, term.term, paper);
    if (adds > 0) sum += weight(term) * adds;
  }
  return sum;
}

bool NaiveIndex::passes(const schema::SearchFilters& filters, std::size_t paper) const {
  return passes_metadata(filters, papers_[paper]) &&
         passes_values(filters.author, authors_of(papers_[paper]));
}

void NaiveIndex::order(NaiveResult& result, std::vector<std::size_t> found,
                       const query::QueryPlan& plan) const {
  std::vector<std::int64_t> weights;
  for (const auto& term : plan.ranking) weights.push_back(weight(term));
  struct Row {
    std::size_t paper;
    std::int64_t score = 0;
    SortValue value;
  };
  const auto value_of = [&](const Row& row) -> SortValue {
    const schema::Paper& paper = papers_[row.paper];
    const auto dated = [](const std::optional<schema::Date>& date) {
      return SortValue{!date, date ? date->instant : 0, {}};
    };
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
      default:
        return {false, row.score, {}};
    }
  };
  std::vector<Row> rows;
  for (const std::size_t paper : found) {
    Row row{paper, 0, {}};
    for (std::size_t i = 0; i < weights.size(); ++i) {
      row.score += weights[i] * impact(plan.ranking[i].field, plan.ranking[i].term, paper);
    }
    row.value = value_of(row);
    rows.push_back(std::move(row));
  }
  const bool ascending = (result.sort.key == SortKey::title) != result.sort.reversed;
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
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

schema::Result<NaiveResult> NaiveIndex::search(const schema::SearchRequest& request) const {
  const auto plan = query::plan_query(request.q, request.syntax, request.match, analyser_);
  if (!plan) return tl::make_unexpected(plan.error());
  NaiveResult result;
  const SortKey natural = plan->ranking.empty() ? SortKey::published : SortKey::relevance;
  result.sort = request.sort.value_or(schema::Sort{natural, false});
  if (result.sort.key == SortKey::novelty || result.sort.key == SortKey::rank) {
    return schema::fail(schema::ErrorCode::not_available,
                        "plain loops over papers know neither novelty nor rank");
  }
  const auto found_by = [&](const PlanNode& node) {
    std::vector<std::size_t> found;
    for (std::size_t paper = 0; paper < papers_.size(); ++paper) {
      if (passes(request.filters, paper) && matches(node, paper)) found.push_back(paper);
    }
    return found;
  };
  std::vector<std::size_t> found = found_by(plan->strict);
  result.strict_total = static_cast<std::int64_t>(found.size());
  const bool too_few = plan->may_relax && result.strict_total < schema::limits::kRelaxBelow.value;
  result.relaxed = plan->relaxed && (too_few || request.match == schema::MatchMode::any);
  const PlanNode& answered = result.relaxed ? *plan->relaxed : plan->strict;
  if (result.relaxed) found = found_by(answered);
  result.total = static_cast<std::int64_t>(found.size());
  for (const schema::FacetField field : request.facets) {
    const schema::SearchFilters filters = without_own(request.filters, field);
    auto& counts = result.facets[field];
    for (std::size_t paper = 0; paper < papers_.size(); ++paper) {
      if (!passes(filters, paper) || !matches(answered, paper)) continue;
      for (const std::string& value : facet_values(papers_[paper], field)) ++counts[value];
    }
  }
  order(result, std::move(found), *plan);
  return result;
}

}  // namespace incipit::testing
