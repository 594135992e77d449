#include "storage/index_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <utility>
#include <vector>

#include "storage/files.h"

namespace incipit::storage {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

namespace {

constexpr auto kKeepOldGenerations = std::chrono::minutes(10);
constexpr std::string_view kBuildingSuffix = ".building";

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1) return std::nullopt;
  return number;
}

// The numbers of the finished generations, ascending.
std::vector<std::int64_t> finished_generations(const fs::path& index) {
  std::vector<std::int64_t> numbers;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(index / "generations", ignored)) {
    if (const auto number = number_of(entry.path().filename().string())) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<void> create(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return tl::make_unexpected(system_error("cannot create directory", directory, error.value()));
  return {};
}

// Syncs every file and directory below `root` and lists the files with their checksums, by path.
Result<std::vector<ManifestFile>> sync_tree(const fs::path& root) try {
  std::vector<ManifestFile> files;
  std::vector<fs::path> directories{root};
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_directory()) {
      directories.push_back(entry.path());
      continue;
    }
    if (auto synced = sync_file(entry.path()); !synced) return tl::make_unexpected(synced.error());
    const auto digest = digest_file(entry.path());
    if (!digest) return tl::make_unexpected(digest.error());
    files.push_back({fs::relative(entry.path(), root).generic_string(), digest->bytes, digest->hash});
  }
  for (const auto& directory : directories) {
    if (auto synced = sync_directory(directory); !synced) return tl::make_unexpected(synced.error());
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
} catch (const fs::filesystem_error& fault) {
  return tl::make_unexpected(system_error("cannot read", root, fault.code().value()));
}

Result<void> rename_durably(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return tl::make_unexpected(system_error("cannot rename to", to, error.value()));
  return sync_directory(to.parent_path());
}

}  // namespace

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
  if (auto created = create(index / "generations"); !created) return tl::make_unexpected(created.error());
  const int descriptor = ::open((index / "LOCK").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return tl::make_unexpected(system_error("cannot write to the index directory", index, errno));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return schema::fail(ErrorCode::index_locked, "another run is writing to this index: wait until it is done");
  }
  IndexWriterLock lock(index, descriptor);
  const auto numbers = finished_generations(index);
  const auto current = current_generation(index);
  if (!current) return tl::make_unexpected(current.error());
  lock.next_ = std::max(numbers.empty() ? 0 : numbers.back(), current->value_or(0)) + 1;
  return lock;
}

IndexWriterLock::IndexWriterLock(IndexWriterLock&& other) noexcept
    : index_(std::move(other.index_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      next_(other.next_),
      building_(std::exchange(other.building_, std::nullopt)) {}

IndexWriterLock::~IndexWriterLock() {
  abandon();
  if (descriptor_ >= 0) ::close(descriptor_);
}

void IndexWriterLock::abandon() {
  std::error_code ignored;
  if (building_) fs::remove_all(building_->root, ignored);
  building_.reset();
}

Result<GenerationPaths> IndexWriterLock::begin() {
  std::error_code ignored;
  std::vector<fs::path> unfinished;
  for (const auto& entry : fs::directory_iterator(index_ / "generations", ignored)) {
    if (entry.path().extension() == kBuildingSuffix) unfinished.push_back(entry.path());
  }
  for (const auto& path : unfinished) fs::remove_all(path, ignored);
  GenerationPaths paths{index_ / "generations" / (std::to_string(next_) + std::string(kBuildingSuffix))};
  for (const auto& directory : {paths.root / "segments", paths.root / "columns", paths.authors()}) {
    if (auto created = create(directory); !created) return tl::make_unexpected(created.error());
  }
  building_ = paths;
  return paths;
}

Result<void> IndexWriterLock::publish(Manifest manifest) {
  const fs::path building = building_->root;
  auto files = sync_tree(building);
  if (!files) return tl::make_unexpected(files.error());
  manifest.files = std::move(*files);
  manifest.info.generation = next_;
  manifest.info.format_version = kFormatVersion;
  if (auto written = write_file(building / "MANIFEST", to_text(manifest)); !written) return written;
  if (auto synced = sync_directory(building); !synced) return synced;
  if (auto renamed = rename_durably(building, generation_paths(index_, next_).root); !renamed) return renamed;
  building_.reset();

  const std::string number = std::to_string(next_);
  const fs::path fresh = index_ / "CURRENT.new";
  if (auto written = write_file(fresh, number + " " + hash_hex(number) + "\n"); !written) return written;
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
