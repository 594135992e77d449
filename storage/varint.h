// Unsigned integers in as few bytes as they need, seven bits a byte, low bits first.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace incipit::storage {

inline constexpr std::size_t kVarintBytes = 10;  // at most

// Writes to `out`, which has room, and returns the end.
inline char* write_varint(char* out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) *out++ = static_cast<char>(value | 0x80);
  *out++ = static_cast<char>(value);
  return out;
}

inline void put_varint(std::string& out, std::uint64_t value) {
  char bytes[kVarintBytes];
  out.append(bytes, static_cast<std::size_t>(write_varint(bytes, value) - bytes));
}

// Reads varints from the front of bytes; 0 at the end, so damaged bytes give wrong numbers, never a bad read.
class VarintReader {
 public:
  explicit VarintReader(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  std::uint32_t next() {
    // Nearly all take one byte or two, which of them cannot be foretold: no branch asks.
    if (left() >= 2) {
      const auto first = static_cast<unsigned char>(at_[0]), second = static_cast<unsigned char>(at_[1]);
      const unsigned longer = first >> 7;
      if ((longer & (second >> 7)) == 0) {
        at_ += 1 + longer;
        return (first & 0x7FU) | (static_cast<std::uint32_t>(second) << 7 & (0U - longer));
      }
    }
    return next_of_any_length();
  }

  // `size` bytes, fewer where they end.
  std::string_view bytes(std::size_t size) {
    const std::string_view taken(at_, std::min<std::size_t>(size, left()));
    at_ += taken.size();
    return taken;
  }

  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

 private:
  std::uint32_t next_of_any_length() {
    std::uint32_t value = 0;
    for (int shift = 0; at_ != end_ && shift < 35; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    return value;
  }

  const char* at_;
  const char* end_;
};

}  // namespace incipit::storage
