#include "identity/resolve.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "identity/disjoint_sets.h"
#include "identity/linkage.h"
#include "identity/node.h"

namespace incipit::identity {
namespace {

float sigmoid(float score) { return 1 / (1 + std::exp(-score)); }

class Resolution {
 public:
  Resolution(const BlockView& block, Ids ids, const Model& model) : block_(block), ids_(ids), model_(model), ranks_(block.size()) {
    for (std::uint32_t rank = 0; rank < block.size(); ++rank) ranks_[block.order()[rank]] = rank;
  }

  std::vector<Entity> run() {
    unite_by_ids();
    for (const auto& family : compatible_families()) join_family(family);
    return result();
  }

 private:
  // A node of step 2 as step 3 sees it: scores within its run are known.
  struct Joined {
    Node node;
    std::uint32_t run = 0;
    std::uint32_t place = 0;  // in its run
  };

  void unite_by_ids() {
    DisjointSets sets(block_.size());
    std::unordered_map<std::string_view, std::uint32_t> first;
    for (std::uint32_t rank = 0; ids_ == Ids::decide && rank < block_.size(); ++rank) {
      for (const auto& id : block_.mention(block_.order()[rank]).ids) sets.join(first.emplace(id, rank).first->second, rank);
    }
    std::map<std::uint32_t, std::vector<std::uint32_t>> members;
    for (std::uint32_t rank = 0; rank < block_.size(); ++rank) members[sets.root(rank)].push_back(block_.order()[rank]);
    for (auto& [root, of_root] : members) atoms_.push_back(node_of(block_, std::move(of_root), ids_));
  }

  [[nodiscard]] std::uint32_t form_of(const Node& node) const { return block_.form_of(node.members.front()); }

  // Atoms by sets of names that are compatible with each other, directly or through others; within one, by form.
  std::vector<std::map<std::uint32_t, std::vector<std::uint32_t>>> compatible_families() {
    DisjointSets forms(block_.forms());
    for (std::uint32_t form = 0; form < block_.forms(); ++form) {
      for (const std::uint32_t other : block_.compatible(form)) forms.join(form, other);
    }
    for (const Node& atom : atoms_) {
      for (const std::uint32_t member : atom.members) forms.join(form_of(atom), block_.form_of(member));
    }
    std::map<std::uint32_t, std::map<std::uint32_t, std::vector<std::uint32_t>>> families;
    for (std::uint32_t atom = 0; atom < atoms_.size(); ++atom) {
      const std::uint32_t form = form_of(atoms_[atom]);
      families[forms.root(form)][form].push_back(atom);
    }
    std::vector<std::map<std::uint32_t, std::vector<std::uint32_t>>> list;
    for (auto& [root, family] : families) list.push_back(std::move(family));
    return list;
  }

  void join_family(const std::map<std::uint32_t, std::vector<std::uint32_t>>& by_form) {
    joined_.clear();
    runs_.clear();
    for (const auto& [form, atoms] : by_form) join_form(atoms);
    if (joined_.size() > kMaxJoined) set_aside_smaller();
    join_across();
  }

  // Step 2.
  void join_form(std::vector<std::uint32_t> atoms) {
    if (atoms.size() > kRun) {
      std::stable_sort(atoms.begin(), atoms.end(), [&](std::uint32_t a, std::uint32_t b) { return year_of(atoms_[a]) < year_of(atoms_[b]); });
    }
    for (std::size_t begin = 0; begin < atoms.size(); begin += kRun) {
      const std::size_t end = std::min(atoms.size(), begin + kRun);
      std::vector<Node> nodes;
      for (std::size_t i = begin; i < end; ++i) nodes.push_back(std::move(atoms_[atoms[i]]));
      ScoreMatrix scores(static_cast<std::uint32_t>(nodes.size()));
      for (std::uint32_t i = 0; i < nodes.size(); ++i) {
        for (std::uint32_t j = 0; j < i; ++j) scores.set(i, j, score_of(block_, nodes[i], nodes[j], model_));
      }
      const auto run = static_cast<std::uint32_t>(runs_.size());
      runs_.push_back(link(nodes, std::move(scores)));
      for (std::uint32_t i = 0; i < nodes.size(); ++i) joined_.push_back({std::move(nodes[i]), run, i});
    }
  }

  [[nodiscard]] int year_of(const Node& node) const { return block_.paper(node.members.front()).year; }

  // Joins nodes; answers the scores between what is left.
  ScoreMatrix link(std::vector<Node>& nodes, ScoreMatrix scores) {
    std::vector<std::uint32_t> sizes;
    for (const Node& node : nodes) sizes.push_back(static_cast<std::uint32_t>(node.members.size()));
    Linkage linkage = link_by_average(std::move(scores), std::move(sizes));
    std::vector<Node> clusters;
    for (std::size_t c = 0; c < linkage.clusters.size(); ++c) {
      const auto& parts = linkage.clusters[c];
      if (parts.size() == 1) {
        clusters.push_back(std::move(nodes[parts[0]]));
        continue;
      }
      std::vector<std::uint32_t> members;
      float weakest = linkage.weakest[c];
      for (const std::uint32_t part : parts) {
        members.insert(members.end(), nodes[part].members.begin(), nodes[part].members.end());
        weakest = std::min(weakest, nodes[part].weakest);
      }
      std::sort(members.begin(), members.end(), [&](std::uint32_t a, std::uint32_t b) { return ranks_[a] < ranks_[b]; });
      clusters.push_back(node_of(block_, std::move(members), ids_));
      clusters.back().weakest = weakest;
    }
    nodes = std::move(clusters);
    return std::move(linkage.between);
  }

  void set_aside_smaller() {
    std::sort(joined_.begin(), joined_.end(), [&](const Joined& a, const Joined& b) {
      return std::tuple(b.node.members.size(), ranks_[a.node.members.front()]) < std::tuple(a.node.members.size(), ranks_[b.node.members.front()]);
    });
    for (std::size_t i = kMaxJoined; i < joined_.size(); ++i) add(joined_[i].node, kForbidden);
    joined_.resize(kMaxJoined);
  }

  // Step 3.
  void join_across() {
    ScoreMatrix scores(static_cast<std::uint32_t>(joined_.size()));
    for (std::uint32_t i = 0; i < joined_.size(); ++i) {
      for (std::uint32_t j = 0; j < i; ++j) {
        const Joined &a = joined_[i], &b = joined_[j];
        scores.set(i, j, a.run == b.run ? runs_[a.run].at(a.place, b.place) : score_of(block_, a.node, b.node, model_));
      }
    }
    std::vector<Node> nodes;
    for (Joined& joined : joined_) nodes.push_back(std::move(joined.node));
    const ScoreMatrix between = link(nodes, std::move(scores));
    const auto first = static_cast<std::uint32_t>(entities_.size());
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      float nearest = kForbidden;
      std::vector<std::uint32_t> candidates;
      for (std::uint32_t j = 0; j < nodes.size(); ++j) {
        if (i == j) continue;
        nearest = std::max(nearest, between.at(i, j));
        if (between.at(i, j) >= model_.doubt()) candidates.push_back(first + j);
      }
      add(nodes[i], nearest);
      entities_.back().candidates = std::move(candidates);
    }
  }

  void add(Node& node, float nearest) { entities_.push_back({std::move(node.members), sigmoid(node.weakest) * (1 - sigmoid(nearest)), {}}); }

  std::vector<Entity> result() {
    std::vector<std::uint32_t> order(entities_.size()), numbers(entities_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return ranks_[entities_[a].members.front()] < ranks_[entities_[b].members.front()];
    });
    for (std::uint32_t i = 0; i < order.size(); ++i) numbers[order[i]] = i;
    std::vector<Entity> sorted;
    for (const std::uint32_t from : order) {
      sorted.push_back(std::move(entities_[from]));
      for (auto& candidate : sorted.back().candidates) candidate = numbers[candidate];
      std::sort(sorted.back().candidates.begin(), sorted.back().candidates.end());
    }
    return sorted;
  }

  const BlockView& block_;
  Ids ids_;
  const Model& model_;
  std::vector<std::uint32_t> ranks_;  // of members, by (paper id, position)
  std::vector<Node> atoms_;           // by first member
  std::vector<Joined> joined_;        // of the family at hand
  std::vector<ScoreMatrix> runs_;     // of the family at hand
  std::vector<Entity> entities_;
};

}  // namespace

std::vector<Entity> resolve(const BlockView& block, Ids ids, const Model& model) { return Resolution(block, ids, model).run(); }

}  // namespace incipit::identity
