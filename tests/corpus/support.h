// Words for the tests of readers: what reading files and texts gives.
#pragma once

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/reader.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_dir.h"

namespace incipit::corpus {

using testing::content_of;
using testing::shared_data;
using testing::TempDir;

struct Reading {
  std::vector<Record> records;
  schema::Error error;  // code internal with an empty message: none
  std::string hash;
  std::uint64_t bytes = 0;
  Format format = Format::detect;
  bool failed = false;

  std::size_t papers() const {
    std::size_t count = 0;
    for (const auto& record : records) count += record.paper ? 1 : 0;
    return count;
  }
};

inline Reading read_all(const InputFile& input, Format format = Format::detect) {
  Reading reading;
  auto reader = open_reader(input, format);
  if (!reader) {
    reading.error = reader.error();
    reading.failed = true;
    return reading;
  }
  reading.format = (*reader)->format();
  while (true) {
    auto record = (*reader)->next();
    if (!record) {
      reading.error = record.error();
      reading.failed = true;
      break;
    }
    if (!*record) break;
    EXPECT_EQ(
        (*record)->paper.has_value() + (*record)->rejection.has_value() + (*record)->deleted.has_value(), 1);
    reading.records.push_back(std::move(**record));
  }
  reading.hash = (*reader)->hash();
  reading.bytes = (*reader)->bytes_read();
  return reading;
}

inline Reading read_text(std::string_view content, Format format = Format::incipit_jsonl) {
  TempDir dir;
  return read_all({dir.write("papers.jsonl", content), InputKind::papers}, format);
}

// Content of a file whose name says nothing; its format is detected unless given.
inline Reading read_bytes(std::string_view content, Format format = Format::detect) {
  TempDir dir;
  return read_all({dir.write("input", content), InputKind::papers}, format);
}

// A file of fixtures/.
inline std::string fixture(const std::string& file) {
  return std::string(INCIPIT_SOURCE_DIR) + "/tests/corpus/fixtures/" + file;
}

inline Reading read_fixture(const std::string& file) { return read_all({fixture(file), InputKind::papers}); }

// One that is read to its end. Throws, which fails the test, where it is not, or gives another format or number of records.
inline Reading read_whole_fixture(const std::string& file, Format format, std::size_t records) {
  Reading reading = read_fixture(file);
  if (reading.failed) throw std::runtime_error(file + ": " + reading.error.message);
  if (reading.format != format) throw std::runtime_error(file + " is read as " + std::string(name_of(reading.format)));
  if (reading.records.size() != records) throw std::runtime_error(file + " has " + std::to_string(reading.records.size()) + " records");
  return reading;
}

inline std::vector<std::string> author_names(const schema::Paper& paper) {
  std::vector<std::string> names;
  for (const auto& author : paper.authors) names.push_back(author.name);
  return names;
}

// Of the seed INCIPIT_SEED, else of a new one, which is printed so that it can be given.
inline std::mt19937_64 seeded_random() {
  const char* given = std::getenv("INCIPIT_SEED");
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::printf("INCIPIT_SEED=%llu\n", static_cast<unsigned long long>(seed));
  return std::mt19937_64(seed);
}

// The one record of one line.
inline Record read_line(std::string_view line, Format format = Format::incipit_jsonl) {
  Reading reading = read_text(std::string(line) + '\n', format);
  EXPECT_FALSE(reading.failed) << reading.error.message;
  EXPECT_EQ(reading.records.size(), 1u);
  return reading.records.empty() ? Record{} : std::move(reading.records.front());
}

// The paper of a record `{"id": "1", "title": "T", <members>}`.
inline Record read_members(std::string_view members) {
  return read_line(R"({"id":"1","title":"T",)" + std::string(members) + "}");
}

inline std::vector<std::string> warned_fields(const Record& record) {
  std::vector<std::string> fields;
  for (const auto& warning : record.warnings) {
    EXPECT_FALSE(warning.reason.empty());
    fields.push_back(warning.field);
  }
  return fields;
}

inline std::string gzip(std::string_view content) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, content.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string zstd(std::string_view content) {
  std::string out(ZSTD_compressBound(content.size()), '\0');
  const auto size = ZSTD_compress(out.data(), out.size(), content.data(), content.size(), 3);
  EXPECT_FALSE(ZSTD_isError(size));
  out.resize(size);
  return out;
}

}  // namespace incipit::corpus
