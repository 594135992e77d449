#include "corpus/memory_source.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "corpus/content_hash.h"

namespace incipit::corpus {
namespace {

class BytesInMemory final : public ByteSource {
 public:
  BytesInMemory(std::string_view bytes, std::size_t step) : rest_(bytes), step_(step) { assert(step > 0); }

  schema::Result<std::size_t> read(char* out, std::size_t size) override {
    const std::string_view given = rest_.substr(0, std::min(size, step_));
    if (given.empty()) return std::size_t{0};
    std::memcpy(out, given.data(), given.size());
    rest_.remove_prefix(given.size());
    hash_.add(given);
    read_ += given.size();
    return given.size();
  }
  std::uint64_t bytes_read() const override { return read_; }
  std::string hash() const override { return hash_.text(); }

 private:
  std::string_view rest_;
  std::size_t step_;
  ContentHash hash_;
  std::uint64_t read_ = 0;
};

}  // namespace

std::unique_ptr<ByteSource> bytes_in_memory(std::string_view bytes, std::size_t step) {
  return std::make_unique<BytesInMemory>(bytes, step);
}

}  // namespace incipit::corpus
