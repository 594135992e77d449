// What the decompressors of this room share: a buffered input that knows where it is, the cap on what comes
// out of it, and a source that tells a fault only after the bytes before it were given.
//
// Threads: one source, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/byte_source.h"
#include "schema/error.h"

namespace incipit::corpus {

// Compressed bytes, a buffer of them at a time.
class BufferedBytes {
 public:
  BufferedBytes(std::unique_ptr<ByteSource> source, std::string name);

  // Replaces `pending` by what comes next; it stays empty at the end.
  [[nodiscard]] schema::Result<void> refill();
  // Reads until `pending` has `least` bytes or the input ends: a pipe may give one byte at a time. Only
  // before anything of `pending` was used.
  [[nodiscard]] schema::Result<void> fill(std::size_t least);

  // Where `pending` begins in the input.
  [[nodiscard]] std::uint64_t position() const { return offset_ - pending.size(); }
  // What `pending` and all before it come to.
  [[nodiscard]] std::uint64_t taken() const { return offset_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const ByteSource& source() const { return *source_; }

  std::string_view pending;  // read but not used yet

 private:
  // Reads once, behind what `pending` has; 0 at the end.
  schema::Result<std::size_t> add();

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  std::unique_ptr<char[]> buffer_;
  std::uint64_t offset_ = 0;
};

// How much came out of how much: tells a bomb from a well-packed file.
class Expansion {
 public:
  // Adds what came out. False when that is too much for the `packed` bytes read so far.
  [[nodiscard]] bool add(std::uint64_t unpacked, std::uint64_t packed);

 private:
  std::uint64_t unpacked_ = 0;
};

class DecompressingSource : public ByteSource {
 public:
  // `shared` may be null; else it must outlive the source and is told the bytes that the outermost file gave.
  DecompressingSource(std::unique_ptr<BufferedBytes> input, Expansion* shared);

  schema::Result<std::size_t> read(char* out, std::size_t size) override;
  std::uint64_t bytes_read() const override { return input_->source().bytes_read(); }
  std::string hash() const override { return input_->source().hash(); }

 protected:
  // Uses pending bytes, adds what they make to `out` and its size to `produced`; sets `ended_` when all is
  // done.
  virtual schema::Result<void> step(char* out, std::size_t size, std::size_t& produced) = 0;
  // Error: input_unreadable, "<name> is <what> at byte <position>".
  [[nodiscard]] tl::unexpected<schema::Error> damaged(std::string_view what) const;
  // Error: input_unreadable, naming limits::kDecompressorBytes.
  [[nodiscard]] tl::unexpected<schema::Error> beyond_memory() const;

  std::unique_ptr<BufferedBytes> input_;
  bool at_end_ = false;  // of the input
  bool ended_ = false;   // of the data

 private:
  schema::Result<void> check_expansion(std::size_t produced);

  Expansion own_;
  Expansion* shared_;
  std::optional<schema::Error> fault_;
};

[[nodiscard]] std::unique_ptr<ByteSource> open_gzip(std::unique_ptr<BufferedBytes> input, Expansion* shared);
[[nodiscard]] std::unique_ptr<ByteSource> open_zstd(std::unique_ptr<BufferedBytes> input, Expansion* shared);
[[nodiscard]] std::unique_ptr<ByteSource> open_xz(std::unique_ptr<BufferedBytes> input, Expansion* shared);

}  // namespace incipit::corpus
