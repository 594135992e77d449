// Statistics from citations (metrics.md, "From citations"): from the counts that papers have, else from single citations, and those
// that need to know when a citation was made and by whom.
#pragma once

#include <cstdint>
#include <vector>

#include "query/metric_collector.h"
#include "query/statistics.h"

namespace incipit::query {

// What a figure comes from that counts single citations: references of papers in this index, and what papers here are said to be
// cited by.
inline constexpr const char* kFromEdges = "references in this index";

// Adds them, over papers whose citations count. The index clock is where time ends: citations after its year count in no figure of
// years. Where no paper has a count, counts are those of single citations, and every paper has one.
void add_citation_statistics(MetricCollector& out, const std::vector<PaperFacts>& papers, const std::optional<schema::Date>& as_of);

}  // namespace incipit::query
