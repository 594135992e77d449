// A file, or standard input, as it is, hashed on the way.
//
// Threads: one source, one thread.
#pragma once

#include <memory>

#include "corpus/byte_source.h"
#include "corpus/reader.h"
#include "schema/error.h"

namespace incipit::corpus {

// Error: input_unreadable.
[[nodiscard]] schema::Result<std::unique_ptr<ByteSource>> open_file(const InputFile& input);

}  // namespace incipit::corpus
