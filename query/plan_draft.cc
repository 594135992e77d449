#include "query/plan_draft.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "query/lexer.h"
#include "schema/ascii.h"

namespace incipit::query {

using schema::ErrorCode;
using schema::Field;
namespace limits = schema::limits;

void PlanDraft::rank(Field field, const std::string& term, PartContext context, std::size_t offset) {
  if (field == Field::abstract) field = Field::text;
  if (error_) return;
  count_distinct("t" + std::string(schema::row_of(field).name) + ":" + term, offset);
  add_ranking(field, term, {}, context);
}

void PlanDraft::rank_unstemmed(Field field, const std::string& term, const std::string& stem, PartContext context) {
  if (error_ || term.empty()) return;
  add_ranking(field == Field::abstract ? Field::text : field, term, stem, context);
}

void PlanDraft::add_ranking(Field field, const std::string& term, const std::string& stem, PartContext context) {
  if (!context.positive) return;
  const auto known = std::find_if(ranking_.begin(), ranking_.end(), [&](const RankingTerm& ranking) {
    return ranking.field == field && ranking.term == term;
  });
  if (known != ranking_.end()) {
    known->quarters += context.quarters;
    known->asking = known->asking && context.asking;
  } else {
    RankingTerm ranking{field, term, context.quarters, context.asking};
    if (!stem.empty()) {  // once in papers that have both
      ranking.form = {term};
      ranking.typed = {stem};
      ranking.stem = stem;
    }
    ranking_.push_back(std::move(ranking));
  }
}

void PlanDraft::also_rank(RankingTerm term, std::size_t offset) {
  if (error_) return;
  count_distinct("t" + std::string(schema::row_of(term.field).name) + ":" + term.term, offset);
  also_ranking_.push_back(std::move(term));
}

void PlanDraft::note_other_form(const std::string& typed, const OtherForm& form, std::size_t offset) {
  const std::string source = form.papers ? std::to_string(*form.papers) + " papers say so" : "of the file of synonyms";
  schema::QueryNote note{"synonym", typed + " also finds \"" + form.text + "\": " + source, offset, std::nullopt};
  const bool told = std::any_of(notes_.begin(), notes_.end(), [&](const schema::QueryNote& known) { return known.message == note.message; });
  if (!told) notes_.push_back(std::move(note));
}

void PlanDraft::weaken_asking_words() {
  const auto others = std::count_if(ranking_.begin(), ranking_.end(), [](const RankingTerm& term) { return !term.asking && term.stem.empty(); });
  const bool any_asking = std::any_of(ranking_.begin(), ranking_.end(), [](const RankingTerm& term) { return term.asking; });
  if (others < kAskingBeside || !any_asking) return;
  for (RankingTerm& term : ranking_) {
    if (term.asking) term.quarters = term.quarters * kAsking / kWhole;
  }
  notes_.push_back({"asking_words", "count a quarter, saying how is asked rather than for what: " + asking_.names() + "; quote them to count them fully",
                    asking_.offset, std::nullopt});
}

void PlanDraft::count_leaf(const PlanNode& leaf, std::size_t offset) {
  std::string key = "l" + std::to_string(static_cast<int>(leaf.kind)) + std::string(schema::row_of(leaf.field).name) +
                    ":" + leaf.term;
  for (const PhraseWord& word : leaf.words) key += (word.joined ? '-' : ' ') + word.form;
  key += std::to_string(leaf.years.from.value_or(0)) + "." + std::to_string(leaf.years.to.value_or(0));
  for (const PlanNode& child : leaf.children) key += " " + child.term;
  count_distinct(std::move(key), offset);
}

void PlanDraft::count_beginning(std::size_t offset) {
  if (++wildcards_ > limits::kWildcards.value) exceed(limits::kWildcards, offset);
}

void PlanDraft::check_phrase_words(std::size_t words, std::size_t offset) {
  if (static_cast<std::int64_t>(words) > limits::kPhraseWords.value) exceed(limits::kPhraseWords, offset);
}

void PlanDraft::leave_out(const std::string& typed, std::size_t offset) {
  left_out_.add(typed, offset);
}

void PlanDraft::note_asking(const std::string& typed, std::size_t offset) { asking_.add(typed, offset); }

void PlanDraft::Mentioned::add(const std::string& typed, std::size_t at) {
  if (words.empty()) offset = at;
  if (std::find(words.begin(), words.end(), typed) == words.end()) words.push_back(typed);
}

std::string PlanDraft::Mentioned::names() const {
  return schema::joined(words, ", ");
}

void PlanDraft::cut_words(std::size_t words, std::size_t kept) {
  notes_.push_back({"words_cut", "of " + std::to_string(words) + " different words the " + std::to_string(kept) + " rarest are searched: query_terms allows " +
                                     std::to_string(limits::kQueryTerms.value) + " terms", std::nullopt, std::nullopt});
}

void PlanDraft::repair(std::string message, std::size_t offset) { notes_.push_back(repaired(std::move(message), offset)); }

void PlanDraft::repair_unsearchable(std::size_t offset) {
  repair("a part without letters, digits or symbols to search was left out", offset);
}

void PlanDraft::fail(schema::Error error) {
  if (!error_) error_ = std::move(error);
}

void PlanDraft::finish(QueryPlan& plan) {
  weaken_asking_words();
  for (RankingTerm& also : also_ranking_) {
    const bool ranks = std::any_of(ranking_.begin(), ranking_.end(), [&](const RankingTerm& term) { return term.field == also.field && term.term == also.term; });
    if (!ranks) ranking_.push_back(std::move(also));
  }
  plan.ranking = std::move(ranking_);
  std::move(notes_.begin(), notes_.end(), std::back_inserter(plan.notes));
  if (left_out_.words.empty()) return;
  plan.notes.push_back({"stop_words", "not required, being very frequent: " + left_out_.names() + "; quote them to require them",
                        left_out_.offset, std::nullopt});
}

void PlanDraft::count_distinct(std::string key, std::size_t offset) {
  distinct_.insert(std::move(key));
  if (static_cast<std::int64_t>(distinct_.size()) > limits::kQueryTerms.value) exceed(limits::kQueryTerms, offset);
}

void PlanDraft::exceed(const schema::Limit& limit, std::size_t offset) {
  fail({ErrorCode::limit_exceeded,
        "the query has more " + std::string(limit.unit) + " than " + std::string(limit.name) + " allows, which is " +
            std::to_string(limit.value),
        {},
        "q",
        offset});
}

}  // namespace incipit::query
