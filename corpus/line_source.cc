#include "corpus/line_source.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "schema/limits.h"

namespace incipit::corpus {
namespace {

constexpr std::size_t kChunkBytes = 256 * 1024;
constexpr auto kLineCap = static_cast<std::uint64_t>(schema::limits::kRecordBytes.value);
constexpr auto kRawCap = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

bool Line::blank() const { return !too_large && text.find_first_not_of(" \t\r\v\f") == text.npos; }

LineSource::LineSource(ByteSource& bytes) : bytes_(bytes), chunk_(kChunkBytes) {}

void LineSource::append(std::string_view part) {
  if (part.empty()) return;
  length_ += part.size();
  ends_with_cr_ = part.back() == '\r';
  // One byte over the cap is kept: it may be the CR of a line end.
  if (held_.size() <= kLineCap) held_.append(part.substr(0, kLineCap + 1 - held_.size()));
}

bool LineSource::take_line_part() {
  const void* end = std::memchr(rest_.data(), '\n', rest_.size());
  if (end == nullptr) {
    append(rest_);
    rest_ = {};
    return false;
  }
  const auto size = static_cast<std::size_t>(static_cast<const char*>(end) - rest_.data());
  const std::string_view part = rest_.substr(0, size);
  rest_.remove_prefix(size + 1);
  if (length_ == 0) {
    whole_ = part;
    length_ = size;
    ends_with_cr_ = !part.empty() && part.back() == '\r';
  } else {
    append(part);
  }
  return true;
}

Line LineSource::finish() {
  Line line;
  line.number = ++lines_;
  line.bytes = length_ - (ends_with_cr_ ? 1 : 0);
  std::string_view text = whole_.data() != nullptr ? whole_ : std::string_view(held_);
  line.too_large = line.bytes > kLineCap;
  text = text.substr(0, line.too_large ? kRawCap : static_cast<std::size_t>(line.bytes));
  if (lines_ == 1 && text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    text.remove_prefix(kByteOrderMark.size());
    line.bytes -= kByteOrderMark.size();
  }
  line.text = text;
  return line;
}

schema::Result<std::optional<Line>> LineSource::next() {
  if (again_) {
    again_ = false;
    return latest_;
  }
  if (ended_) return std::nullopt;
  held_.clear();
  whole_ = {};
  length_ = 0;
  ends_with_cr_ = false;
  bool line_end = !rest_.empty() && take_line_part();
  while (!line_end) {
    const auto count = bytes_.read(chunk_.data(), chunk_.size());
    if (!count) {
      auto error = count.error();
      error.message += "; the last whole line is " + std::to_string(lines_);
      return tl::make_unexpected(std::move(error));
    }
    if (*count == 0) {
      ended_ = true;
      if (length_ == 0) return std::nullopt;
      break;
    }
    rest_ = std::string_view(chunk_.data(), *count);
    line_end = take_line_part();
  }
  latest_ = finish();
  return latest_;
}

schema::Result<std::optional<Line>> LineSource::next_with_text() {
  while (true) {
    auto line = next();
    if (!line || !*line || !(*line)->blank()) return line;
  }
}

}  // namespace incipit::corpus
