// What a generation holds that cannot be computed again: the records of its papers, imported figures of authors, and where
// they came from. Read from this format and from older ones, for rebuilding an index from itself.
//
// Threads: immutable once opened.
#pragma once

#include <functional>
#include <string_view>

#include "schema/error.h"
#include "storage/index_directory.h"
#include "storage/manifest.h"

namespace incipit::storage {

class StoredRecords {
 public:
  // Verifies the checksum of every file that will be read. Errors: index_damaged, index_incompatible (no known format).
  [[nodiscard]] static schema::Result<StoredRecords> open(const GenerationPaths& paths);

  [[nodiscard]] const Manifest& manifest() const { return manifest_; }

  // An error of `take` ends the reading and is returned. Error: index_damaged.
  using Take = std::function<schema::Result<void>(std::string_view json)>;
  // The canonical JSON of every paper.
  [[nodiscard]] schema::Result<void> each_paper(const Take& take) const;
  // The stored JSON of every author, in the form of its format; of several rows of one author the newest comes last.
  [[nodiscard]] schema::Result<void> each_author(const Take& take) const;

 private:
  StoredRecords(Manifest manifest, GenerationPaths paths) : manifest_(std::move(manifest)), paths_(std::move(paths)) {}
  [[nodiscard]] std::vector<std::filesystem::path> author_directories() const;

  Manifest manifest_;
  GenerationPaths paths_;
};

}  // namespace incipit::storage
