// xz beside gzip and zstd, and what bombs and greedy headers are answered.
#include <gmock/gmock.h>

#include <random>

#include "schema/limits.h"
#include "tests/corpus/packing.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using ::testing::HasSubstr;

Unpacked unpack_bytes(std::string packed, const std::string& name = "papers.xz", std::size_t step = 1 << 16) {
  auto source = ByteSource::decompress(std::make_unique<MemorySource>(std::move(packed), step), name);
  if (!source) return {{}, 0, source.error()};
  return unpack(**source, 64 << 20);
}

std::string random_text(std::size_t size) {
  std::mt19937 random(11);
  std::string text(size, ' ');
  for (auto& c : text) c = static_cast<char>('a' + random() % 26);
  return text;
}

TEST(Xz, GivesTheBytes) {
  const std::string text = random_text(1'000'000);
  const std::string half = text.substr(0, text.size() / 2);
  const std::string rest = text.substr(text.size() / 2);
  for (const std::size_t step : {std::size_t{1} << 16, std::size_t{1000}}) {
    const Unpacked whole = unpack_bytes(xz(text), "x", step);
    EXPECT_FALSE(whole.error);
    EXPECT_EQ(whole.text, text);
  }
  EXPECT_EQ(unpack_bytes(xz(text.substr(0, 5000)), "x", 1).text, text.substr(0, 5000));
  EXPECT_EQ(unpack_bytes(xz(half) + xz("") + xz(rest)).text, text);
  EXPECT_EQ(unpack_bytes(xz(half) + std::string(8, '\0') + xz(rest)).text, text);
  EXPECT_EQ(unpack_bytes(xz("")).bytes, 0u);
  EXPECT_FALSE(unpack_bytes(xz("")).error);
}

TEST(Xz, IsAnInput) {
  TempDir dir;
  const std::string text = "{\"id\":\"1\",\"title\":\"T\"}\n{\"id\":\"2\",\"title\":\"U\"}\n";
  const Reading reading = read_all({dir.write("papers.jsonl.xz", xz(text))});
  EXPECT_FALSE(reading.failed) << reading.error.message;
  EXPECT_EQ(reading.papers(), 2u);
  EXPECT_EQ(reading.bytes, xz(text).size());
}

TEST(Xz, TruncationSaysWhere) {
  const std::string packed = xz(random_text(500'000));
  for (const double share : {0.1, 0.5, 0.9}) {
    const auto kept = static_cast<std::size_t>(static_cast<double>(packed.size()) * share) | 1;
    const Unpacked unpacked = unpack_bytes(packed.substr(0, kept));
    ASSERT_TRUE(unpacked.error);
    EXPECT_EQ(unpacked.error->code, ErrorCode::input_unreadable);
    EXPECT_THAT(unpacked.error->message,
                HasSubstr("papers.xz is truncated (xz) at byte " + std::to_string(kept)));
    EXPECT_GT(unpacked.bytes, 0u);
  }
  EXPECT_TRUE(unpack_bytes(packed.substr(0, packed.size() - 1)).error);
  EXPECT_TRUE(unpack_bytes(packed.substr(0, 6)).error);
}

TEST(Xz, DamageSaysWhere) {
  std::string packed = xz(random_text(500'000));
  for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 64; ++i)
    packed[i] = static_cast<char>(~packed[i]);
  const Unpacked unpacked = unpack_bytes(packed);
  ASSERT_TRUE(unpacked.error);
  EXPECT_EQ(unpacked.error->code, ErrorCode::input_unreadable);
  EXPECT_THAT(unpacked.error->message, HasSubstr("damaged (xz) at byte "));
  EXPECT_TRUE(unpack_bytes(xz("text") + "junkjunkjunk").error);
}

void expect_bomb(const std::string& packed, const std::string& name) {
  const Unpacked unpacked = unpack_bytes(packed, name);
  ASSERT_TRUE(unpacked.error) << name << ' ' << packed.size() << ' ' << unpacked.bytes;
  EXPECT_EQ(unpacked.error->code, ErrorCode::input_unreadable);
  EXPECT_THAT(unpacked.error->message, HasSubstr(name));
  EXPECT_THAT(unpacked.error->message, HasSubstr("limit decompression_ratio"));
  const auto& limits = schema::limits::kDecompressionRatio;
  EXPECT_LE(unpacked.bytes, static_cast<std::uint64_t>(schema::limits::kDecompressionFreeBytes.value) +
                                packed.size() * static_cast<std::uint64_t>(limits.value) + (1 << 20));
}

TEST(Bombs, AreNamedByTheirLimit) {
  const std::string zeros(192 << 20, '\0');
  expect_bomb(xz(zeros, 0), "bomb.xz");
  expect_bomb(zstd(zeros), "bomb.zst");
  // gzip packs a run 1032 times, so that only the excess over 1000 counts.
  std::string bomb;
  for (const std::string member = gzip(zeros); bomb.size() < 4'000'000;) bomb += member;
  expect_bomb(bomb, "bomb.gz");
}

TEST(Bombs, ASmallFileMayPackWell) {
  const std::string zeros(32 << 20, '\0');
  for (const std::string& packed : {xz(zeros, 0), zstd(zeros), gzip(zeros)}) {
    const Unpacked unpacked = unpack_bytes(packed);
    EXPECT_FALSE(unpacked.error) << unpacked.error->message;
    EXPECT_EQ(unpacked.bytes, zeros.size());
  }
}

TEST(Bombs, AWindowIsBounded) {
  // A zstd frame header that asks for a window of 2 GiB, and an xz block of the same.
  const std::string greedy("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00", 9);
  const Unpacked unpacked = unpack_bytes(greedy, "greedy.zst");
  ASSERT_TRUE(unpacked.error);
  EXPECT_THAT(unpacked.error->message, HasSubstr("limit decompressor_bytes"));

  lzma_options_lzma options{};
  ASSERT_FALSE(lzma_lzma_preset(&options, 0));
  options.dict_size = 512u << 20;
  lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
  std::string packed(4096, '\0');
  std::size_t size = 0;
  const std::string text = "text";
  ASSERT_EQ(lzma_stream_buffer_encode(filters, LZMA_CHECK_CRC32, nullptr,
                                      reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                      reinterpret_cast<std::uint8_t*>(packed.data()), &size, packed.size()),
            LZMA_OK);
  packed.resize(size);
  const Unpacked large = unpack_bytes(packed, "large.xz");
  ASSERT_TRUE(large.error);
  EXPECT_EQ(large.error->code, ErrorCode::input_unreadable);
  EXPECT_THAT(large.error->message, HasSubstr("large.xz"));
  EXPECT_THAT(large.error->message, HasSubstr("limit decompressor_bytes"));
}

}  // namespace
}  // namespace incipit::corpus
