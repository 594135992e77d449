#include "query/set_statistics.h"

#include <algorithm>
#include <map>

#include "query/citation_facts.h"
#include "query/figure_statistics.h"
#include "query/statistics.h"
#include "schema/categories.h"
#include "schema/limits.h"

namespace incipit::query {
namespace {

PaperFacts facts_of(const SegmentView& segment, std::size_t row) {
  const storage::SegmentColumns& columns = *segment.columns;
  PaperFacts facts;
  if (columns.year[row] != 0) facts.year = columns.year[row];
  if (columns.citations[row] != storage::kNoCitations) facts.citations = columns.citations[row];
  facts.published = columns.published[row];
  facts.novelty = segment.novelty(row);
  facts.rank_score = segment.rank_score(row);
  const auto& categories = columns.coded(storage::CodedField::category);
  for (std::uint32_t code : categories.codes[row]) facts.categories.push_back(categories.values[code]);
  const auto& primary = columns.coded(storage::CodedField::primary);
  for (std::uint32_t code : primary.codes[row]) facts.primary = primary.values[code];
  facts.authors = columns.authors[row].size();
  return facts;
}

// Most frequent first.
std::vector<schema::CountedValue> categories_of(const std::vector<PaperFacts>& papers) {
  std::map<std::string_view, std::int64_t> counts;
  for (const auto& paper : papers) {
    for (const auto category : paper.categories) ++counts[category];
  }
  std::vector<schema::CountedValue> categories;
  for (const auto& [code, count] : counts) {
    categories.push_back({std::string(code), std::string(schema::category_name(std::string(code))), count});
  }
  std::stable_sort(categories.begin(), categories.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
  if (const auto most = static_cast<std::size_t>(schema::limits::kFacetValues.value); categories.size() > most) categories.resize(most);
  return categories;
}

}  // namespace

schema::Result<schema::StatisticsResult> statistics_of(const PaperSets& papers, const std::vector<SegmentView>& segments,
                                                       const storage::Generation& generation, const HitBuilder& hits,
                                                       const Deadline& deadline) {
  std::vector<PaperFacts> facts;
  const std::int64_t count = count_papers(papers);
  facts.reserve(static_cast<std::size_t>(count));
  const CitationFacts citations(segments, hits, count, std::nullopt, deadline);
  std::vector<bool> wrote(generation.authors().size(), false);
  for (std::uint32_t s = 0; s < segments.size(); ++s) {
    for (std::uint32_t docid : papers[s]) {
      deadline.check_often();
      facts.push_back(facts_of(segments[s], docid - 1));
      if (auto added = citations.add({s, docid, std::nullopt}, facts.back()); !added) return tl::make_unexpected(added.error());
      for (std::uint32_t ordinal : segments[s].columns->authors[docid - 1]) wrote[ordinal] = true;
    }
  }
  schema::StatisticsResult result;
  result.index_as_of = generation.manifest().info.as_of;
  result.papers_by_year = papers_by_year(facts);
  if (!result.papers_by_year.empty()) {
    result.first_year = result.papers_by_year.front().year;
    result.last_year = result.papers_by_year.back().year;
  }
  const PrimaryCategory primary = primary_category(facts);
  result.primary_category = primary.code;
  result.primary_category_share = primary.share;
  result.categories = categories_of(facts);
  result.statistics = set_statistics(facts, std::count(wrote.begin(), wrote.end(), true), result.index_as_of);
  result.statistics.push_back(median_novelty(facts, hits.figures()));
  return result;
}

}  // namespace incipit::query
