// What a plan gathers while its tree is built: the terms that rank, notes, what counts towards the limits, and the first
// error.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "query/other_forms.h"
#include "query/plan.h"
#include "schema/error.h"
#include "schema/limits.h"

namespace incipit::query {

// How a part of the query stands in it.
struct PartContext {
  bool positive = true;            // not under a NOT: its terms rank
  bool keep_stop_words = false;    // there is nothing else to require
  std::int64_t quarters = kWhole;  // what a term counts
  bool asking = false;             // an unquoted word that says how is asked
};

class PlanDraft {
 public:
  // Counts a term towards query_terms in either sign, and lets it rank where it is positive. Words of an abstract rank as
  // words of the text: the index keeps no impacts of the abstract alone.
  void rank(schema::Field field, const std::string& term, PartContext context, std::size_t offset);
  // Lets the second term of a word that `rank` was told rank too: not counted, being the same word.
  void rank_unstemmed(schema::Field field, const std::string& term, const std::string& stem, PartContext context);
  // Lets a term of another form rank where what was typed does not have it.
  void also_rank(RankingTerm term, std::size_t offset);
  // Counts a leaf that is more than one term.
  void count_leaf(const PlanNode& leaf, std::size_t offset);
  // Counts a word that is known by its beginning.
  void count_beginning(std::size_t offset);
  void check_phrase_words(std::size_t words, std::size_t offset);
  // An asking word, as typed; it may come to weigh less.
  void note_asking(const std::string& typed, std::size_t offset);
  // Words as typed that also find another form of theirs.
  void note_other_form(const std::string& typed, const OtherForm& form, std::size_t offset);
  // A stop word, as typed, that is not required.
  void leave_out(const std::string& typed, std::size_t offset);
  // Plain words were cut: of so many different ones so many are searched.
  void cut_words(std::size_t words, std::size_t kept);
  void repair(std::string message, std::size_t offset);
  // A part in which nothing can be searched was left out.
  void repair_unsearchable(std::size_t offset);
  // The first error in text order is the one that is answered.
  void fail(schema::Error error);
  [[nodiscard]] const std::optional<schema::Error>& error() const { return error_; }

  // Hands over ranking terms and notes.
  void finish(QueryPlan& plan);

 private:
  void add_ranking(schema::Field field, const std::string& term, const std::string& stem, PartContext context);
  void count_distinct(std::string key, std::size_t offset);
  // Lets asking words weigh less where enough other terms rank, and says so.
  void weaken_asking_words();
  void exceed(const schema::Limit& limit, std::size_t offset);

  std::vector<RankingTerm> ranking_;
  std::vector<RankingTerm> also_ranking_;
  std::vector<schema::QueryNote> notes_;
  std::set<std::string> distinct_;
  // Words as typed, each once, and where the first of them stands.
  struct Mentioned {
    std::vector<std::string> words;
    std::size_t offset = 0;

    void add(const std::string& typed, std::size_t at);
    [[nodiscard]] std::string names() const;
  };
  Mentioned left_out_, asking_;
  std::int64_t wildcards_ = 0;
  std::optional<schema::Error> error_;
};

}  // namespace incipit::query
