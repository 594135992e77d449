// Copies of an index in one file: a tar stream, compressed with zstd, of MANIFEST and of every file that it
// names, in its order. The same generation gives the same bytes.
//
// A backup is read as hostile input: its manifest says what may follow, under which names and how long;
// anything else ends the restoring and leaves the index as it was. Its checksums guard against accidents, not
// against somebody who makes them anew: restore what you trust.
//
// Threads: any number of backups beside searches and one writer; a restoring run is a writer.
#pragma once

#include <cstdint>
#include <filesystem>

#include "schema/error.h"
#include "schema/index_info.h"

namespace incipit::storage {

// A longer manifest is neither backed up nor restored: it is held in memory, before anything vouches for it.
inline constexpr std::uint64_t kBackupManifestBytes = 256ULL << 20;

struct BackupSummary {
  schema::IndexInfo info;
  std::int64_t files = 0;  // besides MANIFEST
  std::int64_t bytes = 0;  // of these files
};

// Copies the current generation into `file`, which is there whole and durable or stays as it was (written as
// `file`.part). Checksums are verified while copying. Errors: index_unavailable, index_damaged,
// limit_exceeded, system.
[[nodiscard]] schema::Result<BackupSummary> back_up(const std::filesystem::path& index,
                                                    const std::filesystem::path& file);
// The same to an open descriptor, which stays open; after an error what it received is not a whole backup.
[[nodiscard]] schema::Result<BackupSummary> back_up(const std::filesystem::path& index, int descriptor);

// What becomes of an index of another revision in the place of the restored one.
enum class OtherIndex { refuse, replace };

// Publishes the content of a backup as a new generation of `index`, with the revision it had. Errors:
// input_unreadable, input_invalid (not a whole backup, or not of this format), would_discard (the directory
// holds an index of another revision, or one that cannot be read), index_locked, system.
[[nodiscard]] schema::Result<BackupSummary> restore(const std::filesystem::path& index,
                                                    const std::filesystem::path& file, OtherIndex other);
// The same from an open descriptor, which stays open.
[[nodiscard]] schema::Result<BackupSummary> restore(const std::filesystem::path& index, int descriptor,
                                                    OtherIndex other);

}  // namespace incipit::storage
