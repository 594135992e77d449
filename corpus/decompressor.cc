#include "corpus/decompressor.h"

#include <utility>

#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr std::size_t kBufferBytes = 256 * 1024;

}  // namespace

BufferedBytes::BufferedBytes(std::unique_ptr<ByteSource> source, std::string name)
    : source_(std::move(source)),
      name_(std::move(name)),
      buffer_(std::make_unique_for_overwrite<char[]>(kBufferBytes)) {}

Result<void> BufferedBytes::refill() {
  pending = {};
  return add().map([](std::size_t) {});
}

Result<void> BufferedBytes::fill(std::size_t least) {
  while (pending.size() < least) {
    const auto added = add();
    if (!added) return tl::make_unexpected(added.error());
    if (*added == 0) break;
  }
  return {};
}

Result<std::size_t> BufferedBytes::add() {
  const std::size_t had = pending.size();
  const auto added = source_->read(buffer_.get() + had, kBufferBytes - had);
  if (!added) return added;
  pending = std::string_view(buffer_.get(), had + *added);
  offset_ += *added;
  return added;
}

bool Expansion::add(std::uint64_t unpacked, std::uint64_t packed) {
  unpacked_ += unpacked;
  const auto free = static_cast<std::uint64_t>(schema::limits::kDecompressionFreeBytes.value);
  const auto ratio = static_cast<std::uint64_t>(schema::limits::kDecompressionRatio.value);
  return unpacked_ <= free || (unpacked_ - free) / ratio <= packed;
}

DecompressingSource::DecompressingSource(std::unique_ptr<BufferedBytes> input, Expansion* shared)
    : input_(std::move(input)), shared_(shared) {}

Result<std::size_t> DecompressingSource::read(char* out, std::size_t size) {
  std::size_t produced = 0;
  while (produced == 0 && !fault_ && !ended_) {
    if (input_->pending.empty() && !at_end_) {
      const auto filled = input_->refill();
      if (!filled) {
        fault_ = filled.error();
        break;
      }
      at_end_ = input_->pending.empty();
    }
    if (auto fault = step(out, size, produced); !fault) fault_ = fault.error();
  }
  if (auto bounded = check_expansion(produced); !bounded) {
    fault_ = bounded.error();
    produced = 0;
  }
  if (produced > 0) return produced;
  if (fault_) return tl::make_unexpected(*fault_);
  return std::size_t{0};
}

Result<void> DecompressingSource::check_expansion(std::size_t produced) {
  if (produced == 0) return {};
  const bool small = own_.add(produced, input_->taken());
  const bool small_together = shared_ == nullptr || shared_->add(produced, input_->source().bytes_read());
  if (small && small_together) return {};
  const auto& limit = schema::limits::kDecompressionRatio;
  return fail(ErrorCode::input_unreadable, input_->name() + " unpacks to more than " +
                                               std::to_string(limit.value) + " times its size at byte " +
                                               std::to_string(input_->position()) + " (limit " +
                                               std::string(limit.name) + ")");
}

tl::unexpected<schema::Error> DecompressingSource::damaged(std::string_view what) const {
  return fail(ErrorCode::input_unreadable,
              input_->name() + " is " + std::string(what) + " at byte " + std::to_string(input_->position()));
}

tl::unexpected<schema::Error> DecompressingSource::beyond_memory() const {
  const auto& limit = schema::limits::kDecompressorBytes;
  return fail(ErrorCode::input_unreadable,
              input_->name() + " needs more than " + std::to_string(limit.value) +
                  " bytes of memory to unpack at byte " + std::to_string(input_->position()) + " (limit " +
                  std::string(limit.name) + ")");
}

}  // namespace incipit::corpus
