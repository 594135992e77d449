#include "query/result_set.h"

#include "query/shown_names.h"
#include "schema/paper_json.h"

namespace incipit::query {

ResultSet::ResultSet(std::shared_ptr<const storage::Generation> generation, schema::QueryEcho query, schema::Sort sort,
                     const std::vector<Found>& papers)
    : generation_(std::move(generation)), query_(std::move(query)), sort_(sort) {
  rows_.reserve(papers.size());
  for (const auto& found : papers) rows_.emplace_back(found.segment, static_cast<std::uint32_t>(found.row()));
}

schema::Result<schema::Paper> ResultSet::paper(std::size_t number) const {
  const auto [segment, row] = rows_.at(number);
  const auto& columns = generation_->columns(segment);
  const auto record = columns.records.read(row);
  if (!record) return tl::make_unexpected(record.error());
  auto paper = schema::paper_from_canonical_json(*record);
  if (!paper) return paper;
  return with_shown_names(std::move(*paper), columns.authors[row], generation_->authors());
}

schema::IndexIdentity ResultSet::index() const {
  const auto& info = generation_->manifest().info;
  return {info.revision, info.papers};
}

}  // namespace incipit::query
