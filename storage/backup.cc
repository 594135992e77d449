#include "storage/backup.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/files.h"
#include "storage/generation.h"
#include "storage/index_directory.h"
#include "storage/manifest.h"

namespace incipit::storage {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

namespace {

constexpr std::size_t kPieceBytes = 1 << 20;
constexpr const char* kCompression = "3";  // what a disk keeps up with

struct FreeArchive {
  void operator()(::archive* stream) const { ::archive_write_free(stream); }
};
struct FreeEntry {
  void operator()(::archive_entry* entry) const { ::archive_entry_free(entry); }
};

// The stream of a backup, going out.
class BackupStream {
 public:
  explicit BackupStream(int descriptor) : descriptor_(descriptor), stream_(::archive_write_new()) {}
  BackupStream(const BackupStream&) = delete;
  BackupStream& operator=(const BackupStream&) = delete;
  ~BackupStream() {
    if (stream_ && !closed_)
      ::archive_write_fail(stream_.get());  // else freeing it would end it as if it were whole
  }

  Result<void> begin() {
    if (!stream_) return schema::fail(ErrorCode::system, "a backup needs more memory");
    ::archive* out = stream_.get();
    const bool ready =
        ::archive_write_add_filter_zstd(out) == ARCHIVE_OK &&
        ::archive_write_set_filter_option(out, "zstd", "compression-level", kCompression) == ARCHIVE_OK &&
        ::archive_write_set_format_pax_restricted(out) == ARCHIVE_OK &&
        ::archive_write_set_bytes_in_last_block(out, 1) == ARCHIVE_OK;
    if (!ready)
      return schema::fail(ErrorCode::system, "this system's libarchive cannot write tar with zstd",
                          text_of_fault());
    if (::archive_write_open(out, this, nullptr, give, nullptr) != ARCHIVE_OK) return refused();
    return {};
  }

  // `bytes` of a file of this name; where its checksum is given, the bytes must have it.
  Result<void> add(const std::string& name, std::string_view bytes, const std::string& hash) {
    const std::unique_ptr<::archive_entry, FreeEntry> entry(::archive_entry_new());
    if (!entry) return schema::fail(ErrorCode::system, "a backup needs more memory");
    ::archive_entry_set_pathname(entry.get(), name.c_str());
    ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    ::archive_entry_set_filetype(entry.get(), AE_IFREG);
    ::archive_entry_set_perm(entry.get(), 0644);
    ::archive_entry_set_mtime(entry.get(), 0, 0);
    if (::archive_write_header(stream_.get(), entry.get()) != ARCHIVE_OK) return refused();
    Hasher hasher;
    for (std::size_t done = 0; done < bytes.size();) {
      const std::string_view piece = bytes.substr(done, kPieceBytes);
      hasher.update(piece);
      const auto taken = ::archive_write_data(stream_.get(), piece.data(), piece.size());
      if (taken <= 0) return refused();
      if (static_cast<std::size_t>(taken) != piece.size())
        return schema::fail(ErrorCode::internal, "a backup's entry is too long");
      done += piece.size();
    }
    if (!hash.empty() && hasher.hex() != hash) {
      return schema::fail(ErrorCode::index_damaged,
                          "file " + name + " of the index is damaged: its checksum does not match");
    }
    return {};
  }

  Result<void> close() {
    closed_ = ::archive_write_close(stream_.get()) == ARCHIVE_OK;
    if (!closed_) return refused();
    return {};
  }

 private:
  static la_ssize_t give(::archive*, void* self, const void* bytes, std::size_t size) {
    auto& stream = *static_cast<BackupStream*>(self);
    const char* next = static_cast<const char*>(bytes);
    for (std::size_t left = size; left > 0;) {
      const ssize_t n = ::write(stream.descriptor_, next, left);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) {
        stream.error_ = n < 0 ? errno : EIO;
        ::archive_set_error(stream.stream_.get(), stream.error_, "write");
        return -1;
      }
      next += n;
      left -= static_cast<std::size_t>(n);
    }
    return static_cast<la_ssize_t>(size);
  }

  [[nodiscard]] std::string text_of_fault() const {
    const char* text = ::archive_error_string(stream_.get());
    return text != nullptr ? text : "";
  }
  [[nodiscard]] tl::unexpected<schema::Error> refused() const {
    if (error_ != 0) return tl::make_unexpected(system_error("cannot write", "the backup", error_));
    return schema::fail(ErrorCode::system, "the backup cannot be written", text_of_fault());
  }

  int descriptor_;
  int error_ = 0;
  bool closed_ = false;
  std::unique_ptr<::archive, FreeArchive> stream_;
};

// A generation whose files stay readable while they are copied, also when a writer removes it meanwhile.
struct HeldGeneration {
  std::string manifest_text;
  Manifest manifest;
  std::vector<MappedFile> files;  // as the manifest names them
};

Result<HeldGeneration> hold(const fs::path& root) {
  HeldGeneration held;
  auto text = read_file(root / "MANIFEST");
  if (!text) return tl::make_unexpected(text.error());
  held.manifest_text = std::move(*text);
  if (held.manifest_text.size() > kBackupManifestBytes) {
    return schema::fail(ErrorCode::limit_exceeded,
                        "the index names so many files and inputs that its manifest is longer than " +
                            std::to_string(kBackupManifestBytes >> 20) + " MiB");
  }
  auto manifest = manifest_from_text(held.manifest_text);
  if (!manifest) return tl::make_unexpected(manifest.error());
  held.manifest = std::move(*manifest);
  for (const auto& file : held.manifest.files) {
    auto mapped = MappedFile::open(root / file.path);
    if (!mapped) return tl::make_unexpected(mapped.error());
    if (mapped->bytes().size() != file.bytes) {
      return schema::fail(ErrorCode::index_damaged,
                          "file " + file.path + " of the index has another size than it had");
    }
    held.files.push_back(std::move(*mapped));
  }
  return held;
}

Result<HeldGeneration> hold_current(const fs::path& index) {
  constexpr int kTries = 3;  // a generation can be removed between reading CURRENT and opening its files
  for (int attempt = 1;; ++attempt) {
    const auto number = current_generation(index);
    if (!number) return tl::make_unexpected(number.error());
    if (!*number)
      return schema::fail(ErrorCode::index_unavailable, "there is no index here to back up", index.string());
    auto held = hold(generation_paths(index, **number).root);
    if (held || attempt == kTries) return held;
    const auto now = current_generation(index);
    if (!now || *now == *number) return held;
  }
}

Result<BackupSummary> write_stream(const HeldGeneration& held, int descriptor) {
  BackupStream stream(descriptor);
  if (auto begun = stream.begin(); !begun) return tl::make_unexpected(begun.error());
  if (auto added = stream.add("MANIFEST", held.manifest_text, {}); !added)
    return tl::make_unexpected(added.error());
  BackupSummary summary;
  summary.info = held.manifest.info;
  for (std::size_t i = 0; i < held.files.size(); ++i) {
    const auto& file = held.manifest.files[i];
    if (auto added = stream.add(file.path, held.files[i].bytes(), file.hash); !added)
      return tl::make_unexpected(added.error());
    ++summary.files;
    summary.bytes += static_cast<std::int64_t>(file.bytes);
  }
  if (auto closed = stream.close(); !closed) return tl::make_unexpected(closed.error());
  return summary;
}

// A file that is written beside its name and takes it when it is whole.
class Draft {
 public:
  explicit Draft(const fs::path& target) : target_(target), path_(target.string() + ".part") {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (descriptor_ < 0) return;
    if (!published_) ::unlink(path_.c_str());
    ::close(descriptor_);
  }

  Result<void> open() {
    const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor < 0) return tl::make_unexpected(system_error("cannot write", path_, errno));
    // Another backup may be at work on this very file, or have given it its name since it was opened.
    struct stat opened {
    }, named{};
    const bool mine = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && ::fstat(descriptor, &opened) == 0 &&
                      ::lstat(path_.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
                      S_ISREG(opened.st_mode);
    if (!mine) {
      ::close(descriptor);
      return schema::fail(ErrorCode::system, "another run is writing to " + path_.filename().string() +
                                                 ", or it is no regular file");
    }
    descriptor_ = descriptor;
    if (::ftruncate(descriptor_, 0) != 0)
      return tl::make_unexpected(system_error("cannot write", path_, errno));
    return {};
  }
  [[nodiscard]] int descriptor() const { return descriptor_; }

  Result<void> publish() {
    if (::fsync(descriptor_) != 0) return tl::make_unexpected(system_error("cannot sync", path_, errno));
    if (::rename(path_.c_str(), target_.c_str()) != 0)
      return tl::make_unexpected(system_error("cannot rename to", target_, errno));
    published_ = true;
    return sync_directory(target_.has_parent_path() ? target_.parent_path() : fs::path("."));
  }

 private:
  fs::path target_, path_;
  int descriptor_ = -1;
  bool published_ = false;
};

}  // namespace

Result<BackupSummary> back_up(const fs::path& index, int descriptor) {
  const auto held = hold_current(index);
  if (!held) return tl::make_unexpected(held.error());
  return write_stream(*held, descriptor);
}

Result<BackupSummary> back_up(const fs::path& index, const fs::path& file) {
  const auto held = hold_current(index);
  if (!held) return tl::make_unexpected(held.error());
  Draft draft(file);
  if (auto opened = draft.open(); !opened) return tl::make_unexpected(opened.error());
  auto summary = write_stream(*held, draft.descriptor());
  if (!summary) return summary;
  if (auto published = draft.publish(); !published) return tl::make_unexpected(published.error());
  return summary;
}

}  // namespace incipit::storage
