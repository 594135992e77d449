// A byte source that shows the beginning of its bytes before they are read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "corpus/byte_source.h"

namespace incipit::corpus {

// Bytes whose head can be looked at; `read` then gives all of them, the head first. A UTF-8 byte order mark
// at the very beginning is not part of them.
class PeekedSource final : public ByteSource {
 public:
  explicit PeekedSource(std::unique_ptr<ByteSource> bytes) : bytes_(std::move(bytes)) {}

  // The first `size` bytes, or all where there are fewer or the input breaks before (`read` then tells the
  // fault). Only before the first `read`; valid until the next call of either. Error: input_unreadable, when
  // there is no byte before the fault.
  [[nodiscard]] schema::Result<std::string_view> peek(std::size_t size);

  [[nodiscard]] schema::Result<std::size_t> read(char* out, std::size_t size) override;
  [[nodiscard]] std::uint64_t bytes_read() const override { return bytes_->bytes_read(); }
  [[nodiscard]] std::string hash() const override { return bytes_->hash(); }

 private:
  std::unique_ptr<ByteSource> bytes_;
  std::string head_;
  std::size_t given_ = 0;  // of the head, by read
  bool began_ = false;
  bool broken_ = false;
};

}  // namespace incipit::corpus
