#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "schema/ascii.h"
#include "storage/backup.h"
#include "storage/files.h"
#include "storage/generation.h"
#include "storage/index_directory.h"
#include "storage/manifest.h"

namespace incipit::storage {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

namespace {

constexpr std::size_t kPieceBytes = 1 << 16;
constexpr std::size_t kNameBytes = 200;   // of a file in a generation; ours have fewer than 60
constexpr std::size_t kNumberDigits = 9;  // of a segment or author layer

tl::unexpected<schema::Error> invalid(const std::string& why, std::string detail = {}) {
  return schema::fail(ErrorCode::input_invalid, "this is not a whole backup of an index: " + why,
                      std::move(detail));
}

// What may stand in an error: a name from the stream is bytes of anybody's choice.
std::string shown(std::string_view name) {
  std::string text;
  for (const char c : name.substr(0, 80)) text += c >= ' ' && c < 0x7f ? c : '?';
  return text;
}

// Names of segments and author layers are numbers: they become parts of paths.
bool is_number(std::string_view name) {
  return name.size() >= 4 && name.size() <= kNumberDigits &&
         schema::is_all_digits(name);
}

bool is_plain_name(std::string_view name) {
  const auto plain = [](char c) { return schema::is_ascii_alnum(c) || c == '_' || c == '-' || c == '.'; };
  return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), plain);
}

// `authors/0001/names/postlist.glass` and the like: a room of the generation, a number, one or two plain names. What is of the whole
// generation has no number: `snapshot/ids.str`, `authors/overrides.tsv`.
bool is_file_of_a_generation(std::string_view path) {
  if (path.size() > kNameBytes) return false;
  const auto parts = schema::split(path, "/");
  if (parts.size() == 2) return path == "authors/overrides.tsv" || (parts[0] == "snapshot" && is_plain_name(parts[1]));
  if (parts.size() < 3 || parts.size() > 4) return false;
  constexpr std::string_view kRooms[] = {"segments", "columns", "tombstones", "figures", "authors"};
  if (std::find(std::begin(kRooms), std::end(kRooms), parts[0]) == std::end(kRooms) || !is_number(parts[1]))
    return false;
  return std::all_of(parts.begin() + 2, parts.end(), is_plain_name);
}

Result<void> check_manifest(const Manifest& manifest) {
  for (const auto* names : {&manifest.segments, &manifest.author_layers}) {
    if (!std::all_of(names->begin(), names->end(), [](const std::string& name) { return is_number(name); })) {
      return invalid("its manifest names a segment as none is named");
    }
  }
  std::unordered_set<std::string_view> seen;
  for (const auto& file : manifest.files) {
    if (!is_file_of_a_generation(file.path))
      return invalid("its manifest names a file that no index has: " + shown(file.path));
    if (!seen.insert(file.path).second)
      return invalid("its manifest names a file twice: " + shown(file.path));
  }
  if (manifest.info.revision != revision_of(manifest))
    return invalid("its revision is not that of its content");
  return {};
}

// Errors for files too many or too large to count.
Result<std::uint64_t> bytes_named(const Manifest& manifest) {
  std::uint64_t total = 0;
  for (const auto& file : manifest.files) {
    if (file.bytes > static_cast<std::uint64_t>(INT64_MAX) - total)
      return invalid("its files are larger than any disk");
    total += file.bytes;
  }
  return total;
}

struct FreeArchive {
  void operator()(::archive* stream) const { ::archive_read_free(stream); }
};

// The stream of a backup, coming in. Nothing of it is skipped: what is not expected is an error.
class RestoreStream {
 public:
  explicit RestoreStream(int descriptor)
      : descriptor_(descriptor), stream_(::archive_read_new()), piece_(kPieceBytes) {}

  Result<void> begin() {
    if (!stream_) return schema::fail(ErrorCode::system, "reading a backup needs more memory");
    if (::archive_read_support_filter_zstd(stream_.get()) != ARCHIVE_OK ||
        ::archive_read_support_format_tar(stream_.get()) != ARCHIVE_OK) {
      return schema::fail(ErrorCode::system, "this system's libarchive cannot read tar with zstd",
                          text_of_fault());
    }
    if (::archive_read_open(stream_.get(), this, nullptr, take, nullptr) != ARCHIVE_OK)
      return refused("it is not a compressed tar stream");
    return {};
  }

  // Goes to the next entry, a plain file of this name, and says its size.
  Result<std::uint64_t> expect(const std::string& name) {
    ::archive_entry* entry = nullptr;
    const int status = ::archive_read_next_header(stream_.get(), &entry);
    if (status == ARCHIVE_EOF) return refused("it ends before " + name);
    if (status != ARCHIVE_OK) return refused("it breaks off or is damaged before " + name);
    const char* path = ::archive_entry_pathname(entry);
    if (path == nullptr || name != path)
      return invalid("it holds " + shown(path != nullptr ? path : "?") + " in the place of " + name);
    const bool plain =
        ::archive_entry_filetype(entry) == AE_IFREG && ::archive_entry_hardlink(entry) == nullptr &&
        ::archive_entry_symlink(entry) == nullptr && ::archive_entry_sparse_count(entry) == 0 &&
        ::archive_entry_size_is_set(entry) != 0 && ::archive_entry_size(entry) >= 0;
    if (!plain) return invalid(name + " is not a plain file");
    return static_cast<std::uint64_t>(::archive_entry_size(entry));
  }

  // Hands the entry's `size` bytes to `use` in pieces.
  template <class Use>
  Result<void> read(const std::string& name, std::uint64_t size, const Use& use) {
    while (true) {
      const auto n = ::archive_read_data(stream_.get(), piece_.data(), piece_.size());
      if (n < 0) return refused("it breaks off or is damaged in " + name);
      if (n == 0) break;
      const auto count = static_cast<std::uint64_t>(n);
      if (count > size) return invalid(name + " is longer than it says");
      size -= count;
      use(std::string_view(piece_.data(), static_cast<std::size_t>(count)));
    }
    if (size != 0) return invalid(name + " is shorter than it says");
    return {};
  }

  Result<void> expect_end() {
    ::archive_entry* entry = nullptr;
    const int status = ::archive_read_next_header(stream_.get(), &entry);
    if (status == ARCHIVE_EOF) return {};
    if (status != ARCHIVE_OK) return refused("it breaks off or is damaged after its last file");
    return invalid("it holds more than its manifest names");
  }

 private:
  static la_ssize_t take(::archive*, void* self, const void** bytes) {
    auto& stream = *static_cast<RestoreStream*>(self);
    while (true) {
      const ssize_t n = ::read(stream.descriptor_, stream.buffer_, sizeof stream.buffer_);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        stream.error_ = errno;
        ::archive_set_error(stream.stream_.get(), stream.error_, "read");
      }
      *bytes = stream.buffer_;
      return n;
    }
  }

  [[nodiscard]] std::string text_of_fault() const {
    const char* text = ::archive_error_string(stream_.get());
    return text != nullptr ? text : "";
  }
  [[nodiscard]] tl::unexpected<schema::Error> refused(const std::string& why) const {
    if (error_ != 0)
      return schema::fail(ErrorCode::input_unreadable,
                          std::string("the backup cannot be read: ") + std::strerror(error_));
    return invalid(why, text_of_fault());
  }

  int descriptor_;
  int error_ = 0;
  std::unique_ptr<::archive, FreeArchive> stream_;
  std::vector<char> piece_;
  char buffer_[kPieceBytes] = {};
};

struct ReadManifest {
  std::string text;
  Manifest manifest;
};

Result<ReadManifest> read_first(RestoreStream& stream) {
  const auto size = stream.expect("MANIFEST");
  if (!size) return tl::make_unexpected(size.error());
  if (*size > kBackupManifestBytes) {
    return invalid("its manifest is longer than " + std::to_string(kBackupManifestBytes >> 20) + " MiB");
  }
  ReadManifest first;
  if (auto read = stream.read("MANIFEST", *size, [&](std::string_view piece) { first.text += piece; });
      !read) {
    return tl::make_unexpected(read.error());
  }
  auto manifest = manifest_from_text(first.text);
  if (!manifest) {
    if (manifest.error().code != ErrorCode::index_incompatible) return invalid(manifest.error().message);
    return schema::fail(ErrorCode::input_invalid,
                        "the backup is of another format: restore it with the program that wrote it",
                        manifest.error().message);
  }
  if (auto checked = check_manifest(*manifest); !checked) return tl::make_unexpected(checked.error());
  first.manifest = std::move(*manifest);
  return first;
}

// An index of another revision is not lost unasked; nor is one of which nobody can say what it is.
Result<void> check_nothing_discarded(const fs::path& index, const Manifest& backup) {
  const auto number = current_generation(index);
  if (number && !*number) return {};
  const auto present =
      number ? read_manifest(generation_paths(index, **number).root) : tl::make_unexpected(number.error());
  if (present && present->info.revision == backup.info.revision) return {};
  return schema::fail(ErrorCode::would_discard,
                      (present ? "the index here has revision " + present->info.revision +
                                     " and the backup " + backup.info.revision
                               : "the index here cannot be read (" + present.error().message + ")") +
                          ": --replace puts the backup in its place");
}

Result<void> check_space(const IndexWriterLock& lock, std::uint64_t needed) {
  const auto left = lock.free_bytes();
  if (!left) return tl::make_unexpected(left.error());
  if (*left >= needed) return {};
  return schema::fail(ErrorCode::system,
                      "the disk has " + std::to_string(*left >> 20) + " MiB left and the backup holds " +
                          std::to_string((needed >> 20) + 1) + " MiB: free some space, then run again");
}

Result<void> restore_file(RestoreStream& stream, const ManifestFile& file, const fs::path& root) {
  const auto size = stream.expect(file.path);
  if (!size) return tl::make_unexpected(size.error());
  if (*size != file.bytes) return invalid(file.path + " has another size than its manifest says");
  const fs::path target = root / file.path;
  if (auto made = make_directories(target.parent_path()); !made) return made;
  FileWriter writer(target);
  Hasher hasher;
  auto read = stream.read(file.path, file.bytes, [&](std::string_view piece) {
    hasher.update(piece);
    writer.write(piece);
  });
  if (!read) return read;
  if (auto closed = writer.close(); !closed) return closed;
  if (hasher.hex() != file.hash) return invalid(file.path + " does not have its checksum");
  return {};
}

// Reads what was written as `incipit verify` would.
Result<void> verify_building(const GenerationPaths& building, const std::string& manifest_text) {
  const fs::path manifest = building.root / "MANIFEST";
  if (auto written = write_file(manifest, manifest_text); !written) return written;
  const auto found = verify(building);
  if (!found && found.error().code == ErrorCode::system) return tl::make_unexpected(found.error());
  if (!found) return invalid(found.error().message);
  if (!found->faults.empty()) return invalid(found->faults.front());
  std::error_code error;
  fs::remove(manifest, error);  // publishing writes its own
  if (error) return tl::make_unexpected(system_error("cannot remove", manifest, error.value()));
  return {};
}

}  // namespace

Result<BackupSummary> restore(const fs::path& index, int descriptor, OtherIndex other) {
  const auto stream = std::make_unique<RestoreStream>(descriptor);
  if (auto begun = stream->begin(); !begun) return tl::make_unexpected(begun.error());
  // Before anything is written: a file that is no backup changes nothing.
  auto first = read_first(*stream);
  if (!first) return tl::make_unexpected(first.error());
  Manifest& manifest = first->manifest;
  const auto total = bytes_named(manifest);
  if (!total) return tl::make_unexpected(total.error());

  auto lock = IndexWriterLock::acquire(index);
  if (!lock) return tl::make_unexpected(lock.error());
  if (other == OtherIndex::refuse) {
    if (auto checked = check_nothing_discarded(index, manifest); !checked)
      return tl::make_unexpected(checked.error());
  }
  if (auto room = check_space(*lock, *total); !room) return tl::make_unexpected(room.error());
  const auto building = lock->begin();
  if (!building) return tl::make_unexpected(building.error());
  std::error_code failed;
  fs::remove_all(building->parts(), failed);  // of a killed build
  if (failed) return tl::make_unexpected(system_error("cannot remove", building->parts(), failed.value()));
  for (const auto& file : manifest.files) {
    if (auto restored = restore_file(*stream, file, building->root); !restored)
      return tl::make_unexpected(restored.error());
  }
  if (auto ended = stream->expect_end(); !ended) return tl::make_unexpected(ended.error());
  if (auto verified = verify_building(*building, first->text); !verified)
    return tl::make_unexpected(verified.error());

  BackupSummary summary;
  summary.files = static_cast<std::int64_t>(manifest.files.size());
  summary.bytes = static_cast<std::int64_t>(*total);
  summary.info = manifest.info;
  summary.info.generation = lock->next_number();
  if (auto published = lock->publish(std::move(manifest)); !published)
    return tl::make_unexpected(published.error());
  return summary;
}

Result<BackupSummary> restore(const fs::path& index, const fs::path& file, OtherIndex other) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return schema::fail(ErrorCode::input_unreadable,
                        file.filename().string() + " cannot be read: " + std::strerror(errno), file.string());
  }
  auto restored = restore(index, descriptor, other);
  ::close(descriptor);
  return restored;
}

}  // namespace incipit::storage
