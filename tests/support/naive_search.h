// Search by plain loops over all papers: what the searcher's answers are compared with. It shares the
// analysis, the parser and the planner with the product and nothing else: no index, no posting lists, no
// columns.
//
// Terms are numbered and each paper's are counted once, so that a scan of a hundred thousand papers takes
// milliseconds.
//
// Threads: one at a time (the Analyser is borrowed).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/analyser.h"
#include "query/other_forms.h"
#include "query/plan.h"
#include "schema/error.h"
#include "schema/paper.h"
#include "schema/request.h"
#include "tests/support/naive_boosts.h"
#include "tests/support/naive_duplicates.h"

namespace incipit::testing {

// Mean numbers of terms per field, constants of a generation (D8).
struct NaivePivots {
  double title = 1;
  double abstract = 1;
  double author = 1;
  double comments = 1;
};

struct NaiveResult {
  std::vector<std::string> ids;      // of all matching papers in order: offset and limit are not applied
  std::vector<std::int64_t> scores;  // parallel to `ids`; empty when nothing ranks
  std::int64_t total = 0;            // of the answered plan, relaxed or strict
  std::int64_t left_out = 0;         // duplicates that another paper stands for
  std::int64_t strict_total = 0;
  bool relaxed = false;
  schema::Sort sort;  // the one used
  // Every value with papers, not cut at facet_limit. An author's value is one of the ids that the index was given.
  std::map<schema::FacetField, std::map<std::string, std::int64_t>> facets;
};

class NaiveIndex {
 public:
  // `author_ids`: by paper id, the ids of its authors, for the filter on authors and their facet.
  NaiveIndex(std::vector<schema::Paper> papers, analysis::Analyser& analyser, NaivePivots pivots,
             std::map<std::string, std::vector<std::string>> author_ids = {});

  // The mean numbers of terms per field over all papers, for tests that need some pivots.
  [[nodiscard]] static NaivePivots mean_lengths(const std::vector<schema::Paper>& papers,
                                                analysis::Analyser& analyser);

  // Errors: those of plan_query.
  [[nodiscard]] schema::Result<NaiveResult> search(const schema::SearchRequest& request) const;

  // `paper` counts in the order given.
  [[nodiscard]] bool matches(const query::PlanNode& plan, std::size_t paper) const;
  [[nodiscard]] std::int64_t score(const std::vector<query::RankingTerm>& ranking, std::size_t paper) const;
  [[nodiscard]] std::int64_t document_frequency(schema::Field field, const std::string& term) const;
  [[nodiscard]] std::int64_t weight(const query::RankingTerm& term) const;
  [[nodiscard]] std::int64_t impact(schema::Field field, const std::string& term, std::size_t paper) const;

  [[nodiscard]] const std::vector<schema::Paper>& papers() const { return papers_; }
  // What ages are counted from where a request says no as_of.
  void set_clock(std::optional<schema::Date> clock) { clock_ = std::move(clock); }
  // Novelty and rank scores by paper id; without them no paper has one.
  void set_figures(std::map<std::string, NaiveFigures> figures) { figures_ = std::move(figures); }
  // The other ids of a paper's duplicate group, in the order of its rule.
  [[nodiscard]] std::vector<std::string> duplicates_of(std::size_t paper) const;

 private:
  using TermId = std::uint32_t;
  // How often a paper has a term, by field. `author` counts name tokens as they are (what author: searches),
  // and `author_stems` the same, stemmed (the authors' share of the unfielded text).
  struct TermCounts {
    TermId term = 0;
    std::uint16_t title = 0, abstract = 0, comments = 0, affiliation = 0, author = 0, author_stems = 0;

    [[nodiscard]] bool in_text() const { return title + abstract + author_stems > 0; }
  };
  struct Word {
    TermId form = 0;
    bool joined = false;
  };
  using Words = std::vector<Word>;
  struct AnalysedPaper {
    std::vector<TermCounts> terms;  // by term
    std::int64_t title_length = 0, abstract_length = 0, comments_length = 0,
                 author_length = 0;  // terms with repeats
    Words title, abstract, comments;
    std::vector<Words> names;  // of each author
    std::vector<Words> affiliations;  // different ones
    std::string title_key;
    std::vector<schema::Fact> facts;
    std::vector<TermId> facet_values[6];  // by FacetField
  };
  // The words of a phrase or a name as numbers: a word that no paper has fits nothing.
  struct WantedWord {
    std::optional<TermId> form;
    bool joined = false;
    bool initial = false;  // of one letter: any name token that starts with it will do
    std::string text;
    std::string term;
    query::WordMatch match = query::WordMatch::form;
    std::string unstemmed;
  };

  [[nodiscard]] TermId number(const std::string& text);
  [[nodiscard]] std::optional<TermId> known(const std::string& text) const;
  [[nodiscard]] Words numbered(const std::vector<analysis::Token>& tokens);
  [[nodiscard]] AnalysedPaper analyse(const schema::Paper& paper);

  [[nodiscard]] bool counts(const query::RankingTerm& term, std::size_t paper) const;
  [[nodiscard]] const TermCounts* counts(const std::string& term, std::size_t paper) const;
  [[nodiscard]] bool has_term(schema::Field field, const std::string& term, std::size_t paper) const;
  [[nodiscard]] std::vector<WantedWord> wanted(const std::vector<query::PhraseWord>& words) const;
  [[nodiscard]] bool has_phrase(schema::Field field, const std::vector<query::PhraseWord>& words,
                                std::size_t paper) const;
  // The words of an affiliation side by side in one of the paper's.
  [[nodiscard]] bool is_at(const std::string& affiliation, std::size_t paper) const;
  // Whether the paper has a term of each word, but for those known by their beginning and for names.
  [[nodiscard]] bool has_terms_of(schema::Field field, const std::vector<query::PhraseWord>& words, std::size_t paper) const;
  [[nodiscard]] bool has_beginning(schema::Field field, const std::string& beginning, std::size_t paper) const;
  [[nodiscard]] bool has_near(const query::PlanNode& near, std::size_t paper) const;
  [[nodiscard]] bool is_wanted(const Word& word, const WantedWord& wanted) const;
  [[nodiscard]] bool stands_at(const Words& text, std::size_t at, const std::vector<WantedWord>& phrase) const;
  // The texts that a field is: each alone.
  [[nodiscard]] std::vector<const Words*> texts_of(schema::Field field, std::size_t paper) const;
  [[nodiscard]] bool has_name(const query::PlanNode& node, std::size_t paper) const;
  [[nodiscard]] bool name_has(const Words& name, const WantedWord& word) const;
  [[nodiscard]] bool has_value(schema::Field field, const std::string& value, std::size_t paper) const;
  [[nodiscard]] const std::vector<std::string>& authors_of(const schema::Paper& paper) const;
  [[nodiscard]] NaiveFigures figures_of(const schema::Paper& paper) const;
  // All filters; or all but those that a facet's own field ignores.
  [[nodiscard]] bool passes(const schema::SearchFilters& filters, std::size_t paper) const;
  [[nodiscard]] std::vector<char> passing(const schema::SearchFilters& filters) const;
  void count_facets(NaiveResult& result, const schema::SearchRequest& request,
                    const std::vector<char>& matching, const std::vector<char>& passing_all,
                    const std::vector<std::size_t>& kept) const;
  void order(NaiveResult& result, const std::vector<std::size_t>& found, const query::QueryPlan& plan,
             const schema::SearchRequest& request) const;
  // What a query text names when it is taken whole: a title, an identifier.
  struct Naming {
    std::vector<std::pair<std::string, bool>> title;  // words, and whether each is joined to the one before
    std::optional<query::PlanNode> identifier;
  };
  [[nodiscard]] Naming naming(const schema::SearchRequest& request) const;
  [[nodiscard]] bool is_named(const Naming& naming, std::size_t paper) const;

  // What an abstract says an acronym means.
  struct Acronym {
    std::vector<std::string> acronym, words, stems;  // the first and the last are stems
  };
  [[nodiscard]] std::vector<Acronym> acronyms_in(const std::string& abstract);
  [[nodiscard]] std::map<std::string, std::pair<std::vector<std::string>, std::int64_t>> meanings_of(const std::string& acronym) const;
  [[nodiscard]] std::optional<query::OtherForms> other_forms(std::span<const std::string> words, std::int64_t& papers_left) const;

  std::map<std::string, std::vector<Acronym>> acronyms_;            // of all papers, by acronym
  std::map<std::string, std::set<std::string>> acronyms_by_stems_;  // the same acronyms, by the stems of what they mean
  std::vector<schema::Paper> papers_;
  analysis::UnstemmedWords unstemmed_;
  std::unordered_map<std::string, TermId> numbers_;
  std::vector<std::string> texts_;                       // of each number
  std::vector<std::vector<std::uint32_t>> papers_with_;  // of each number as a term, in any field, ascending
  std::vector<AnalysedPaper> analysed_;
  analysis::Analyser& analyser_;
  NaivePivots pivots_;
  std::map<std::string, std::vector<std::string>> author_ids_;
  std::map<std::string, NaiveFigures> figures_;
  std::optional<NaiveDuplicates> duplicates_;
  std::optional<schema::Date> clock_;
};

}  // namespace incipit::testing
