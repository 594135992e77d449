#include "indexer/author_neighbourhood.h"

#include <algorithm>
#include <utility>

#include "analysis/analyser.h"
#include "identity/name.h"
#include "indexer/parallel.h"

namespace incipit::indexer {

using identity::Standing;
using schema::Result;

namespace {

// A block with what was found in it, of which only those stay who are at home.
void leave_out_guests(identity::Block& block, std::vector<identity::Entity>& entities) {
  std::vector<std::uint32_t> places(block.members.size(), UINT32_MAX);
  std::vector<identity::Member> at_home;
  for (std::size_t i = 0; i < block.members.size(); ++i) {
    if (block.members[i].standing != Standing::home) continue;
    places[i] = static_cast<std::uint32_t>(at_home.size());
    at_home.push_back(block.members[i]);
  }
  for (auto& entity : entities) {
    std::vector<std::uint32_t> members;
    for (const std::uint32_t member : entity.members) {
      if (places[member] != UINT32_MAX) members.push_back(places[member]);
    }
    entity.members = std::move(members);
    entity.candidates.clear();  // known only where all of both stand
  }
  std::erase_if(entities, [](const identity::Entity& entity) { return entity.members.empty(); });
  block.members = std::move(at_home);
}

}  // namespace

const std::vector<std::string>& Neighbourhood::keys_of(const std::string& name) {
  auto& keys = keys_[name];
  if (keys.empty()) keys = identity::block_keys(identity::read_name(name));
  return keys;
}

Result<const std::vector<std::string>*> Neighbourhood::names_of(std::uint32_t ordinal) {
  const auto [known, fresh] = names_.try_emplace(ordinal);
  if (fresh) {
    const auto entity = table_.entity(ordinal);
    if (!entity) return tl::make_unexpected(entity.error());
    known->second = schema::texts_of(entity->names);
  }
  return &known->second;
}

void Neighbourhood::touch(const schema::Paper& paper) {
  for (const auto& author : paper.authors) {
    const auto& keys = keys_of(analysis::display_text(author.name));
    touched_keys_.insert(keys.begin(), keys.end());
    touched_ids_.insert(author.ids.begin(), author.ids.end());
  }
}

void Neighbourhood::remove(const PaperPlace& place, const schema::Paper& paper, std::span<const std::uint32_t> ordinals) {
  gone_.insert(place);
  affected_.insert(ordinals.begin(), ordinals.end());
  touch(paper);
}

void Neighbourhood::add(const schema::Paper& paper) {
  touch(paper);
  for (const auto& author : paper.authors) coming_home_.insert(keys_of(analysis::display_text(author.name)).front());
  by_id_.emplace(paper.id, papers_.size());
  papers_.push_back({std::nullopt, paper, {}});
  evidence_.push_back(identity::EvidenceReader().paper(paper));
}

void Neighbourhood::reconsider(const AuthorshipPlace& place) {
  if (const auto ordinal = stored_author(place)) affected_.insert(*ordinal);
}

std::optional<std::uint32_t> Neighbourhood::stored_author(const AuthorshipPlace& place) const {
  const auto found = live_.find(place.paper);
  if (!found || gone_.contains(*found)) return std::nullopt;
  const auto ordinals = live_.authors(*found);
  return place.position < ordinals.size() ? std::optional(ordinals[place.position]) : std::nullopt;
}

std::optional<Neighbour::Mention> Neighbourhood::find(const AuthorshipPlace& place) const {
  const auto found = by_id_.find(place.paper);
  if (found == by_id_.end() || place.position >= papers_[found->second].paper.authors.size()) return std::nullopt;
  return Neighbour::Mention{found->second, place.position};
}

std::set<std::uint32_t> Neighbourhood::authors_in(const Keys& keys) const {
  std::set<std::uint32_t> authors;
  for (const auto& key : keys) {
    for (const std::uint32_t ordinal : live_.authors_in_block(key)) authors.insert(ordinal);
  }
  return authors;
}

Result<void> Neighbourhood::add_keys(Keys& keys, const std::set<std::uint32_t>& authors, Blocks which) {
  for (const std::uint32_t ordinal : authors) {
    const auto names = names_of(ordinal);
    if (!names) return tl::make_unexpected(names.error());
    for (const auto& name : **names) {
      const auto& of_name = keys_of(name);
      keys.insert(of_name.begin(), which == Blocks::all ? of_name.end() : of_name.begin() + 1);
    }
  }
  return {};
}

Result<void> Neighbourhood::load(const std::set<std::uint32_t>& authors) {
  for (const std::uint32_t ordinal : authors) {
    for (const PaperPlace& place : live_.papers_of(ordinal)) {
      if (gone_.contains(place) || !loaded_.insert(place).second) continue;
      auto stored = live_.paper(place);
      if (!stored) return tl::make_unexpected(stored.error());
      const auto ordinals = live_.authors(place);
      if (ordinals.size() != stored->paper.authors.size()) {
        return schema::fail(schema::ErrorCode::index_damaged, "a stored paper has not as many authors as its row");
      }
      evidence_.push_back(identity::EvidenceReader().paper(stored->paper));
      by_id_.emplace(stored->paper.id, papers_.size());
      papers_.push_back({place, std::move(stored->paper), {ordinals.begin(), ordinals.end()}});
    }
  }
  return {};
}

std::optional<std::uint32_t> Neighbourhood::former(const Neighbour::Mention& mention) const {
  const NeighbourPaper& paper = papers_[mention.paper];
  return paper.place ? std::optional(paper.ordinals[mention.position]) : std::nullopt;
}

Result<void> Neighbourhood::form_people(const std::set<std::uint32_t>& authors, const Keys& full, const Keys& home) {
  std::vector<identity::Mention> all;
  const identity::EvidenceReader reader;
  for (std::uint32_t p = 0; p < papers_.size(); ++p) {
    for (std::uint32_t position = 0; position < papers_[p].paper.authors.size(); ++position) {
      const auto ordinal = former({p, position});
      if (!ordinal || authors.contains(*ordinal)) all.push_back(reader.mention(papers_[p].paper, position, p));
    }
  }
  auto blocks = identity::blocks_of(all);
  std::erase_if(blocks, [&](const identity::Block& block) { return !full.contains(block.key) && !home.contains(block.key); });
  std::vector<std::vector<identity::Entity>> entities(blocks.size());
  auto resolved = in_parallel(blocks.size(), worker_count(rules_.jobs), [&](std::size_t b) -> Result<void> {
    entities[b] = identity::entities_of(blocks[b], all, evidence_, rules_.ids);
    if (!full.contains(blocks[b].key)) leave_out_guests(blocks[b], entities[b]);
    return {};
  });
  if (!resolved) return resolved;

  // Of the authorships those that are at home in one of these blocks.
  std::vector<bool> at_home(all.size());
  for (const auto& block : blocks) {
    for (const auto& member : block.members) at_home[member.mention] = at_home[member.mention] || member.standing == Standing::home;
  }
  std::vector<std::uint32_t> numbers(all.size());
  std::vector<identity::Mention> mentions;
  for (std::size_t i = 0; i < all.size(); ++i) {
    numbers[i] = static_cast<std::uint32_t>(mentions.size());
    if (at_home[i]) mentions.push_back(std::move(all[i]));
  }
  for (auto& block : blocks) {
    for (auto& member : block.members) member.mention = numbers[member.mention];
  }
  people_.clear();
  const auto evident = identity::unite(blocks, entities, mentions, evidence_, rules_.ids);
  for (const auto& person : identity::corrected(evident, corrections(mentions), mentions, evidence_)) {
    Neighbour& neighbour = people_.emplace_back();
    neighbour.confidence = person.confidence;
    neighbour.candidates.assign(person.candidates.begin(), person.candidates.end());
    for (const std::uint32_t mention : person.mentions) {
      neighbour.mentions.push_back({mentions[mention].paper, mentions[mention].position});
      const auto ordinal = former(neighbour.mentions.back());
      neighbour.affected = neighbour.affected || !ordinal || affected_.contains(*ordinal);
    }
  }
  return {};
}

std::vector<identity::Correction> Neighbourhood::corrections(const std::vector<identity::Mention>& mentions) const {
  if (rules_.overrides.empty()) return {};
  std::map<Neighbour::Mention, std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < mentions.size(); ++i) numbers.emplace(Neighbour::Mention{mentions[i].paper, mentions[i].position}, i);
  return corrections_of(rules_.overrides, [&](const AuthorshipPlace& place) -> std::optional<std::uint32_t> {
    const auto mention = find(place);
    const auto number = mention ? numbers.find(*mention) : numbers.end();
    return number == numbers.end() ? std::nullopt : std::optional(number->second);
  });
}

void Neighbourhood::add_corrected(std::set<std::uint32_t>& authors) const {
  if (rules_.overrides.empty()) return;
  std::set<Neighbour::Mention> affected;
  for (const auto& person : people_) {
    if (person.affected) affected.insert(person.mentions.begin(), person.mentions.end());
  }
  for (const auto& row : rules_.overrides) {
    const bool concerned = std::any_of(row.authorships.begin(), row.authorships.end(), [&](const auto& place) {
      const auto mention = find(place);
      return mention && affected.contains(*mention);
    });
    if (!concerned) continue;
    for (const auto& place : row.authorships) {
      const auto ordinal = stored_author(place);
      if (ordinal && !affected_.contains(*ordinal)) authors.insert(*ordinal);
    }
  }
}

std::set<std::uint32_t> Neighbourhood::drawn_in() const {
  std::set<std::uint32_t> authors;
  for (const auto& person : people_) {
    if (!person.affected) continue;
    for (const auto& mention : person.mentions) {
      const auto ordinal = former(mention);
      if (ordinal && !affected_.contains(*ordinal)) authors.insert(*ordinal);
    }
  }
  add_corrected(authors);
  return authors;
}

Result<void> Neighbourhood::resolve() {
  affected_.merge(authors_in(touched_keys_));
  if (rules_.ids == identity::Ids::decide) {
    for (const auto& id : touched_ids_) {
      for (const std::uint32_t ordinal : live_.authors_with_id(id)) affected_.insert(ordinal);
    }
  }
  while (true) {
    // Who stands in a block with one of them; and, since a block asks who its guests are at home, all who stand there.
    Keys full = touched_keys_;
    if (auto added = add_keys(full, affected_, Blocks::all); !added) return added;
    std::set<std::uint32_t> members = authors_in(full);
    members.insert(affected_.begin(), affected_.end());
    Keys home = coming_home_;
    if (auto added = add_keys(home, members, Blocks::home); !added) return added;
    std::set<std::uint32_t> around = authors_in(home);
    around.merge(members);
    if (auto loaded = load(around); !loaded) return loaded;
    if (auto formed = form_people(around, full, home); !formed) return formed;
    auto more = drawn_in();
    if (more.empty()) return {};
    affected_.merge(more);
  }
}

}  // namespace incipit::indexer
