#include "query/paper_lookup.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "schema/ids.h"

namespace incipit::query {

using schema::ErrorCode;
using schema::Result;

Result<Found> locate(const std::vector<SegmentView>& segments, std::string_view identifier, const Deadline& deadline) {
  // An id of its own comes before what an identifier stands for, whichever segment holds the paper.
  const std::pair<schema::Field, std::string> readings[] = {{schema::Field::id, std::string(identifier)},
                                                            {schema::Field::alias, schema::alias_key(identifier)}};
  for (const auto& [field, value] : readings) {
    std::optional<Found> first;  // several papers may share a DOI: the one with the smallest id
    for (std::uint32_t s = 0; s < segments.size(); ++s) {
      for (std::uint32_t docid : segments[s].papers_with(field, value, deadline)) {
        const Found found{s, docid, std::nullopt};
        if (!first || id_of(segments, found) < id_of(segments, *first)) first = found;
      }
    }
    if (first) return *first;
  }
  return schema::fail_at(ErrorCode::paper_not_found, "id", "no paper has the identifier '" + std::string(identifier.substr(0, 200)) + "'");
}

std::optional<Found> with_id(const std::vector<SegmentView>& segments, std::string_view id, const Deadline& deadline) {
  for (std::uint32_t s = 0; s < segments.size(); ++s) {
    const DocSet papers = segments[s].papers_with(schema::Field::id, id, deadline);
    if (!papers.isEmpty()) return Found{s, papers.minimum(), std::nullopt};
  }
  return {};
}

Result<void> export_canonical(const storage::Generation& generation, const std::vector<SegmentView>& segments,
                              const std::function<bool(std::string_view)>& line) {
  std::vector<Found> order;
  for (std::uint32_t s = 0; s < segments.size(); ++s) {
    for (Xapian::docid docid : segments[s].everything()) order.push_back({s, docid, std::nullopt});
  }
  std::sort(order.begin(), order.end(), [&](const Found& a, const Found& b) {
    return id_of(segments, a) < id_of(segments, b);
  });
  for (const auto& found : order) {
    const auto& columns = *segments[found.segment].columns;
    const auto record = columns.records.read(found.row());
    if (!record) return tl::make_unexpected(record.error());
    auto document = nlohmann::json::parse(*record, nullptr, false);
    if (!document.is_object()) return schema::fail(ErrorCode::index_damaged, "a stored record cannot be read");
    auto& ids = document["author_ids"] = nlohmann::json::array();
    for (std::uint32_t ordinal : columns.authors[found.row()]) ids.push_back(generation.authors().id(ordinal));
    if (!line(document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace))) return {};
  }
  return {};
}

}  // namespace incipit::query
