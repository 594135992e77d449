#include "corpus/peeked_source.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace incipit::corpus {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

schema::Result<std::string_view> PeekedSource::peek(std::size_t size) {
  while (!broken_ && head_.size() < size) {
    const std::size_t had = head_.size();
    head_.resize(size);
    const auto count = bytes_->read(head_.data() + had, size - had);
    head_.resize(had + count.value_or(0));
    if (!count) {
      broken_ = true;
      if (head_.empty()) return tl::make_unexpected(count.error());
    } else if (*count == 0) {
      break;
    }
    const bool mark_known = began_ || head_.size() >= kByteOrderMark.size();
    if (mark_known && !began_) {
      began_ = true;
      if (head_.compare(0, kByteOrderMark.size(), kByteOrderMark) == 0) head_.erase(0, kByteOrderMark.size());
    }
  }
  return std::string_view(head_);
}

schema::Result<std::size_t> PeekedSource::read(char* out, std::size_t size) {
  if (!began_) {
    if (auto head = peek(kByteOrderMark.size()); !head) return tl::make_unexpected(head.error());
    began_ = true;
  }
  if (given_ < head_.size()) {
    const std::size_t count = std::min(size, head_.size() - given_);
    std::memcpy(out, head_.data() + given_, count);
    given_ += count;
    if (given_ == head_.size()) {
      head_ = {};
      given_ = 0;
    }
    return count;
  }
  return bytes_->read(out, size);
}

}  // namespace incipit::corpus
