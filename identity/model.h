// The shipped model: how much more likely than not two authorships are of one person, given what they have in common.
//
// Boosted regression trees (Friedman 2001) on the log odds, trained by bench/train_identity.py on half of the surnames of labelled
// papers; one forest for equal names and one for spellings that differ, since what is known of either comes from other sources. A score is the sum of one leaf of each tree, less the threshold of joining, so that 0 or more means "one person".
//
// Threads: immutable, safe from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "identity/features.h"

namespace incipit::identity {

class Model {
 public:
  [[nodiscard]] static const Model& shipped();
  // The text of `model.tsv`; its first lines say what is in it.
  explicit Model(std::string_view tsv);

  // Log odds less the threshold; in nats.
  [[nodiscard]] float score(const Features& features) const;
  // The same score taken apart: the steps from node to node of each tree, each given to the kind of evidence that was asked (Saabas
  // 2014). They add up to `score`; `prior` is where all trees start.
  [[nodiscard]] std::array<float, kKinds> contributions(const Features& features) const;

  // Scores between `doubt()` (below 0) and 0 leave two entities each other's candidates.
  [[nodiscard]] float doubt() const { return doubt_; }

 private:
  // The left child is the next node. Small, so that all trees stay in the processor's nearest cache.
  struct Node {
    float number = 0;         // at most: left; of a leaf what it adds
    std::uint8_t feature = 0;
    std::uint8_t right = 0;   // offset from this node; 0 in a leaf
  };

  void add_node(Node node, float mean);

  struct Forest {
    std::vector<std::uint32_t> roots;
    float base = 0;
  };
  [[nodiscard]] const Forest& forest_of(const Features& features) const {
    return forests_[features[static_cast<std::size_t>(Feature::difference)] > 0 ? 1 : 0];
  }

  std::vector<Node> nodes_;
  std::vector<float> means_;  // of what lies below each node
  std::array<Forest, 2> forests_;  // of equal names, of others
  float doubt_ = 0;
};

}  // namespace incipit::identity
