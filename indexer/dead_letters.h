// The dead-letter file: every rejected record or row with its place, the reason and its text, as JSON Lines.
//
//   {"input":"papers.jsonl","line":7,"code":"no_id","reason":"...","raw":"...","raw_bytes":120}
//
// The file keeps at most limits::kDeadLetterBytes of such lines; those beyond are counted, and a last line says how
// many were left out: {"code":"truncated","reason":"...","left_out":12}
//
// Text that is not valid UTF-8 is given byte by byte as the code points U+0000 to U+00FF, with "raw_encoding":"latin-1".
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "corpus/reader.h"
#include "schema/error.h"
#include "schema/limits.h"
#include "storage/files.h"

namespace incipit::indexer {

class DeadLetters {
 public:
  // The file is created with the first rejection and keeps at most `most_bytes` of them, the last line apart.
  explicit DeadLetters(std::filesystem::path path,
                       std::uint64_t most_bytes = static_cast<std::uint64_t>(schema::limits::kDeadLetterBytes.value))
      : path_(std::move(path)), most_bytes_(most_bytes) {}

  void add(const std::string& input, std::uint64_t line, const corpus::Rejection& rejection);
  // All rejections, those left out of the file too.
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] const std::map<std::string, std::int64_t>& by_code() const { return by_code_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  // Error: system.
  [[nodiscard]] schema::Result<void> close();

 private:
  std::filesystem::path path_;
  std::unique_ptr<storage::FileWriter> file_;
  std::optional<schema::Error> directory_error_;  // the reason why the file cannot be there
  std::map<std::string, std::int64_t> by_code_;
  std::int64_t count_ = 0;
  std::uint64_t most_bytes_;
  std::int64_t left_out_ = 0;
};

}  // namespace incipit::indexer
