// What a change of papers does to the author entities: those it touches are formed anew (indexer/author_neighbourhood.h). Follows the
// rules of `form_entities`, so that a rebuild with the same registry gives the same entities and ids.
//
// Threads: one calls.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "indexer/author_index.h"
#include "indexer/author_neighbourhood.h"
#include "indexer/live_papers.h"
#include "schema/author_entity.h"
#include "schema/error.h"
#include "schema/paper.h"
#include "storage/manifest.h"

namespace incipit::indexer {

class AuthorChanges {
 public:
  AuthorChanges(const LivePapers& papers, const IdentityRules& rules)
      : papers_(papers), table_(papers.generation().authors()), overrides_(rules.overrides), neighbourhood_(papers, rules) {}

  // A paper that is replaced or deleted. Error: index_damaged.
  [[nodiscard]] schema::Result<void> remove(const PaperPlace& place, const schema::Paper& paper);
  // One that comes; `settle` gives it its authors.
  void add(const schema::Paper& paper) { neighbourhood_.add(paper), ++added_; }
  // After those that go: the corrections by hand are not `before` any more, but those of the rules.
  void overrides_were(const Overrides& before);

  // Once, after all papers: finds or mints the author of each authorship. Errors: index_damaged, internal.
  [[nodiscard]] schema::Result<void> settle();
  // After `settle`: gives imported figures to the authors that rows name, as a build does; a newer one takes the place of that of the
  // same metric, source and model. Rows that name nobody go to the dead letters. Error: index_damaged.
  [[nodiscard]] schema::Result<void> import_metrics(const std::vector<AuthorMetricRow>& rows, DeadLetters& dead, schema::IndexInfo& info);

  // After `settle`: the authors of the `paper`-th added one, by position.
  [[nodiscard]] const std::vector<std::uint32_t>& ordinals_of(std::size_t paper) const { return ordinals_[paper]; }
  // Papers of the index that stay as they are, but that others have written than was thought.
  struct Reassigned {
    PaperPlace place;
    const schema::Paper* paper = nullptr;
    std::vector<std::uint32_t> ordinals;
  };
  [[nodiscard]] std::vector<Reassigned> reassigned() const;
  [[nodiscard]] std::string_view id(std::uint32_t ordinal) const;

  // The layer of what changed; it points into this object.
  [[nodiscard]] AuthorLayer layer() const;
  // Brings the content sum and the number of authors up to date.
  void account(storage::Manifest& manifest) const;

 private:
  struct Touched {
    schema::AuthorEntity before, now;  // `before` without an id: it is new
  };

  [[nodiscard]] schema::Result<Touched*> touch(std::uint32_t ordinal);
  void order_by_founding();
  [[nodiscard]] schema::Result<void> give_ids();
  [[nodiscard]] std::vector<IdClaim> claims() const;
  [[nodiscard]] schema::Result<void> form_entities();
  [[nodiscard]] schema::Result<void> retire();
  [[nodiscard]] schema::Result<void> name_candidates();
  [[nodiscard]] const schema::Authorship& author_of(const Neighbour::Mention& mention) const;
  // Authors with papers that an id or a name means after the change.
  [[nodiscard]] std::set<std::uint32_t> meant_by(const std::string& subject, const std::unordered_multimap<std::string, std::uint32_t>& touched_by_key) const;

  const LivePapers& papers_;
  const storage::AuthorTable& table_;
  Overrides overrides_;
  Neighbourhood neighbourhood_;
  std::size_t added_ = 0;
  struct Removed {
    std::uint32_t ordinal = 0;
    std::string name_key;
  };
  std::unordered_map<std::string, Removed> removed_;  // by mention_key
  std::vector<std::size_t> people_;                   // affected people, by founding: an entity's number here
  std::vector<Founding> foundings_;                   // parallel
  std::vector<std::uint32_t> ordinal_of_;             // parallel
  std::vector<std::vector<std::uint32_t>> ordinals_;  // of each paper of the neighbourhood, by position
  std::map<std::uint32_t, Touched> touched_;
  std::vector<RegisteredAuthor> registry_;            // rows of the layer
};

}  // namespace incipit::indexer
