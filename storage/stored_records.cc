#include "storage/stored_records.h"

#include "storage/columns.h"
#include "storage/files.h"
#include "storage/record_store.h"
#include "storage/tombstones.h"

namespace incipit::storage {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

namespace {

// The files that tell about papers and authors; the others follow from them.
bool is_read(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return path.starts_with("tombstones/") || name == "ids.str" || name == "records.str" || name == "records_first.u32" ||
         name == "author-ids.tsv";
}

Result<void> check_files(const Manifest& manifest, const fs::path& root) {
  for (const auto& file : manifest.files) {
    if (!is_read(file.path)) continue;
    const auto digest = digest_file(root / file.path);
    if (!digest) return tl::make_unexpected(digest.error());
    if (digest->bytes != file.bytes || digest->hash != file.hash) {
      return schema::fail(ErrorCode::index_damaged, "file " + file.path + " of the index does not have its checksum");
    }
  }
  return {};
}

Result<void> each_record(const fs::path& directory, const Roaring& dead, const StoredRecords::Take& take) {
  const auto ids = StringColumn::open(directory / "ids.str");
  if (!ids) return tl::make_unexpected(ids.error());
  const auto records = RecordStore::open(directory, ids->rows());
  if (!records) return tl::make_unexpected(records.error());
  return records->each([&](std::size_t row, std::string_view record) -> Result<void> {
    if (dead.contains(static_cast<std::uint32_t>(row) + 1)) return {};
    return take(record);
  });
}

}  // namespace

Result<StoredRecords> StoredRecords::open(const GenerationPaths& paths) {
  auto manifest = read_older_manifest(paths.root);
  if (!manifest) return tl::make_unexpected(manifest.error());
  if (auto sizes = check_sizes(*manifest, paths.root); !sizes) return tl::make_unexpected(sizes.error());
  if (auto checked = check_files(*manifest, paths.root); !checked) return tl::make_unexpected(checked.error());
  return StoredRecords(std::move(*manifest), paths);
}

Result<void> StoredRecords::each_paper(const Take& take) const {
  for (const auto& segment : manifest_.segments) {
    const auto dead = Tombstones::open(paths_.tombstones(segment));
    if (!dead) return tl::make_unexpected(dead.error());
    if (auto read = each_record(paths_.columns(segment), dead->papers(), take); !read) return read;
  }
  return {};
}

std::vector<fs::path> StoredRecords::author_directories() const {
  if (manifest_.info.format_version == 1) return {paths_.root / "authors"};
  std::vector<fs::path> directories;
  for (const auto& layer : manifest_.author_layers) directories.push_back(paths_.authors(layer));
  return directories;
}

Result<void> StoredRecords::each_author(const Take& take) const {
  for (const auto& directory : author_directories()) {
    if (auto read = each_record(directory, {}, take); !read) return read;
  }
  return {};
}

}  // namespace incipit::storage
