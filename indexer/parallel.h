// The same work on many items by a few threads.
#pragma once

#include <cstddef>
#include <functional>

#include "schema/error.h"

namespace incipit::indexer {

// The number of threads to use: `jobs`, or one for each core where that is 0.
[[nodiscard]] int worker_count(int jobs);

// Runs `work(i)` for i < count on `jobs` threads; the first error stops the rest. What `work` throws is an error too (system).
[[nodiscard]] schema::Result<void> in_parallel(std::size_t count, int jobs, const std::function<schema::Result<void>(std::size_t)>& work);

}  // namespace incipit::indexer
