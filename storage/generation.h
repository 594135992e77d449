// One opened generation: its manifest and mapped columns. Immutable, so any number of threads share it; each opens its
// own Xapian databases at the paths it gives.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "schema/error.h"
#include "storage/author_table.h"
#include "storage/index_directory.h"
#include "storage/manifest.h"
#include "storage/segment.h"
#include "storage/tombstones.h"

namespace incipit::storage {

class Generation {
 public:
  // The generation that CURRENT names. Errors: index_unavailable (no index there), index_damaged (a file missing or of
  // another size, columns that disagree), index_incompatible.
  [[nodiscard]] static schema::Result<std::shared_ptr<const Generation>> open_current(const std::filesystem::path& index);
  // A generation at these paths, published or about to be.
  [[nodiscard]] static schema::Result<std::shared_ptr<const Generation>> open(const GenerationPaths& paths);

  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  [[nodiscard]] const GenerationPaths& paths() const { return paths_; }
  [[nodiscard]] std::size_t segments() const { return columns_.size(); }
  [[nodiscard]] const SegmentColumns& columns(std::size_t segment) const { return *columns_[segment]; }
  [[nodiscard]] std::filesystem::path tables(std::size_t segment) const { return paths_.tables(manifest_.segments[segment]); }
  [[nodiscard]] const Tombstones& tombstones(std::size_t segment) const { return tombstones_[segment]; }
  // The name look-up tables of an author layer.
  [[nodiscard]] std::filesystem::path names(std::size_t layer) const { return paths_.authors(manifest_.author_layers[layer]) / "names"; }
  [[nodiscard]] const AuthorTable& authors() const { return authors_; }

 private:
  Manifest manifest_;
  GenerationPaths paths_;
  std::vector<std::unique_ptr<SegmentColumns>> columns_;
  std::vector<Tombstones> tombstones_;
  AuthorTable authors_;
};

// What `incipit verify` finds: one line per fault, none when the generation is whole.
struct Verification {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
  std::vector<std::string> faults;
};

// Reads every file of the current generation against its checksum, opens all columns, checks the Xapian tables and that
// papers, postings and columns count the same. Error: index_unavailable, index_damaged when it cannot even be read, system.
[[nodiscard]] schema::Result<Verification> verify_current(const std::filesystem::path& index);
[[nodiscard]] schema::Result<Verification> verify(const GenerationPaths& paths);

}  // namespace incipit::storage
