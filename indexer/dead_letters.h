// The dead-letter file: every rejected record or row with its place, the reason and its text, as JSON Lines.
//
//   {"input":"papers.jsonl","line":7,"code":"no_id","reason":"...","raw":"...","raw_bytes":120}
//
// Text that is not valid UTF-8 is given byte by byte as the code points U+0000 to U+00FF, with "raw_encoding":"latin-1".
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "corpus/reader.h"
#include "schema/error.h"
#include "storage/files.h"

namespace incipit::indexer {

class DeadLetters {
 public:
  // The file is created with the first rejection.
  explicit DeadLetters(std::filesystem::path path) : path_(std::move(path)) {}

  void add(const std::string& input, std::uint64_t line, const corpus::Rejection& rejection);
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] const std::map<std::string, std::int64_t>& by_code() const { return by_code_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  // Error: system.
  [[nodiscard]] schema::Result<void> close();

 private:
  std::filesystem::path path_;
  std::unique_ptr<storage::FileWriter> file_;
  std::map<std::string, std::int64_t> by_code_;
  std::int64_t count_ = 0;
};

}  // namespace incipit::indexer
