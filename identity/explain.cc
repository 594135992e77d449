#include "identity/explain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "identity/node.h"

namespace incipit::identity {
namespace {

// By Kind; the prior has none.
constexpr std::array<std::optional<Feature>, kKinds> kObserved{std::nullopt,         Feature::difference, Feature::coauthors_shared, Feature::text,
                                                               Feature::affiliation, Feature::categories, Feature::years};

float observed_in(const Features& features, Kind kind) {
  const auto feature = kObserved[static_cast<std::size_t>(kind)];
  if (!feature) return -1;
  const float value = features[static_cast<std::size_t>(*feature)];
  return kind == Kind::text && value > 0 ? value * value : value;
}

// Mean of what is known; -1: nothing is.
struct Mean {
  float sum = 0;
  int count = 0;
  void add(float value) {
    if (value < 0) return;
    sum += value;
    ++count;
  }
  [[nodiscard]] float value() const { return count == 0 ? -1 : sum / static_cast<float>(count); }
};

void weigh(const BlockView& block, const Node& one, const Node& other, const Model& model, Explanation& explanation) {
  std::array<float, kKinds> sums{};
  std::array<Mean, kKinds> observed;
  int pairs = 0;
  const auto some = drawn_evenly(other.members, kSample);
  for (const std::uint32_t i : drawn_evenly(one.members, kSample)) {
    for (const std::uint32_t j : some) {
      if (!block.are_compatible(block.form_of(i), block.form_of(j))) continue;
      const Features features = block.features(i, j);
      const auto contributions = model.contributions(features);
      for (std::size_t kind = 0; kind < kKinds; ++kind) {
        sums[kind] += contributions[kind];
        observed[kind].add(observed_in(features, static_cast<Kind>(kind)));
      }
      ++pairs;
    }
  }
  for (std::size_t kind = 0; pairs > 0 && kind < kKinds; ++kind) {
    const float weight = sums[kind] / static_cast<float>(pairs);
    explanation.evidence.push_back({static_cast<Kind>(kind), weight, observed[kind].value()});
    explanation.sum += weight;
  }
  std::stable_sort(explanation.evidence.begin(), explanation.evidence.end(),
                   [](const Evidence& a, const Evidence& b) { return std::abs(a.weight) > std::abs(b.weight); });
}

// The first id that both have; empty: none.
std::string_view common_id(const Node& one, const Node& other) {
  const auto at = std::find_first_of(one.ids.begin(), one.ids.end(), other.ids.begin(), other.ids.end());
  return at == one.ids.end() ? std::string_view() : *at;
}

void name_different_ids(const Node& one, const Node& other, Explanation& explanation) {
  for (const std::string_view id : one.ids) {
    const auto at = std::find_if(other.ids.begin(), other.ids.end(), [&](std::string_view theirs) { return scheme_of(theirs) == scheme_of(id); });
    if (at == other.ids.end()) continue;
    explanation.id = id;
    explanation.other_id = *at;
    return;
  }
}

}  // namespace

Explanation explain(const BlockView& block, const std::vector<std::uint32_t>& one, const std::vector<std::uint32_t>& other, Ids ids, const Model& model) {
  const Node a = node_of(block, one, ids), b = node_of(block, other, ids);
  Explanation explanation;
  weigh(block, a, b, model, explanation);
  if (const std::string_view id = common_id(a, b); !id.empty()) {
    explanation.rule = Rule::same_id;
    explanation.id = id;
  } else if (ids_differ(a.ids, b.ids)) {
    explanation.rule = Rule::different_ids;
    name_different_ids(a, b, explanation);
  } else if (have_common(a.papers, b.papers)) {
    explanation.rule = Rule::same_paper;
  } else if (explanation.evidence.empty()) {
    explanation.rule = Rule::names;
  }
  explanation.one_person = explanation.rule == Rule::same_id || (explanation.rule == Rule::evidence && explanation.sum >= 0);
  return explanation;
}

}  // namespace incipit::identity
