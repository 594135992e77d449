// Bytes that are in memory already, as a source.
//
// Threads: one source, one thread.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <string_view>

#include "corpus/byte_source.h"

namespace incipit::corpus {

// `bytes` must outlive the source; a read gives at most `step` of them (at least 1), as a pipe may. Reads never fail.
[[nodiscard]] std::unique_ptr<ByteSource> bytes_in_memory(std::string_view bytes,
                                                          std::size_t step = std::numeric_limits<std::size_t>::max());

}  // namespace incipit::corpus
