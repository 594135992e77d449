// Files that are whole or not there, also after a crash.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "schema/error.h"

namespace incipit::corpus {

// Writes beside `path`, flushes to the disk, and renames. Error: system.
[[nodiscard]] schema::Result<void> write_durably(const std::string& path, std::string_view content);

// Makes the directory and those above it. Error: system.
[[nodiscard]] schema::Result<void> make_directories(const std::string& path);

// A lock on a file, held until it is destroyed; the system drops it when the process ends.
class FileLock {
 public:
  // Error: usage when another process or lock holds it, system.
  [[nodiscard]] static schema::Result<std::unique_ptr<FileLock>> take(const std::string& path);
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  int descriptor_;
};

}  // namespace incipit::corpus
