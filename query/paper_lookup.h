// Single papers: by any of their identifiers, and all of them in order.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "query/deadline.h"
#include "query/ordering.h"
#include "query/segment_view.h"
#include "schema/error.h"

namespace incipit::query {

// The paper of an id or of any other of its identifiers; of several that share one (a DOI), that with the smallest id.
// Error: paper_not_found. Throws Xapian::Error, DeadlineExceeded.
[[nodiscard]] schema::Result<Found> locate(const std::vector<SegmentView>& segments, std::string_view identifier, const Deadline& deadline);

// The paper of exactly this id; nullopt where there is none. Throws Xapian::Error, DeadlineExceeded.
[[nodiscard]] std::optional<Found> with_id(const std::vector<SegmentView>& segments, std::string_view id, const Deadline& deadline);

// Every paper as canonical JSON in id order with "author_ids" added; stops when `line` returns false. Error: index_damaged.
[[nodiscard]] schema::Result<void> export_canonical(const storage::Generation& generation, const std::vector<SegmentView>& segments,
                                                    const std::function<bool(std::string_view)>& line);

}  // namespace incipit::query
