// The bytes of one input after decompression, in order, with a hash of the bytes before it.
//
// gzip (also of several members) and zstd (also of several frames) are recognised by their first bytes;
// anything else is taken as it is. Nothing larger than a fixed buffer and the decompressor's window (at most
// 128 MiB, zstd's own limit for streams) is held.
//
// Threads: one source, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "corpus/reader.h"
#include "schema/error.h"

namespace incipit::corpus {

class ByteSource {
 public:
  // Error: input_unreadable.
  [[nodiscard]] static schema::Result<std::unique_ptr<ByteSource>> open(const InputFile& input);

  virtual ~ByteSource() = default;
  // Fills up to `size` bytes (at least one of size is asked for) and says how many; 0 at the end of the
  // input. Error: input_unreadable, naming the file and the byte offset in it, once all bytes before the
  // fault are given.
  [[nodiscard]] virtual schema::Result<std::size_t> read(char* out, std::size_t size) = 0;
  // Before decompression.
  [[nodiscard]] virtual std::uint64_t bytes_read() const = 0;
  // "xxh3-128:<32 hex>" of those bytes; of the whole input once `read` has answered 0.
  [[nodiscard]] virtual std::string hash() const = 0;
};

}  // namespace incipit::corpus
