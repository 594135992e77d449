#include "query/plan_nodes.h"

#include <algorithm>
#include <utility>

#include "query/characters.h"
#include "schema/ids.h"

namespace incipit::query {

PlanNode node_of(PlanKind kind, schema::Field field) {
  PlanNode node;
  node.kind = kind;
  node.field = field;
  return node;
}

PlanNode filter_node(schema::Field field, std::string value) {
  PlanNode node = node_of(PlanKind::filter, field);
  node.term = std::move(value);
  return node;
}

PlanNode years_node(const schema::YearRange& years) {
  PlanNode node = node_of(PlanKind::years);
  node.years = years;
  return node;
}

PlanNode identifier_node(std::string_view identifier) {
  PlanNode node = node_of(PlanKind::any_of);
  node.children = {filter_node(schema::Field::id, std::string(identifier)),
                   filter_node(schema::Field::alias, schema::alias_key(identifier))};
  return node;
}

std::optional<PlanNode> combined(PlanKind kind, std::vector<PlanNode> parts) {
  PlanNode node = node_of(kind);
  const auto add = [&](PlanNode part) {
    const bool known = std::find(node.children.begin(), node.children.end(), part) != node.children.end();
    if (!known) node.children.push_back(std::move(part));
  };
  for (PlanNode& part : parts) {
    if (part.kind != kind) {
      add(std::move(part));
      continue;
    }
    for (PlanNode& inner : part.children) add(std::move(inner));
  }
  if (node.children.empty()) return std::nullopt;
  if (node.children.size() == 1) return std::move(node.children.front());
  return node;
}

PlanNode either(PlanNode a, std::optional<PlanNode> b) {
  if (!b) return a;
  std::vector<PlanNode> parts;
  parts.push_back(std::move(a));
  parts.push_back(std::move(*b));
  return std::move(*combined(PlanKind::any_of, std::move(parts)));
}

bool can_be_beginning(std::string_view form) { return count_code_points(form) >= kBeginningLetters; }

}  // namespace incipit::query
