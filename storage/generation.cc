#include "storage/generation.h"

#include <set>

#include "storage/files.h"

namespace incipit::storage {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

namespace {

Result<GenerationPaths> current_paths(const fs::path& index) {
  const auto number = current_generation(index);
  if (!number) return tl::make_unexpected(number.error());
  if (!*number) {
    return schema::fail(ErrorCode::index_unavailable, "there is no index here: run `incipit index INPUT...` first", index.string());
  }
  return generation_paths(index, **number);
}

}  // namespace

Result<std::shared_ptr<const Generation>> Generation::open_current(const fs::path& index) {
  auto paths = current_paths(index);
  if (!paths) return tl::make_unexpected(paths.error());
  auto manifest = read_manifest(paths->root);
  if (!manifest) return tl::make_unexpected(manifest.error());
  for (const auto& file : manifest->files) {
    std::error_code error;
    const auto size = fs::file_size(paths->root / file.path, error);
    if (error || size != file.bytes) {
      return schema::fail(ErrorCode::index_damaged, "file " + file.path + " of the index is missing or has another size",
                          paths->root.string());
    }
  }
  auto generation = std::make_shared<Generation>();
  std::size_t papers = 0;
  for (const auto& segment : manifest->segments) {
    auto columns = SegmentColumns::open(paths->columns(segment));
    if (!columns) return tl::make_unexpected(columns.error());
    papers += (*columns)->rows();
    generation->columns_.push_back(std::move(*columns));
  }
  if (papers != static_cast<std::size_t>(manifest->info.papers)) {
    return schema::fail(ErrorCode::index_damaged, "the segments do not hold as many papers as the manifest says");
  }
  auto authors = AuthorTable::open(paths->authors());
  if (!authors) return tl::make_unexpected(authors.error());
  for (const auto& columns : generation->columns_) {
    if (!columns->authors.all_below(authors->size())) {
      return schema::fail(ErrorCode::index_damaged, "a segment names authors that the author table does not have");
    }
  }
  generation->authors_ = std::move(*authors);
  generation->manifest_ = std::move(*manifest);
  generation->paths_ = std::move(*paths);
  return generation;
}

Result<Verification> verify_current(const fs::path& index) {
  auto paths = current_paths(index);
  if (!paths) return tl::make_unexpected(paths.error());
  auto manifest = read_manifest(paths->root);
  if (!manifest) return tl::make_unexpected(manifest.error());
  Verification found;
  std::set<std::string> known{"MANIFEST"};
  for (const auto& file : manifest->files) {
    known.insert(file.path);
    const auto digest = digest_file(paths->root / file.path);
    if (!digest) {
      found.faults.push_back(file.path + ": " + digest.error().message);
      continue;
    }
    ++found.files;
    found.bytes += static_cast<std::int64_t>(digest->bytes);
    if (digest->bytes != file.bytes || digest->hash != file.hash) found.faults.push_back(file.path + ": its checksum does not match");
  }
  std::error_code unreadable;
  for (fs::recursive_directory_iterator it(paths->root, unreadable), end; !unreadable && it != end; it.increment(unreadable)) {
    const std::string name = it->path().lexically_relative(paths->root).generic_string();
    std::error_code ignored;
    if (it->is_regular_file(ignored) && !known.contains(name)) found.faults.push_back(name + ": not named by the manifest");
  }
  if (unreadable) found.faults.push_back("the generation's directory cannot be read: " + unreadable.message());
  if (!found.faults.empty()) return found;

  const auto check_tables = [&](const fs::path& tables, std::size_t rows) {
    try {
      if (Xapian::Database::check(tables.string(), 0, nullptr) != 0) found.faults.push_back(tables.filename().string() + ": broken tables");
      if (Xapian::Database(tables.string()).get_doccount() != rows) {
        found.faults.push_back(tables.filename().string() + ": tables and columns hold different numbers of documents");
      }
    } catch (const Xapian::Error& error) {
      found.faults.push_back(tables.filename().string() + ": " + error.get_description());
    }
  };
  auto generation = Generation::open_current(index);
  if (!generation) {
    found.faults.push_back(generation.error().message);
    return found;
  }
  for (std::size_t s = 0; s < (*generation)->segments(); ++s) {
    check_tables((*generation)->tables(s), (*generation)->columns(s).rows());
  }
  check_tables(paths->authors() / "names", (*generation)->authors().size());
  return found;
}

}  // namespace incipit::storage
