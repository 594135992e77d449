// The bytes of one input after decompression, in order, with a hash of the bytes before it.
//
// gzip (also of several members), zstd (also of several frames) and xz (also of several streams) are
// recognised by their first bytes; anything else is taken as it is. Nothing larger than a fixed buffer and
// the decompressor's window (at most limits::kDecompressorBytes) is held, and what comes out is bounded by
// what went in (limits::kDecompressionRatio, beyond the first limits::kDecompressionFreeBytes).
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

class Expansion;

class ByteSource {
 public:
  // Error: input_unreadable.
  [[nodiscard]] static schema::Result<std::unique_ptr<ByteSource>> open(const InputFile& input);
  // The same over bytes that come from elsewhere; `name` stands in errors. Where `expansion` is given, it
  // counts what comes out (of several sources together) and must outlive the source.
  [[nodiscard]] static schema::Result<std::unique_ptr<ByteSource>> decompress(
      std::unique_ptr<ByteSource> bytes, std::string name, Expansion* expansion = nullptr);

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
