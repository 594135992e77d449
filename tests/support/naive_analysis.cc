// The plain index: the words of each paper numbered and counted.
#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "schema/facts.h"
#include "tests/support/naive_filters.h"
#include "tests/support/naive_search.h"

namespace incipit::testing {
namespace {

using analysis::Token;

void bump(std::uint16_t& count) {
  if (count == UINT16_MAX) std::abort();  // no paper of a test has a word so often
  ++count;
}

}  // namespace

NaiveIndex::TermId NaiveIndex::number(const std::string& text) {
  const auto [found, fresh] = numbers_.emplace(text, static_cast<TermId>(texts_.size()));
  if (fresh) texts_.push_back(text);
  return found->second;
}

std::optional<NaiveIndex::TermId> NaiveIndex::known(const std::string& text) const {
  const auto found = numbers_.find(text);
  return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

NaiveIndex::Words NaiveIndex::numbered(const std::vector<Token>& tokens) {
  Words words;
  for (const Token& token : tokens) words.push_back({number(token.form), token.joined});
  return words;
}

NaiveIndex::AnalysedPaper NaiveIndex::analyse(const schema::Paper& paper) {
  AnalysedPaper out;
  std::map<TermId, TermCounts> terms;
  const auto text = [&](const std::string& given, std::uint16_t TermCounts::*field, std::int64_t& length,
                        Words& words, analysis::Language otherwise = analysis::Language::english) {
    const analysis::AnalysedText analysed = analyser_.analyse(analysis::display_text(given), otherwise);
    for (const std::string& term : analysed.terms) bump(terms[number(term)].*field);
    if (analysed.language == analysis::Language::other) unstemmed_.insert(analysed.terms.begin(), analysed.terms.end());
    length = static_cast<std::int64_t>(analysed.terms.size());
    words = numbered(analysed.tokens);
    return analysed.language;
  };
  const auto language = text(paper.abstract, &TermCounts::abstract, out.abstract_length, out.abstract);
  text(paper.title, &TermCounts::title, out.title_length, out.title, language);
  text(paper.comments, &TermCounts::comments, out.comments_length, out.comments);
  std::set<std::string> affiliations;
  for (const auto& author : paper.authors) affiliations.insert(author.affiliations.begin(), author.affiliations.end());
  for (const std::string& affiliation : affiliations) {
    std::int64_t ignored_length = 0;
    text(affiliation, &TermCounts::affiliation, ignored_length, out.affiliations.emplace_back());
  }
  for (const auto& author : paper.authors) {
    const auto tokens = analyser_.name_tokens(analysis::display_text(author.name));
    out.names.push_back(numbered(tokens));
    for (const Token& token : tokens) {
      bump(terms[number(token.form)].author);
      bump(terms[number(analyser_.stem(token.form))].author_stems);
      ++out.author_length;
    }
  }
  for (auto& [term, counted] : terms) {
    counted.term = term;
    out.terms.push_back(counted);
  }
  out.title_key = analysis::title_sort_key(analysis::display_text(paper.title));
  for (const auto& row : schema::fact_table()) {
    if (schema::has_fact(paper, row.fact)) out.facts.push_back(row.fact);
  }
  for (const schema::FacetField field : schema::all_facet_fields()) {
    for (const std::string& value : facet_values(paper, field)) {
      out.facet_values[static_cast<std::size_t>(field)].push_back(number(value));
    }
  }
  const auto& authors = authors_of(paper);
  for (const std::string& id : std::set<std::string>(authors.begin(), authors.end())) {
    out.facet_values[static_cast<std::size_t>(schema::FacetField::author)].push_back(number(id));
  }
  return out;
}

NaiveIndex::NaiveIndex(std::vector<schema::Paper> papers, analysis::Analyser& analyser, NaivePivots pivots,
                       std::map<std::string, std::vector<std::string>> author_ids)
    : papers_(std::move(papers)), analyser_(analyser), pivots_(pivots), author_ids_(std::move(author_ids)) {
  analysed_.reserve(papers_.size());
  std::vector<std::string> title_keys;
  for (const schema::Paper& paper : papers_) {
    analysed_.push_back(analyse(paper));
    title_keys.push_back(analysed_.back().title_key);
    for (Acronym& pair : acronyms_in(paper.abstract)) {
      std::string acronym, stems;
      for (const auto& stem : pair.acronym) acronym += (acronym.empty() ? "" : " ") + stem;
      for (const auto& stem : pair.stems) stems += (stems.empty() ? "" : " ") + stem;
      acronyms_by_stems_[stems].insert(acronym);
      acronyms_[acronym].push_back(std::move(pair));
    }
  }
  analyser_.know_unstemmed(std::make_shared<analysis::UnstemmedWords>(unstemmed_));
  duplicates_.emplace(papers_, title_keys);
  papers_with_.resize(texts_.size());
  for (std::size_t paper = 0; paper < papers_.size(); ++paper) {
    for (const TermCounts& term : analysed_[paper].terms) {
      papers_with_[term.term].push_back(static_cast<std::uint32_t>(paper));
    }
  }
}

NaivePivots NaiveIndex::mean_lengths(const std::vector<schema::Paper>& papers, analysis::Analyser& analyser) {
  NaivePivots sums{0, 0, 0, 0};
  const NaiveIndex index(papers, analyser, {});
  for (const AnalysedPaper& analysed : index.analysed_) {
    sums.title += static_cast<double>(analysed.title_length);
    sums.abstract += static_cast<double>(analysed.abstract_length);
    sums.author += static_cast<double>(analysed.author_length);
    sums.comments += static_cast<double>(analysed.comments_length);
  }
  const double count = std::max<double>(1, static_cast<double>(papers.size()));
  const auto mean = [&](double sum) { return sum > 0 ? sum / count : 1.0; };
  return {mean(sums.title), mean(sums.abstract), mean(sums.author), mean(sums.comments)};
}

}  // namespace incipit::testing
