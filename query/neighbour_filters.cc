#include "query/neighbour_filters.h"

#include <string>
#include <utility>

#include "query/paper_lookup.h"
#include "schema/limits.h"

namespace incipit::query {

using schema::Result;

namespace {

using Direction = Result<Neighbours> (CitationGraph::*)(const Found&) const;

schema::OutsidePapers outside_of(std::vector<std::string> ids) {
  schema::OutsidePapers outside{static_cast<std::int64_t>(ids.size()), std::move(ids)};
  const auto most = static_cast<std::size_t>(schema::limits::kOutsideShown.value);
  if (outside.ids.size() > most) outside.ids.resize(most);
  return outside;
}

// Neighbours of papers by their identifiers.
class Reader {
 public:
  Reader(const std::vector<SegmentView>& segments, const HitBuilder& hits, const Deadline& deadline)
      : segments_(segments), deadline_(deadline), graph_(segments, hits, deadline) {}

  // Of all of them together. The ids outside are those of the last one.
  Result<Neighbours> of(const char* filter, const std::vector<std::string>& identifiers, Direction direction) const {
    Neighbours all{PaperSets(segments_.size()), {}};
    for (const auto& identifier : identifiers) {
      auto paper = locate(segments_, identifier, deadline_);
      if (!paper) return schema::fail_at(paper.error().code, filter, paper.error().message);
      auto found = (graph_.*direction)(*paper);
      if (!found) return found;
      for (std::size_t s = 0; s < all.papers.size(); ++s) all.papers[s] |= found->papers[s];
      all.outside = std::move(found->outside);
    }
    return all;
  }

 private:
  const std::vector<SegmentView>& segments_;
  const Deadline& deadline_;
  CitationGraph graph_;
};

}  // namespace

Result<std::optional<schema::OutsidePapers>> add_neighbours(const schema::SearchFilters& filters, const std::vector<SegmentView>& segments,
                                                            const HitBuilder& hits, const Deadline& deadline, FilterPlan& plan) {
  if (filters.cites.empty() && filters.cited_by.empty()) return std::nullopt;
  const Reader reader(segments, hits, deadline);
  struct Row {
    const char* name;
    const schema::FilterValues& values;
    Direction direction;
  };
  std::optional<schema::OutsidePapers> outside;
  for (const Row& row : {Row{"cites", filters.cites, &CitationGraph::citing}, Row{"cited_by", filters.cited_by, &CitationGraph::cited}}) {
    if (row.values.empty()) continue;
    auto wanted = reader.of(row.name, row.values.any_of, row.direction);
    if (!wanted) return tl::make_unexpected(wanted.error());
    const auto unwanted = reader.of(row.name, row.values.none_of, row.direction);
    if (!unwanted) return tl::make_unexpected(unwanted.error());
    auto& passing = plan.sets.emplace_back();
    for (std::size_t s = 0; s < segments.size(); ++s) {
      passing.push_back((row.values.any_of.empty() ? segments[s].everything() : wanted->papers[s]) - unwanted->papers[s]);
    }
    if (row.values.any_of.size() == 1) outside = outside_of(std::move(wanted->outside));
  }
  if (filters.cites.any_of.size() + filters.cited_by.any_of.size() != 1) outside.reset();
  return outside;
}

}  // namespace incipit::query
