// All papers that a request finds, in order, for whoever reads them one after another and slowly: an export. It keeps its
// generation open, so it stays what it was when the index changes. Eight bytes for each paper.
//
// Threads: immutable; any number may read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/ordering.h"
#include "schema/error.h"
#include "schema/paper.h"
#include "schema/result.h"
#include "storage/generation.h"

namespace incipit::query {

class ResultSet {
 public:
  ResultSet(std::shared_ptr<const storage::Generation> generation, schema::QueryEcho query, schema::Sort sort, const std::vector<Found>& papers);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  // The record as stored, but for names that are not to be shown. Error: index_damaged.
  [[nodiscard]] schema::Result<schema::Paper> paper(std::size_t number) const;

  [[nodiscard]] schema::IndexIdentity index() const;
  [[nodiscard]] const std::optional<schema::Date>& as_of() const { return generation_->manifest().info.as_of; }
  [[nodiscard]] const schema::QueryEcho& query() const { return query_; }
  [[nodiscard]] schema::Sort sort() const { return sort_; }

 private:
  std::shared_ptr<const storage::Generation> generation_;
  schema::QueryEcho query_;
  schema::Sort sort_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> rows_;  // segment, row
};

}  // namespace incipit::query
