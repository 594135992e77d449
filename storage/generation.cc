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
  const auto paths = current_paths(index);
  if (!paths) return tl::make_unexpected(paths.error());
  return open(*paths);
}

Result<std::shared_ptr<const Generation>> Generation::open(const GenerationPaths& paths) {
  auto manifest = read_manifest(paths.root);
  if (!manifest) return tl::make_unexpected(manifest.error());
  if (auto sizes = check_sizes(*manifest, paths.root); !sizes) return tl::make_unexpected(sizes.error());
  auto generation = std::make_shared<Generation>();
  std::uint64_t papers = 0;
  for (const auto& segment : manifest->segments) {
    auto columns = SegmentColumns::open(paths.columns(segment));
    if (!columns) return tl::make_unexpected(columns.error());
    auto dead = Tombstones::open(paths.tombstones(segment));
    if (!dead) return tl::make_unexpected(dead.error());
    const std::uint64_t rows = (*columns)->rows();
    if (!dead->empty() && (dead->papers().minimum() == 0 || dead->papers().maximum() > rows)) {
      return schema::fail(ErrorCode::index_damaged, "the tombstones of a segment name papers that it does not have");
    }
    papers += rows - dead->papers().cardinality();
    generation->columns_.push_back(std::move(*columns));
    generation->tombstones_.push_back(std::move(*dead));
  }
  if (papers != static_cast<std::uint64_t>(manifest->info.papers)) {
    return schema::fail(ErrorCode::index_damaged, "the segments do not hold as many papers as the manifest says");
  }
  std::vector<fs::path> layers;
  for (const auto& layer : manifest->author_layers) layers.push_back(paths.authors(layer));
  auto authors = AuthorTable::open(layers);
  if (!authors) return tl::make_unexpected(authors.error());
  for (const auto& columns : generation->columns_) {
    if (!columns->authors.all_below(authors->size())) {
      return schema::fail(ErrorCode::index_damaged, "a segment names authors that the author table does not have");
    }
  }
  generation->authors_ = std::move(*authors);
  generation->manifest_ = std::move(*manifest);
  generation->paths_ = paths;
  return generation;
}

Result<Verification> verify_current(const fs::path& index) {
  const auto paths = current_paths(index);
  if (!paths) return tl::make_unexpected(paths.error());
  return verify(*paths);
}

Result<Verification> verify(const GenerationPaths& paths) {
  auto manifest = read_manifest(paths.root);
  if (!manifest) return tl::make_unexpected(manifest.error());
  Verification found;
  std::set<std::string> known{"MANIFEST"};
  for (const auto& file : manifest->files) {
    known.insert(file.path);
    const auto digest = digest_file(paths.root / file.path);
    if (!digest) {
      found.faults.push_back(file.path + ": " + digest.error().message);
      continue;
    }
    ++found.files;
    found.bytes += static_cast<std::int64_t>(digest->bytes);
    if (digest->bytes != file.bytes || digest->hash != file.hash) found.faults.push_back(file.path + ": its checksum does not match");
  }
  std::error_code unreadable;
  for (fs::recursive_directory_iterator it(paths.root, unreadable), end; !unreadable && it != end; it.increment(unreadable)) {
    const std::string name = it->path().lexically_relative(paths.root).generic_string();
    std::error_code ignored;
    if (it->is_regular_file(ignored) && !known.contains(name)) found.faults.push_back(name + ": not named by the manifest");
  }
  if (unreadable) found.faults.push_back("the generation's directory cannot be read: " + unreadable.message());
  if (!found.faults.empty()) return found;

  // What the system refuses says nothing about the tables.
  const auto check_tables = [&](const fs::path& tables, std::size_t rows) -> Result<void> {
    try {
      if (Xapian::Database::check(tables.string(), 0, nullptr) != 0) found.faults.push_back(tables.filename().string() + ": broken tables");
      if (Xapian::Database(tables.string()).get_doccount() != rows) {
        found.faults.push_back(tables.filename().string() + ": tables and columns hold different numbers of documents");
      }
    } catch (const Xapian::Error& error) {
      auto fault = from_xapian(error, "checking the tables " + tables.filename().string());
      if (fault.code == ErrorCode::system) return tl::make_unexpected(std::move(fault));
      found.faults.push_back(fault.message);
    }
    return {};
  };
  auto generation = Generation::open(paths);
  if (!generation) {
    found.faults.push_back(generation.error().message);
    return found;
  }
  for (std::size_t s = 0; s < (*generation)->segments(); ++s) {
    if (auto checked = check_tables((*generation)->tables(s), (*generation)->columns(s).rows()); !checked) return tl::make_unexpected(checked.error());
  }
  const auto& authors = (*generation)->authors();
  for (std::size_t layer = 0; layer < authors.layers(); ++layer) {
    if (auto checked = check_tables((*generation)->names(layer), authors.rows(layer)); !checked) return tl::make_unexpected(checked.error());
  }
  return found;
}

}  // namespace incipit::storage
