// The directory of an index: `CURRENT` names the generation that is served, `generations/<n>` hold them, `rejects/` the
// dead-letter files, `LOCK` lets one writer in at a time.
//
// A generation is built in `generations/<n>.building`, synced, renamed, and named by CURRENT through a rename, so that at
// any instant the index is the old generation or the new one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "schema/error.h"
#include "storage/manifest.h"

namespace incipit::storage {

// Where the parts of a generation lie.
struct GenerationPaths {
  std::filesystem::path root;

  [[nodiscard]] std::filesystem::path tables(const std::string& segment) const { return root / "segments" / segment; }
  [[nodiscard]] std::filesystem::path columns(const std::string& segment) const { return root / "columns" / segment; }
  [[nodiscard]] std::filesystem::path tombstones(const std::string& segment) const { return root / "tombstones" / segment; }
  [[nodiscard]] std::filesystem::path authors(const std::string& layer) const { return root / "authors" / layer; }
  // Figures of all papers at one moment, and by row of each segment those that lists are sorted by.
  [[nodiscard]] std::filesystem::path snapshot() const { return root / "snapshot"; }
  [[nodiscard]] std::filesystem::path figures(const std::string& segment) const { return root / "figures" / segment; }
  // Parts of segments while a build runs; kept by a killed one for the next to go on with.
  [[nodiscard]] std::filesystem::path parts() const { return root / "parts"; }
};

[[nodiscard]] GenerationPaths generation_paths(const std::filesystem::path& index, std::int64_t number);

// The number in CURRENT; nullopt when there is no index there. Error: index_damaged.
[[nodiscard]] schema::Result<std::optional<std::int64_t>> current_generation(const std::filesystem::path& index);

// The numbers of the generations that are there whole, oldest first.
[[nodiscard]] std::vector<std::int64_t> finished_generations(const std::filesystem::path& index);

// The writer's side: holds the lock from open to destruction.
class IndexWriterLock {
 public:
  // Creates the directory where it is missing. A damaged CURRENT is no error here. Errors: index_locked (another writer), system (cannot be created or written).
  [[nodiscard]] static schema::Result<IndexWriterLock> acquire(const std::filesystem::path& index);
  ~IndexWriterLock();
  IndexWriterLock(IndexWriterLock&& other) noexcept;
  IndexWriterLock& operator=(IndexWriterLock&&) = delete;

  // A directory to build the next generation in, with `segments/`, `columns/` and `authors/`, empty but for the `parts/` that a
  // killed run left; removes what else earlier runs left unfinished or published
  // by half. Returns its paths; its number is `next_number()`.
  [[nodiscard]] schema::Result<GenerationPaths> begin();

  // Takes a directory of files over from a published generation, as links: they are neither copied nor read again. One that the
  // generation does not have is no error: there is nothing to take.
  // Error: system.
  [[nodiscard]] schema::Result<void> adopt(const Manifest& manifest, const GenerationPaths& from, const std::string& directory);

  [[nodiscard]] std::int64_t next_number() const { return next_; }

  // Removes `parts/`, syncs every file, writes the manifest (with `files` filled in), renames the building directory and switches CURRENT.
  // Then removes generations that are neither the newest two nor younger than ten minutes.
  [[nodiscard]] schema::Result<void> publish(Manifest manifest);

  // Removes the unfinished generation, but for parts that an earlier run left; also done by the destructor.
  void abandon();

  // Bytes that the file system has left for this index. Error: system.
  [[nodiscard]] schema::Result<std::uint64_t> free_bytes() const;

 private:
  IndexWriterLock(std::filesystem::path index, int descriptor) : index_(std::move(index)), descriptor_(descriptor) {}
  void remove_old_generations() const;

  std::filesystem::path index_;
  int descriptor_ = -1;
  std::int64_t next_ = 0;
  std::optional<GenerationPaths> building_;
  bool parts_found_ = false;  // when it was begun
  std::vector<ManifestFile> adopted_;
};

}  // namespace incipit::storage
