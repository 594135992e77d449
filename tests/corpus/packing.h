// Words for tests of packed inputs: xz and tar made in memory, and sources over such bytes.
#pragma once

#include <gtest/gtest.h>
#include <lzma.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "corpus/byte_source.h"

namespace incipit::corpus {

inline std::string xz(std::string_view content, std::uint32_t preset = 6) {
  std::string out(lzma_stream_buffer_bound(content.size()), '\0');
  std::size_t size = 0;
  EXPECT_EQ(lzma_easy_buffer_encode(preset, LZMA_CHECK_CRC64, nullptr,
                                    reinterpret_cast<const std::uint8_t*>(content.data()), content.size(),
                                    reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size()),
            LZMA_OK);
  out.resize(size);
  return out;
}

// Bytes in memory as a source, at most `step` of them at a time; after them `repeated` again and again,
// `repeats` times.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string bytes, std::size_t step = 1 << 16, std::string repeated = {},
                        std::uint64_t repeats = 0)
      : bytes_(std::move(bytes)), repeated_(std::move(repeated)), repeats_(repeats), step_(step) {}
  schema::Result<std::size_t> read(char* out, std::size_t size) override {
    if (at_ == bytes_.size() && repeats_ > 0) {
      --repeats_;
      bytes_ = repeated_;
      at_ = 0;
    }
    const std::size_t count = std::min({size, step_, bytes_.size() - at_});
    std::memcpy(out, bytes_.data() + at_, count);
    at_ += count;
    total_ += count;
    return count;
  }
  std::uint64_t bytes_read() const override { return total_; }
  std::string hash() const override { return {}; }

 private:
  std::string bytes_;
  std::string repeated_;
  std::uint64_t repeats_;
  std::size_t step_;
  std::size_t at_ = 0;
  std::uint64_t total_ = 0;
};

struct Unpacked {
  std::string text;  // at most `kept` bytes of it
  std::uint64_t bytes = 0;
  std::optional<schema::Error> error;
};

inline Unpacked unpack(ByteSource& source, std::size_t kept = 1 << 20) {
  Unpacked unpacked;
  std::string chunk(64 * 1024, '\0');
  while (true) {
    const auto count = source.read(chunk.data(), chunk.size());
    if (!count) {
      unpacked.error = count.error();
      return unpacked;
    }
    if (*count == 0) return unpacked;
    unpacked.bytes += *count;
    unpacked.text.append(chunk, 0, std::min(*count, kept - unpacked.text.size()));
  }
}

// What a tar header says; the fields are written as they stand.
struct TarHeader {
  std::string name;
  char type = '0';
  std::string size;  // 12 bytes; empty: octal of the content's length
  std::string link = {};
  bool gnu = false;
};

inline std::string tar_member(const TarHeader& header, std::string_view content) {
  std::string block(512, '\0');
  const auto put = [&](std::size_t at, std::string_view text) { block.replace(at, text.size(), text); };
  const auto octal = [](std::uint64_t value, int digits) {
    std::string text(32, '\0');
    text.resize(static_cast<std::size_t>(
        std::snprintf(text.data(), text.size(), "%0*llo", digits, static_cast<unsigned long long>(value))));
    return text;
  };
  put(0, header.name.substr(0, 100));
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, header.size.empty() ? octal(content.size(), 11) : header.size);
  put(136, "00000000000");
  block[156] = header.type;
  put(157, header.link);
  put(257, header.gnu ? std::string_view("ustar  \0", 8)
                      : std::string_view("ustar\0"
                                         "00",
                                         8));
  put(148, "        ");
  unsigned sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  put(148, octal(sum, 6) + std::string("\0 ", 2));
  block += content;
  block.resize((block.size() + 511) / 512 * 512);
  return block;
}
inline std::string tar_member(const std::string& name, std::string_view content) {
  return tar_member(TarHeader{name, '0', {}, {}, false}, content);
}
inline std::string tar_end() { return std::string(1024, '\0'); }

}  // namespace incipit::corpus
