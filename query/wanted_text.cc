#include "query/wanted_text.h"

namespace incipit::query {
namespace {

void collect(const PlanNode& node, WantedText& wanted) {
  switch (node.kind) {
    case PlanKind::term: wanted.terms.emplace_back(node.field, node.term); break;
    case PlanKind::beginning: wanted.beginnings.emplace_back(node.field, node.term); break;
    case PlanKind::phrase: wanted.phrases.push_back({node.field, node.words}); break;
    case PlanKind::all_of:
    case PlanKind::any_of:
    case PlanKind::near:
      for (const PlanNode& child : node.children) collect(child, wanted);
      break;
    case PlanKind::all:
    case PlanKind::nothing:
    case PlanKind::name:
    case PlanKind::filter:
    case PlanKind::years:
    case PlanKind::none_of: break;
  }
}

}  // namespace

WantedText wanted_text(const PlanNode& plan) {
  WantedText wanted;
  collect(plan, wanted);
  return wanted;
}

}  // namespace incipit::query
