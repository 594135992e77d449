// The same records from plain, gzip, zstd and standard input; cut or damaged files say where.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>
#include <thread>

#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::HasSubstr;

std::string many_lines(int count) {
  std::mt19937 random(7);
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += R"({"id":")" + std::to_string(i) + R"(","title":"T )" + std::to_string(random()) + "\"}\n";
  }
  return text;
}

Reading read_bytes(const std::string& name, std::string_view bytes) {
  TempDir dir;
  return read_all({dir.write(name, bytes), InputKind::papers});
}

Reading read_standard_input(std::string_view bytes) {
  TempDir dir;
  const std::string file = dir.write("stdin", bytes);
  const int saved = ::dup(STDIN_FILENO);
  const int source = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  ::dup2(source, STDIN_FILENO);
  Reading reading = read_all({"-", InputKind::papers});
  ::dup2(saved, STDIN_FILENO);
  ::close(source);
  ::close(saved);
  return reading;
}

void expect_all(const Reading& reading, std::size_t count) {
  EXPECT_FALSE(reading.failed) << reading.error.message;
  EXPECT_EQ(reading.papers(), count);
  for (std::size_t i = 0; i < reading.records.size(); ++i)
    EXPECT_EQ(reading.records[i].paper->id, std::to_string(i));
}

TEST(Compression, GivesTheSameRecords) {
  const std::string text = many_lines(20'000);
  const std::string half = text.substr(0, text.size() / 2);
  const std::string rest = text.substr(text.size() / 2);
  const Reading plain = read_bytes("papers.jsonl", text);
  expect_all(plain, 20'000);
  EXPECT_EQ(plain.bytes, text.size());
  expect_all(read_bytes("papers.jsonl.gz", gzip(text)), 20'000);
  expect_all(read_bytes("papers.jsonl.zst", zstd(text)), 20'000);
  expect_all(read_bytes("members.gz", gzip(half) + gzip("") + gzip(rest)), 20'000);
  expect_all(read_bytes("padded.gz", gzip(text) + std::string(1000, '\0')), 20'000);
  expect_all(read_bytes("frames.zst", zstd(half) + zstd("") + zstd(rest)), 20'000);
  const std::string skippable("\x50\x2a\x4d\x18\x04\0\0\0abcd", 12);
  expect_all(read_bytes("skippable.zst", skippable + zstd(text)), 20'000);
  expect_all(read_standard_input(text), 20'000);
  expect_all(read_standard_input(gzip(text)), 20'000);
  expect_all(read_standard_input(zstd(text)), 20'000);
}

// Reads a named pipe into which each byte is written once the one before it was taken.
Reading read_dripping(std::string_view bytes) {
  TempDir dir;
  const std::string path = dir.path() / "papers.jsonl";
  EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::thread writer([&] {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    for (const char byte : bytes) {
      if (::write(descriptor, &byte, 1) != 1) break;
      for (int waiting = 1; waiting > 0;) {
        if (::ioctl(descriptor, FIONREAD, &waiting) != 0) break;
        std::this_thread::yield();
      }
    }
    ::close(descriptor);
  });
  Reading reading = read_all({path, InputKind::papers});
  writer.join();
  return reading;
}

TEST(Compression, IsRecognisedByteByByte) {
  const std::string text = many_lines(3);
  for (const std::string& bytes : {text, gzip(text), zstd(text)}) {
    const Reading reading = read_dripping(bytes);
    expect_all(reading, 3);
    EXPECT_EQ(reading.hash, read_bytes("papers.jsonl", bytes).hash);
    EXPECT_EQ(reading.bytes, bytes.size());
  }
  EXPECT_EQ(read_dripping("").hash, read_bytes("papers.jsonl", "").hash);
}

TEST(Compression, HashesTheBytesAsStored) {
  const Reading plain = read_bytes("a.jsonl", "{\"id\":\"1\",\"title\":\"T\"}\n");
  EXPECT_EQ(plain.hash.substr(0, 9), "xxh3-128:");
  EXPECT_EQ(plain.hash.size(), 41u);
  EXPECT_EQ(plain.hash, read_bytes("b.jsonl", "{\"id\":\"1\",\"title\":\"T\"}\n").hash);
  EXPECT_NE(plain.hash, read_bytes("b.jsonl", "{\"id\":\"1\",\"title\":\"U\"}\n").hash);
  EXPECT_NE(plain.hash, read_bytes("a.jsonl.gz", gzip("{\"id\":\"1\",\"title\":\"T\"}\n")).hash);
  // Of no bytes, as the xxHash specification gives it.
  EXPECT_EQ(read_bytes("a.jsonl", "").hash, "xxh3-128:99aa06d3014798d86001c324468d497f");
}

void expect_truncated(const std::string& name, const std::string& packed, double share) {
  const auto kept = static_cast<std::size_t>(static_cast<double>(packed.size()) * share);
  const Reading reading = read_bytes(name, packed.substr(0, kept));
  ASSERT_TRUE(reading.failed) << name << ' ' << share;
  EXPECT_EQ(reading.error.code, schema::ErrorCode::input_unreadable);
  EXPECT_THAT(reading.error.message, HasSubstr(name + " is truncated"));
  EXPECT_THAT(reading.error.message, HasSubstr("at byte " + std::to_string(kept)));
  EXPECT_THAT(reading.error.message,
              HasSubstr("the last whole line is " + std::to_string(reading.records.size())));
  for (const auto& record : reading.records) EXPECT_TRUE(record.paper);
}

TEST(Compression, TruncationSaysWhere) {
  const std::string text = many_lines(20'000);
  for (const double share : {0.1, 0.5, 0.9, 0.9999}) {
    expect_truncated("cut.jsonl.gz", gzip(text), share);
    expect_truncated("cut.jsonl.zst", zstd(text), share);
  }
  const Reading reading = read_bytes("cut.jsonl.gz", gzip(text).substr(0, gzip(text).size() - 1));
  EXPECT_TRUE(reading.failed);
  EXPECT_GT(reading.records.size(), 19'000u);
}

TEST(Compression, DamageSaysWhere) {
  const std::string text = many_lines(20'000);
  for (const auto& [name, packed] :
       {std::pair<std::string, std::string>{"bad.jsonl.gz", gzip(text)}, {"bad.jsonl.zst", zstd(text)}}) {
    std::string damaged = packed;
    for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 64; ++i)
      damaged[i] = static_cast<char>(~damaged[i]);
    const Reading reading = read_bytes(name, damaged);
    if (reading.failed) {
      EXPECT_EQ(reading.error.code, schema::ErrorCode::input_unreadable);
      EXPECT_THAT(reading.error.message, HasSubstr(name + " is damaged"));
      EXPECT_THAT(reading.error.message, HasSubstr("at byte "));
    } else {
      // A zstd frame without a checksum can decode to other bytes: then lines must have become rejections.
      EXPECT_LT(reading.papers(), 20'000u);
    }
  }
  const Reading junk = read_bytes("junk.jsonl.gz", gzip(text) + "junk");
  EXPECT_TRUE(junk.failed);
  EXPECT_THAT(junk.error.message, HasSubstr("not gzip"));
  EXPECT_TRUE(read_bytes("junk.jsonl.zst", zstd(text) + "junkjunk").failed);
}

TEST(Compression, AFaultStays) {
  TempDir dir;
  const std::string packed = gzip(many_lines(1000));
  auto reader =
      open_reader({dir.write("cut.jsonl.gz", packed.substr(0, packed.size() / 2)), InputKind::papers});
  ASSERT_TRUE(reader);
  schema::Result<std::optional<Record>> record = (*reader)->next();
  while (record) record = (*reader)->next();
  EXPECT_EQ((*reader)->next().error(), record.error());
}

}  // namespace
}  // namespace incipit::corpus
