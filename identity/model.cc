#include "identity/model.h"

#include "identity/embedded.h"
#include "schema/ascii.h"
#include "schema/number.h"

namespace incipit::identity {
namespace {

float number(std::string_view text) { return schema::number_of<float>(text).value_or(0); }

}  // namespace

Model::Model(std::string_view tsv) {
  std::size_t at = 0;
  for (const std::string_view line : schema::split(tsv, "\n")) {
    const auto cells = schema::split(line, "\t");
    if (cells[0] == "forest" && cells.size() == 2) at = cells[1] == "equal" ? 0 : 1;
    if (cells[0] == "base" && cells.size() == 2) forests_[at].base += number(cells[1]);
    if (cells[0] == "join" && cells.size() == 2) forests_[at].base -= number(cells[1]);
    if (cells[0] == "doubt" && cells.size() == 2) doubt_ = number(cells[1]);
    if (cells[0] == "tree") forests_[at].roots.push_back(static_cast<std::uint32_t>(nodes_.size()));
    if (cells[0] == "leaf" && cells.size() == 2) add_node({number(cells[1]), 0, 0}, number(cells[1]));
    if (cells[0] == "node" && cells.size() == 5) {
      add_node({number(cells[2]), static_cast<std::uint8_t>(number(cells[1])), static_cast<std::uint8_t>(number(cells[3]))}, number(cells[4]));
    }
  }
}

void Model::add_node(Node node, float mean) {
  nodes_.push_back(node);
  means_.push_back(mean);
}

const Model& Model::shipped() {
  static const Model model(embedded_file("model.tsv"));
  return model;
}

float Model::score(const Features& features) const {
  const Forest& forest = forest_of(features);
  float sum = forest.base;
  for (const std::uint32_t root : forest.roots) {
    const Node* node = &nodes_[root];
    while (node->right != 0) node += features[node->feature] <= node->number ? 1 : node->right;
    sum += node->number;
  }
  return sum;
}

std::array<float, kKinds> Model::contributions(const Features& features) const {
  std::array<float, kKinds> sums{};
  const Forest& forest = forest_of(features);
  sums[static_cast<std::size_t>(Kind::prior)] = forest.base;
  for (const std::uint32_t root : forest.roots) {
    std::uint32_t at = root;
    sums[static_cast<std::size_t>(Kind::prior)] += means_[at];
    while (nodes_[at].right != 0) {
      const Node& node = nodes_[at];
      const std::uint32_t next = at + (features[node.feature] <= node.number ? 1U : node.right);
      sums[static_cast<std::size_t>(kind_of(static_cast<Feature>(node.feature)))] += means_[next] - means_[at];
      at = next;
    }
  }
  return sums;
}

}  // namespace incipit::identity
