#include "corpus/byte_source.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "corpus/decompressor.h"
#include "corpus/file_source.h"

namespace incipit::corpus {
namespace {

using schema::Result;

constexpr std::size_t kMagicBytes = 6;  // tell how a file is compressed

// Bytes that are not compressed.
class PlainSource final : public ByteSource {
 public:
  explicit PlainSource(std::unique_ptr<BufferedBytes> input) : input_(std::move(input)) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    if (input_->pending.empty()) {
      if (auto filled = input_->refill(); !filled) return tl::make_unexpected(filled.error());
    }
    const std::size_t count = std::min(size, input_->pending.size());
    std::memcpy(out, input_->pending.data(), count);
    input_->pending.remove_prefix(count);
    return count;
  }

  std::uint64_t bytes_read() const override { return input_->source().bytes_read(); }
  std::string hash() const override { return input_->source().hash(); }

 private:
  std::unique_ptr<BufferedBytes> input_;
};

bool is_gzip(std::string_view head) { return head.substr(0, 2) == "\x1f\x8b"; }

bool is_zstd(std::string_view head) {
  if (head.size() < 4) return false;
  if (head.substr(0, 4) == "\x28\xb5\x2f\xfd") return true;
  const bool skippable = head.substr(1, 3) == "\x2a\x4d\x18";  // a frame of other data before the first
  return skippable && (static_cast<unsigned char>(head[0]) & 0xF0) == 0x50;
}

bool is_xz(std::string_view head) { return head.substr(0, 6) == std::string_view("\xfd\x37zXZ\0", 6); }

}  // namespace

Result<std::unique_ptr<ByteSource>> ByteSource::decompress(std::unique_ptr<ByteSource> bytes,
                                                           std::string name, Expansion* expansion) {
  auto input = std::make_unique<BufferedBytes>(std::move(bytes), std::move(name));
  if (auto filled = input->fill(kMagicBytes); !filled) return tl::make_unexpected(filled.error());
  if (is_gzip(input->pending)) return open_gzip(std::move(input), expansion);
  if (is_zstd(input->pending)) return open_zstd(std::move(input), expansion);
  if (is_xz(input->pending)) return open_xz(std::move(input), expansion);
  return std::make_unique<PlainSource>(std::move(input));
}

Result<std::unique_ptr<ByteSource>> ByteSource::open(const InputFile& input) {
  auto file = open_file(input);
  if (!file) return tl::make_unexpected(file.error());
  return decompress(std::move(*file), input.name());
}

}  // namespace incipit::corpus
