// A search without its papers' records.
#pragma once

#include <vector>

#include "schema/result.h"

namespace incipit::query {

struct RankedList {
  schema::Total total;
  std::vector<schema::RankedPaper> papers;  // in order
  std::vector<schema::Facet> facets;        // those asked for
};

}  // namespace incipit::query
