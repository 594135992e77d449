#include "corpus/byte_cursor.h"

#include <algorithm>
#include <utility>

#include "schema/limits.h"

namespace incipit::corpus {
namespace {

constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr auto kMaxRecord = static_cast<std::uint64_t>(schema::limits::kRecordBytes.value);
constexpr auto kMaxRaw = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

ByteCursor::ByteCursor(ByteSource& bytes) : bytes_(bytes), chunk_(kChunkBytes) {}

int ByteCursor::peek() {
  if (at_ < end_) return static_cast<unsigned char>(chunk_[at_]);
  if (ended_ || failure_) return -1;
  const auto count = bytes_.read(chunk_.data(), chunk_.size());
  at_ = end_ = 0;
  if (!count) {
    failure_ = count.error();
    return -1;
  }
  end_ = *count;
  ended_ = *count == 0;
  if (ended_) return -1;
  if (!std::exchange(began_, true)) {
    for (const int byte : {0xEF, 0xBB, 0xBF}) {
      if (peek() != byte) break;
      ++at_;
    }
    return peek();
  }
  return static_cast<unsigned char>(chunk_[0]);
}

void ByteCursor::take() { take(1); }

void ByteCursor::take(std::size_t size) {
  const std::string_view part(chunk_.data() + at_, size);
  if (size == 1) {
    line_ += part[0] == '\n' ? 1 : 0;
  } else {
    line_ += static_cast<std::uint64_t>(std::count(part.begin(), part.end(), '\n'));
  }
  at_ += size;
  if (keeping_) keep(part);
}

void ByteCursor::keep(std::string_view part) {
  length_ += part.size();
  if (!eliding_) hold(part);
}

void ByteCursor::hold(std::string_view part) {
  held_length_ += part.size();
  if (held_length_ <= kMaxRecord) {
    held_ += part;
  } else if (held_.size() > kMaxRaw) {
    held_.resize(kMaxRaw);
  }
}

void ByteCursor::begin_record() {
  held_.clear();
  held_length_ = length_ = 0;
  began_at_ = line_;
  keeping_ = true;
  eliding_ = false;
}

RawRecord ByteCursor::finish_record(End end) {
  keeping_ = false;
  if (held_length_ > kMaxRecord) {
    return {began_at_, std::string_view(held_).substr(0, kMaxRaw), length_, true};
  }
  while (end == End::trimmed && !held_.empty() && is_blank(held_.back())) held_.pop_back();
  // What replaces an elided value may be longer than it.
  return {began_at_, held_, std::max<std::uint64_t>(length_, held_.size()), false};
}

void ByteCursor::replace_with(std::string_view text) { hold(text); }

void ByteCursor::fail(schema::ErrorCode code, std::string message) {
  if (!failure_) failure_ = schema::Error{code, std::move(message), {}, {}, {}};
}

}  // namespace incipit::corpus
