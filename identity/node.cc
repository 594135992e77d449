#include "identity/node.h"

#include <algorithm>

#include "identity/linkage.h"

namespace incipit::identity {
namespace {

template <class List>
void sort_unique(List& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace

std::string_view scheme_of(std::string_view id) { return id.substr(0, id.find(':')); }

bool ids_differ(const std::vector<std::string_view>& one, const std::vector<std::string_view>& other) {
  for (auto i = one.begin(); i != one.end();) {
    const std::string_view scheme = scheme_of(*i);
    bool both = false, common = false;
    for (; i != one.end() && scheme_of(*i) == scheme; ++i) {
      for (const std::string_view id : other) {
        if (scheme_of(id) == scheme) both = true;
        if (id == *i) common = true;
      }
    }
    if (both && !common) return true;
  }
  return false;
}

Node node_of(const BlockView& block, std::vector<std::uint32_t> members, Ids ids) {
  Node node;
  node.members = std::move(members);
  for (const std::uint32_t member : node.members) {
    node.papers.push_back(block.mention(member).paper);
    if (ids == Ids::ignore) continue;
    for (const auto& id : block.mention(member).ids) node.ids.emplace_back(id);
  }
  sort_unique(node.papers);
  sort_unique(node.ids);
  return node;
}

std::vector<std::uint32_t> drawn_evenly(const std::vector<std::uint32_t>& members, std::size_t count) {
  if (members.size() <= count) return members;
  std::vector<std::uint32_t> drawn;
  for (std::size_t i = 0; i < count; ++i) drawn.push_back(members[i * (members.size() - 1) / (count - 1)]);
  return drawn;
}

float score_of(const BlockView& block, const Node& one, const Node& other, const Model& model) {
  if (have_common(one.papers, other.papers) || ids_differ(one.ids, other.ids)) return kForbidden;
  float sum = 0;
  std::size_t pairs = 0;
  const auto some = drawn_evenly(other.members, kSample);
  for (const std::uint32_t i : drawn_evenly(one.members, kSample)) {
    for (const std::uint32_t j : some) {
      if (!block.are_compatible(block.form_of(i), block.form_of(j))) continue;
      sum += model.score(block.features(i, j));
      ++pairs;
    }
  }
  return pairs == 0 ? kForbidden : sum / static_cast<float>(pairs);
}

float score_between(const BlockView& block, const std::vector<std::uint32_t>& one, const std::vector<std::uint32_t>& other, Ids ids, const Model& model) {
  return score_of(block, node_of(block, one, ids), node_of(block, other, ids), model);
}

}  // namespace incipit::identity
