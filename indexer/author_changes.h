// What a change of papers does to the author entities: those it touches are counted anew, without reading their other papers.
// Follows the rules of `form_entities`, so that a rebuild with the same registry gives the same entities and ids.
//
// Threads: one thread.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "indexer/author_index.h"
#include "indexer/live_papers.h"
#include "schema/author_entity.h"
#include "schema/error.h"
#include "schema/paper.h"
#include "storage/manifest.h"

namespace incipit::indexer {

class AuthorChanges {
 public:
  explicit AuthorChanges(const LivePapers& papers) : papers_(papers), table_(papers.generation().authors()) {}

  // Takes the mentions of a paper away that is replaced or deleted. Error: index_damaged.
  [[nodiscard]] schema::Result<void> remove(const schema::Paper& paper, std::span<const std::uint32_t> ordinals);
  // Adds those of a paper that comes; `settle` gives them their authors.
  void add(const schema::Paper& paper);

  // Once, after all papers: finds or mints the author of each mention. Errors: index_damaged.
  [[nodiscard]] schema::Result<void> settle();
  // After `settle`: gives imported figures to the authors that rows name, as a build does; a newer one takes the place of that of the
  // same metric, source and model. Rows that name nobody go to the dead letters. Error: index_damaged.
  [[nodiscard]] schema::Result<void> import_metrics(const std::vector<AuthorMetricRow>& rows, DeadLetters& dead, schema::IndexInfo& info);
  // After `settle`: the authors of the `paper`-th added one, by position.
  [[nodiscard]] std::vector<std::uint32_t> ordinals_of(std::size_t paper) const;
  [[nodiscard]] const std::string& id(std::uint32_t ordinal) const { return touched_.at(ordinal).now.id; }

  // The layer of what changed; it points into this object.
  [[nodiscard]] AuthorLayer layer() const;
  // Brings the content sum and the number of authors up to date.
  void account(storage::Manifest& manifest) const;

 private:
  struct Touched {
    schema::AuthorEntity before, now;  // `before` without an id: it is new
    std::string last_name;             // shown while it has no papers
  };
  struct Mention {
    std::string key;
    schema::Authorship author;
    std::uint32_t ordinal = 0;
  };
  struct Added {
    std::string id;
    std::optional<schema::Date> published;
    std::vector<Mention> mentions;
  };

  [[nodiscard]] schema::Result<Touched*> touch(std::uint32_t ordinal);
  // Authors with papers that an id or a name means after the change.
  [[nodiscard]] std::set<std::uint32_t> meant_by(const std::string& subject, const std::unordered_multimap<std::string, std::uint32_t>& by_external_id) const;
  [[nodiscard]] schema::Result<void> find_known();
  [[nodiscard]] schema::Result<void> follow_founding_mentions();
  void mint_new();
  [[nodiscard]] schema::Result<void> count_added();

  const LivePapers& papers_;
  const storage::AuthorTable& table_;
  std::map<std::uint32_t, Touched> touched_;
  std::vector<Added> added_;
  std::unordered_map<std::string, std::uint32_t> by_key_;  // of added mentions
  std::map<std::string, RegisteredAuthor> registry_;       // rows of the layer
};

}  // namespace incipit::indexer
