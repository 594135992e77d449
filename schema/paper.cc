#include "schema/paper.h"

namespace incipit::schema {

std::string Paper::primary() const {
  if (!primary_category.empty()) return primary_category;
  return categories.empty() ? std::string() : categories.front();
}

const CitationCount* Paper::leading_citations() const {
  const CitationCount* best = nullptr;
  for (const auto& candidate : citations) {
    const bool newer = best != nullptr && candidate.as_of > best->as_of;
    const bool earlier_name = best != nullptr && candidate.as_of == best->as_of && candidate.source < best->source;
    if (best == nullptr || newer || earlier_name) best = &candidate;
  }
  return best;
}

}  // namespace incipit::schema
