#include "storage/index_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <unordered_set>
#include <utility>

#include "schema/number.h"
#include "storage/files.h"

namespace incipit::storage {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

namespace {

constexpr auto kKeepOldGenerations = std::chrono::minutes(10);
constexpr std::string_view kBuildingSuffix = ".building";

std::optional<std::int64_t> number_of(std::string_view text) {
  const auto number = schema::number_of<std::int64_t>(text);
  return number && *number >= 1 ? number : std::nullopt;
}

// Makes a directory that is there after a crash too.
Result<void> create_durably(const fs::path& directory) {
  std::vector<fs::path> missing;
  std::error_code ignored;
  for (fs::path path = fs::absolute(directory, ignored); !path.empty() && !fs::exists(path, ignored); path = path.parent_path()) {
    missing.push_back(path);
  }
  if (auto created = make_directories(directory); !created) return created;
  for (const auto& path : missing) {
    if (auto synced = sync_directory(path.parent_path()); !synced) return synced;
  }
  return {};
}

// Syncs every file and directory below `root` and lists the files with their checksums, by path. Files of `adopted` are
// durable and known already.
Result<std::vector<ManifestFile>> sync_tree(const fs::path& root, const std::vector<ManifestFile>& adopted) try {
  std::vector<ManifestFile> files = adopted;
  std::unordered_set<std::string_view> known;
  for (const auto& file : adopted) known.insert(file.path);
  std::vector<fs::path> directories{root}, fresh;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_directory()) {
      directories.push_back(entry.path());
      continue;
    }
    if (known.contains(entry.path().lexically_relative(root).generic_string())) continue;
    fresh.push_back(entry.path());
    begin_sync(entry.path());
  }
  for (const auto& path : fresh) {
    if (auto synced = sync_file(path); !synced) return tl::make_unexpected(synced.error());
    const auto digest = digest_file(path);
    if (!digest) return tl::make_unexpected(digest.error());
    files.push_back({path.lexically_relative(root).generic_string(), digest->bytes, digest->hash});
  }
  for (const auto& directory : directories) {
    if (auto synced = sync_directory(directory); !synced) return tl::make_unexpected(synced.error());
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
} catch (const fs::filesystem_error& fault) {
  return tl::make_unexpected(system_error("cannot read", root, fault.code().value()));
}

// Removes a directory and what is in it, but for `kept`, which may be empty.
void clear(const fs::path& directory, const fs::path& kept) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(directory, ignored)) {
    if (entry.path() != kept) fs::remove_all(entry.path(), ignored);
  }
  fs::remove(directory, ignored);  // unless something was kept
}

Result<void> rename_durably(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return tl::make_unexpected(system_error("cannot rename to", to, error.value()));
  return sync_directory(to.parent_path());
}

}  // namespace

std::vector<std::int64_t> finished_generations(const fs::path& index) {
  std::vector<std::int64_t> numbers;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(index / "generations", ignored)) {
    if (const auto number = number_of(entry.path().filename().string())) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

GenerationPaths generation_paths(const fs::path& index, std::int64_t number) {
  return {index / "generations" / std::to_string(number)};
}

Result<std::optional<std::int64_t>> current_generation(const fs::path& index) {
  std::error_code error;
  if (!fs::exists(index / "CURRENT", error)) return std::optional<std::int64_t>{};
  auto text = read_file(index / "CURRENT");
  if (!text) return tl::make_unexpected(text.error());
  const auto space = text->find(' ');
  const std::string number_text = text->substr(0, space);
  const auto number = number_of(number_text);
  if (space == text->npos || !number || text->substr(space + 1) != hash_hex(number_text) + "\n") {
    return schema::fail(ErrorCode::index_damaged, "CURRENT is damaged: its checksum does not match");
  }
  return number;
}

Result<IndexWriterLock> IndexWriterLock::acquire(const fs::path& index) {
  if (auto created = create_durably(index / "generations"); !created) return tl::make_unexpected(created.error());
  const int descriptor = ::open((index / "LOCK").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return tl::make_unexpected(system_error("cannot write to the index directory", index, errno));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return schema::fail(ErrorCode::index_locked, "another run is writing to this index: wait until it is done");
  }
  IndexWriterLock lock(index, descriptor);
  const auto numbers = finished_generations(index);
  // Where CURRENT is damaged, a writer that does without the old generation can still publish a new one.
  const auto current = current_generation(index).value_or(std::nullopt);
  lock.next_ = std::max(numbers.empty() ? 0 : numbers.back(), current.value_or(0)) + 1;
  return lock;
}

IndexWriterLock::IndexWriterLock(IndexWriterLock&& other) noexcept
    : index_(std::move(other.index_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      next_(other.next_),
      building_(std::exchange(other.building_, std::nullopt)),
      parts_found_(other.parts_found_),
      adopted_(std::move(other.adopted_)) {}

IndexWriterLock::~IndexWriterLock() {
  abandon();
  if (descriptor_ >= 0) ::close(descriptor_);
}

void IndexWriterLock::abandon() {
  if (building_) clear(building_->root, parts_found_ ? building_->parts() : fs::path());
  building_.reset();
  adopted_.clear();
}

Result<GenerationPaths> IndexWriterLock::begin() {
  std::error_code ignored;
  std::vector<fs::path> unfinished;
  for (const auto& entry : fs::directory_iterator(index_ / "generations", ignored)) {
    if (entry.path().extension() == kBuildingSuffix) unfinished.push_back(entry.path());
  }
  GenerationPaths paths{index_ / "generations" / (std::to_string(next_) + std::string(kBuildingSuffix))};
  for (const auto& path : unfinished) {
    clear(path, path == paths.root ? paths.parts() : fs::path());
  }
  // What was renamed but never named by CURRENT was never served.
  const auto current = current_generation(index_).value_or(std::nullopt);
  for (const auto number : finished_generations(index_)) {
    if (current && number > *current) fs::remove_all(generation_paths(index_, number).root, ignored);
  }
  adopted_.clear();
  parts_found_ = fs::exists(paths.parts(), ignored);
  for (const auto& directory : {paths.root / "segments", paths.root / "columns", paths.root / "authors"}) {
    if (auto created = make_directories(directory); !created) return tl::make_unexpected(created.error());
  }
  building_ = paths;
  return paths;
}

Result<void> IndexWriterLock::adopt(const Manifest& manifest, const GenerationPaths& from, const std::string& directory) {
  const std::string prefix = directory + "/";
  for (const auto& file : manifest.files) {
    if (!file.path.starts_with(prefix)) continue;
    const fs::path target = building_->root / file.path;
    if (auto made = make_directories(target.parent_path()); !made) return made;
    std::error_code error;
    fs::create_hard_link(from.root / file.path, target, error);
    if (error) return tl::make_unexpected(system_error("cannot link", target, error.value()));
    adopted_.push_back(file);
  }
  return {};
}

Result<std::uint64_t> IndexWriterLock::free_bytes() const {
  std::error_code error;
  const auto space = fs::space(index_, error);
  if (error) return tl::make_unexpected(system_error("cannot ask for the free space of", index_, error.value()));
  return space.available;
}

Result<void> IndexWriterLock::publish(Manifest manifest) {
  const fs::path building = building_->root;
  // Left by a killed build, where this run built no segments of its own.
  std::error_code failed;
  fs::remove_all(building_->parts(), failed);
  if (failed) return tl::make_unexpected(system_error("cannot remove", building_->parts(), failed.value()));
  auto files = sync_tree(building, adopted_);
  if (!files) return tl::make_unexpected(files.error());
  manifest.files = std::move(*files);
  manifest.info.generation = next_;
  manifest.info.format_version = kFormatVersion;
  if (auto written = write_file(building / "MANIFEST", to_text(manifest), Durability::now); !written) return written;
  if (auto synced = sync_directory(building); !synced) return synced;
  if (auto renamed = rename_durably(building, generation_paths(index_, next_).root); !renamed) return renamed;
  building_.reset();
  adopted_.clear();

  const std::string number = std::to_string(next_);
  const fs::path fresh = index_ / "CURRENT.new";
  if (auto written = write_file(fresh, number + " " + hash_hex(number) + "\n", Durability::now); !written) return written;
  if (auto renamed = rename_durably(fresh, index_ / "CURRENT"); !renamed) return renamed;
  ++next_;
  remove_old_generations();
  return {};
}

void IndexWriterLock::remove_old_generations() const {
  const auto numbers = finished_generations(index_);
  std::error_code ignored;
  for (std::size_t i = 0; i + 2 < numbers.size(); ++i) {
    // A generation is out of use since the one after it was published.
    const auto replaced = fs::last_write_time(generation_paths(index_, numbers[i + 1]).root / "MANIFEST", ignored);
    if (ignored || fs::file_time_type::clock::now() - replaced > kKeepOldGenerations) {
      fs::remove_all(generation_paths(index_, numbers[i]).root, ignored);
    }
  }
}

}  // namespace incipit::storage
