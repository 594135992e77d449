#include "query/old_generations.h"

#include <system_error>
#include <utility>

#include "storage/index_directory.h"

namespace incipit::query {

std::shared_ptr<const storage::Generation> OldGenerations::find(std::string_view revision) {
  const std::lock_guard lock(mutex_);
  if (last_ && last_->manifest().info.revision == revision) return last_;
  std::map<std::int64_t, std::string> present;
  for (const auto number : storage::finished_generations(index_)) {
    if (const auto known = revisions_.find(number); known != revisions_.end()) {
      present.insert(*known);
    } else if (const auto manifest = storage::read_manifest(storage::generation_paths(index_, number).root)) {
      present.emplace(number, manifest->info.revision);
    }
  }
  revisions_ = std::move(present);
  for (auto entry = revisions_.rbegin(); entry != revisions_.rend(); ++entry) {
    if (entry->second != revision) continue;
    auto opened = storage::Generation::open(storage::generation_paths(index_, entry->first));
    if (!opened) return nullptr;
    last_ = *opened;
    return last_;
  }
  return nullptr;
}

void OldGenerations::release_removed() {
  const std::lock_guard lock(mutex_);
  std::error_code ignored;
  if (last_ && !std::filesystem::exists(last_->paths().root, ignored)) last_ = nullptr;
}

}  // namespace incipit::query
