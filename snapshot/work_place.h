// Where the passes of a snapshot keep their files, and how much of the machine they may take.
//
// Threads: a WorkPlace is read from any thread; a WorkFile belongs to one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "schema/error.h"

namespace incipit::snapshot {

// A folder of work files that is gone with this object, with all that is in it.
class WorkPlace {
 public:
  // Makes the folder `snapshot-work` in `directory`; what a killed run left there goes first. Error: system.
  [[nodiscard]] static schema::Result<WorkPlace> make(const std::filesystem::path& directory, std::size_t memory_bytes, int threads);
  ~WorkPlace();
  WorkPlace(WorkPlace&& other) noexcept;
  WorkPlace& operator=(WorkPlace&&) = delete;

  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  // Of all passes together; each of the few things that are held at one time takes a share of it.
  [[nodiscard]] std::size_t memory_bytes() const { return memory_bytes_; }
  [[nodiscard]] int threads() const { return threads_; }

 private:
  WorkPlace() = default;

  std::filesystem::path folder_;
  std::size_t memory_bytes_ = 0;
  int threads_ = 1;
};

// Reads a work file from front to back.
class WorkFile {
 public:
  WorkFile() = default;
  ~WorkFile();
  WorkFile(WorkFile&& other) noexcept;
  WorkFile& operator=(WorkFile&& other) noexcept;

  // Error: system.
  [[nodiscard]] static schema::Result<WorkFile> open(const std::filesystem::path& path, std::uint64_t from = 0);
  // Up to `size` bytes; fewer at the end of the file only. Error: system.
  [[nodiscard]] schema::Result<std::size_t> read(char* to, std::size_t size);
  // Exactly `size` bytes. Error: system, also where the file ends before.
  [[nodiscard]] schema::Result<void> read_all(char* to, std::size_t size);

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t at_ = 0;
};

// Runs `work(first, end)` on parts of 0..count, each on a thread of its own, and waits. What a part throws is an error (system); of
// several errors the one of the first part counts.
[[nodiscard]] schema::Result<void> in_parts(std::size_t count, int threads,
                                            const std::function<schema::Result<void>(std::size_t first, std::size_t end)>& work);

}  // namespace incipit::snapshot
