#include "identity/people.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "identity/disjoint_sets.h"
#include "identity/node.h"

namespace incipit::identity {
namespace {

// What is known of a person while entities are joined.
struct Known {
  std::vector<std::string_view> ids;
  std::vector<std::uint32_t> papers;
};

// Entities of home blocks that an entity of some block holds most of.
struct Link {
  float confidence = 0;
  std::uint32_t one = 0;
  std::uint32_t other = 0;
};

template <class Value>
void merge_into(std::vector<Value>& into, std::vector<Value>& from) {
  std::vector<Value> both;
  std::set_union(into.begin(), into.end(), from.begin(), from.end(), std::back_inserter(both));
  into = std::move(both);
  from.clear();
}

class Union {
 public:
  Union(std::span<const Block> blocks, std::span<const std::vector<Entity>> entities, std::span<const Mention> mentions,
        std::span<const PaperEvidence> papers, Ids ids)
      : blocks_(blocks), entities_(entities), mentions_(mentions), papers_(papers), ids_(ids), home_of_(mentions.size()), sets_(0) {}

  std::vector<Person> run() {
    number_home_entities();
    find_links();
    if (ids_ == Ids::decide) unite_by_ids();
    know();
    for (const Link& link : links_) follow(link);
    return people();
  }

 private:
  [[nodiscard]] auto rank(std::uint32_t mention) const {
    return std::pair(std::string_view(papers_[mentions_[mention].paper].id), mentions_[mention].position);
  }

  void number_home_entities() {
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      for (const Entity& entity : entities_[b]) {
        std::vector<std::uint32_t> at_home;
        for (const std::uint32_t member : entity.members) {
          if (blocks_[b].members[member].standing == Standing::home) at_home.push_back(blocks_[b].members[member].mention);
        }
        if (at_home.empty()) continue;
        homes_.push_back({std::move(at_home), entity.confidence, {}});
      }
    }
    std::sort(homes_.begin(), homes_.end(), [&](const Person& a, const Person& b) { return rank(a.mentions[0]) < rank(b.mentions[0]); });
    for (std::uint32_t home = 0; home < homes_.size(); ++home) {
      for (const std::uint32_t mention : homes_[home].mentions) home_of_[mention] = home;
    }
    sets_ = DisjointSets(homes_.size());
  }

  void find_links() {
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      std::unordered_map<std::uint32_t, std::uint32_t> standing;  // how many of a home entity stand in this block
      for (const Member& member : blocks_[b].members) ++standing[home_of_[member.mention]];
      std::vector<std::vector<std::uint32_t>> most(entities_[b].size());  // home entities that each entity of the block has most of
      for (std::size_t e = 0; e < entities_[b].size(); ++e) {
        std::unordered_map<std::uint32_t, std::uint32_t> held;
        for (const std::uint32_t member : entities_[b][e].members) ++held[home_of_[blocks_[b].members[member].mention]];
        for (const auto& [home, count] : held) {
          if (2 * count > standing[home]) most[e].push_back(home);
        }
        std::sort(most[e].begin(), most[e].end());
        for (std::size_t i = 1; i < most[e].size(); ++i) links_.push_back({entities_[b][e].confidence, most[e][i - 1], most[e][i]});
      }
      for (std::size_t e = 0; e < entities_[b].size(); ++e) {
        for (const std::uint32_t candidate : entities_[b][e].candidates) {
          for (const std::uint32_t one : most[e]) {
            for (const std::uint32_t other : most[candidate]) doubts_.emplace_back(one, other);
          }
        }
      }
    }
    std::sort(links_.begin(), links_.end(), [](const Link& a, const Link& b) {
      return std::tuple(-a.confidence, a.one, a.other) < std::tuple(-b.confidence, b.one, b.other);
    });
  }

  void unite_by_ids() {
    std::unordered_map<std::string_view, std::uint32_t> first;
    for (std::uint32_t mention = 0; mention < mentions_.size(); ++mention) {
      for (const auto& id : mentions_[mention].ids) sets_.join(first.emplace(id, home_of_[mention]).first->second, home_of_[mention]);
    }
  }

  void know() {
    known_.resize(homes_.size());
    for (std::uint32_t home = 0; home < homes_.size(); ++home) {
      Known& known = known_[sets_.root(home)];
      for (const std::uint32_t mention : homes_[home].mentions) {
        known.papers.push_back(mentions_[mention].paper);
        if (ids_ == Ids::ignore) continue;
        for (const auto& id : mentions_[mention].ids) known.ids.emplace_back(id);
      }
    }
    for (Known& known : known_) {
      std::sort(known.papers.begin(), known.papers.end());
      std::sort(known.ids.begin(), known.ids.end());
      known.ids.erase(std::unique(known.ids.begin(), known.ids.end()), known.ids.end());
    }
  }

  void follow(const Link& link) {
    const std::uint32_t one = sets_.root(link.one), other = sets_.root(link.other);
    if (one == other) return;
    Known &a = known_[one], &b = known_[other];
    if (have_common(a.papers, b.papers) || ids_differ(a.ids, b.ids)) return;
    sets_.join(one, other);
    const std::uint32_t root = sets_.root(one);
    merge_into(known_[root].papers, known_[root == one ? other : one].papers);
    merge_into(known_[root].ids, known_[root == one ? other : one].ids);
  }

  // Roots are the smallest of their sets, and home entities are by first mention: so are people.
  std::vector<Person> people() {
    std::vector<Person> people;
    std::vector<std::uint32_t> person_of(homes_.size());
    for (std::uint32_t home = 0; home < homes_.size(); ++home) {
      const std::uint32_t root = sets_.root(home);
      if (root == home) {
        person_of[home] = static_cast<std::uint32_t>(people.size());
        people.emplace_back();
      }
      Person& person = people[person_of[home] = person_of[root]];
      person.mentions.insert(person.mentions.end(), homes_[home].mentions.begin(), homes_[home].mentions.end());
      person.confidence = std::min(person.confidence, homes_[home].confidence);
    }
    for (const Link& link : links_) doubts_.emplace_back(link.one, link.other);  // those that were not followed
    for (const auto& [one, other] : doubts_) {
      const std::uint32_t a = person_of[one], b = person_of[other];
      if (a == b || (ids_ == Ids::decide && ids_differ(known_[sets_.root(one)].ids, known_[sets_.root(other)].ids))) continue;
      people[a].candidates.push_back(b);
      people[b].candidates.push_back(a);
    }
    for (Person& person : people) {
      std::sort(person.mentions.begin(), person.mentions.end(), [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
      std::sort(person.candidates.begin(), person.candidates.end());
      person.candidates.erase(std::unique(person.candidates.begin(), person.candidates.end()), person.candidates.end());
    }
    return people;
  }

  std::span<const Block> blocks_;
  std::span<const std::vector<Entity>> entities_;
  std::span<const Mention> mentions_;
  std::span<const PaperEvidence> papers_;
  Ids ids_;
  std::vector<Person> homes_;            // entities of home blocks, by first mention
  std::vector<std::uint32_t> home_of_;   // by mention
  std::vector<Link> links_;              // the surest first
  std::vector<std::pair<std::uint32_t, std::uint32_t>> doubts_;  // home entities that are candidates somewhere
  DisjointSets sets_;
  std::vector<Known> known_;             // by root
};

}  // namespace

std::vector<Person> unite(std::span<const Block> blocks, std::span<const std::vector<Entity>> entities, std::span<const Mention> mentions,
                          std::span<const PaperEvidence> papers, Ids ids) {
  return Union(blocks, entities, mentions, papers, ids).run();
}

std::vector<Entity> entities_of(const Block& block, std::span<const Mention> mentions, std::span<const PaperEvidence> papers, Ids ids,
                                const Model& model) {
  if (block.members.size() == 1) return {Entity{{0}, 1, {}}};
  return resolve(BlockView(block, mentions, papers), ids, model);
}

std::vector<Person> people_of(std::span<const Mention> mentions, std::span<const PaperEvidence> papers, Ids ids, const Model& model) {
  const std::vector<Block> blocks = blocks_of(mentions);
  std::vector<std::vector<Entity>> entities;
  for (const Block& block : blocks) entities.push_back(entities_of(block, mentions, papers, ids, model));
  return unite(blocks, entities, mentions, papers, ids);
}

}  // namespace incipit::identity
