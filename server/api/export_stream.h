// A result set as a body in pieces: each piece is made on a thread of the search pool when the client has taken the one
// before, and holds that thread for a few milliseconds.
#pragma once

#include <atomic>
#include <memory>

#include "query/result_set.h"
#include "query/search_pool.h"
#include "schema/error.h"
#include "server/net/http.h"
#include "writers/format.h"

namespace incipit::server::api {

// `pool` outlives every request for a piece. At most limits::kStreams count in `streams` at a time. Error: overloaded.
[[nodiscard]] schema::Result<std::shared_ptr<BodyStream>> export_stream(query::SearchPool& pool, std::shared_ptr<std::atomic<int>> streams,
                                                                        std::shared_ptr<const query::ResultSet> papers, writers::Format format);

}  // namespace incipit::server::api
