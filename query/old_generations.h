// Generations that another one has replaced and that are still on the disk (storage keeps the newest two, and all for ten
// minutes): opened again when a cursor of theirs comes.
//
// Threads: all functions may be called from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "storage/generation.h"

namespace incipit::query {

class OldGenerations {
 public:
  explicit OldGenerations(std::filesystem::path index) : index_(std::move(index)) {}

  // The newest generation of a revision; nullptr when none is left, or when it cannot be opened. The last one that was found
  // is kept open.
  [[nodiscard]] std::shared_ptr<const storage::Generation> find(std::string_view revision);

  // Closes the one that is kept open when it is gone from the disk.
  void release_removed();

 private:
  const std::filesystem::path index_;
  std::mutex mutex_;  // of what follows
  std::map<std::int64_t, std::string> revisions_;  // by number, of those on the disk
  std::shared_ptr<const storage::Generation> last_;
};

}  // namespace incipit::query
