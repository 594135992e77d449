// Whom a change of papers may touch, and who is who there after it: the authors of the blocks of its authorships, with as much around
// them as decides about them. What comes out is what a build of all papers says of them.
//
// Threads: one calls; blocks are resolved by as many as the rules say.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "identity/people.h"
#include "indexer/author_entities.h"
#include "indexer/live_papers.h"
#include "schema/error.h"
#include "schema/paper.h"

namespace incipit::indexer {

// A paper that was looked at: one of the index that stays, or one that comes.
struct NeighbourPaper {
  std::optional<PaperPlace> place;  // nullopt: it comes
  schema::Paper paper;
  std::vector<std::uint32_t> ordinals;  // of its authors until now; empty for one that comes
};

// Someone after the change.
struct Neighbour {
  struct Mention {
    std::size_t paper = 0;  // index into `papers`
    std::uint32_t position = 0;
    auto operator<=>(const Mention&) const = default;
  };
  std::vector<Mention> mentions;
  float confidence = 1;
  std::vector<std::size_t> candidates;  // indices into `people`
  bool affected = false;                // who is to be formed anew; of the others not all is known here
};

class Neighbourhood {
 public:
  Neighbourhood(const LivePapers& live, const IdentityRules& rules) : live_(live), table_(live.generation().authors()), rules_(rules) {}

  // A paper that goes; `ordinals`: of its authors.
  void remove(const PaperPlace& place, const schema::Paper& paper, std::span<const std::uint32_t> ordinals);
  void add(const schema::Paper& paper);
  // An authorship of the index about which a correction by hand says something else than before.
  void reconsider(const AuthorshipPlace& place);
  // Once, after all of them. Errors: index_damaged, internal. Throws Xapian::Error.
  [[nodiscard]] schema::Result<void> resolve();

  [[nodiscard]] const std::vector<NeighbourPaper>& papers() const { return papers_; }  // those that come first, in the order of `add`
  [[nodiscard]] const std::vector<Neighbour>& people() const { return people_; }
  // Authors of the index that are formed anew.
  [[nodiscard]] const std::set<std::uint32_t>& affected() const { return affected_; }
  // The author until now of an authorship; nullopt for one that comes.
  [[nodiscard]] std::optional<std::uint32_t> former(const Neighbour::Mention& mention) const;
  // The authorship of a paper that was looked at.
  [[nodiscard]] std::optional<Neighbour::Mention> find(const AuthorshipPlace& place) const;

 private:
  using Keys = std::set<std::string>;
  // The blocks of a name, its home first.
  [[nodiscard]] const std::vector<std::string>& keys_of(const std::string& name);
  [[nodiscard]] schema::Result<const std::vector<std::string>*> names_of(std::uint32_t ordinal);
  void touch(const schema::Paper& paper);
  [[nodiscard]] std::set<std::uint32_t> authors_in(const Keys& keys) const;
  enum class Blocks { all, home };
  [[nodiscard]] schema::Result<void> add_keys(Keys& keys, const std::set<std::uint32_t>& authors, Blocks which);
  [[nodiscard]] schema::Result<void> load(const std::set<std::uint32_t>& authors);
  // Who the authorships of `authors` and of the papers that come are, from blocks that are whole: `full` ones, and those of `home` for
  // who is at home there.
  [[nodiscard]] schema::Result<void> form_people(const std::set<std::uint32_t>& authors, const Keys& full, const Keys& home);
  [[nodiscard]] std::vector<identity::Correction> corrections(const std::vector<identity::Mention>& mentions) const;
  // Authors who are one with someone affected, or named by a correction together with one.
  [[nodiscard]] std::set<std::uint32_t> drawn_in() const;
  void add_corrected(std::set<std::uint32_t>& authors) const;
  // The author until now of an authorship that stays; nullopt where the index has none such.
  [[nodiscard]] std::optional<std::uint32_t> stored_author(const AuthorshipPlace& place) const;

  const LivePapers& live_;
  const storage::AuthorTable& table_;
  IdentityRules rules_;
  std::set<PaperPlace> gone_;
  Keys touched_keys_;
  Keys coming_home_;  // home blocks of what comes
  std::set<std::string> touched_ids_;
  std::set<std::uint32_t> affected_;
  std::vector<NeighbourPaper> papers_;
  std::unordered_map<std::string, std::size_t> by_id_;  // papers
  std::set<PaperPlace> loaded_;
  std::vector<identity::PaperEvidence> evidence_;  // parallel to papers_
  std::vector<Neighbour> people_;
  std::unordered_map<std::string, std::vector<std::string>> keys_;
  std::map<std::uint32_t, std::vector<std::string>> names_;
};

}  // namespace incipit::indexer
