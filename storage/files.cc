#include "storage/files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "schema/ascii.h"

namespace incipit::storage {

using schema::ErrorCode;
using schema::Result;

namespace {

constexpr std::size_t kWriteBuffer = 1 << 18;

std::string hex_of(XXH128_hash_t hash) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, hash);
  return schema::hex_of({reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest});
}

Result<void> sync_path(const std::filesystem::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return tl::make_unexpected(system_error("cannot open", path, errno));
  const int failed = ::fsync(descriptor);
  const int error = errno;
  ::close(descriptor);
  if (failed != 0) return tl::make_unexpected(system_error("cannot sync", path, error));
  return {};
}

}  // namespace

struct Hasher::State {
  XXH3_state_t* xxh = XXH3_createState();
  ~State() { XXH3_freeState(xxh); }
};

Hasher::Hasher() : state_(std::make_unique<State>()) { XXH3_128bits_reset(state_->xxh); }
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::string_view bytes) { XXH3_128bits_update(state_->xxh, bytes.data(), bytes.size()); }
std::string Hasher::hex() const { return hex_of(XXH3_128bits_digest(state_->xxh)); }

std::string hash_hex(std::string_view bytes) { return hex_of(XXH3_128bits(bytes.data(), bytes.size())); }
std::uint64_t hash_bits(std::string_view bytes) { return XXH3_128bits(bytes.data(), bytes.size()).low64; }

std::pair<std::uint64_t, std::uint64_t> hash_halves(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.low64, hash.high64};
}

schema::Error system_error(std::string_view what, const std::filesystem::path& path, int error) {
  schema::Error result;
  result.code = ErrorCode::system;
  result.message = std::string(what) + " " + path.filename().string() + ": " + std::strerror(error);
  result.detail = path.string();
  return result;
}

FileWriter::FileWriter(std::filesystem::path path) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor_ < 0) error_ = errno;
  buffer_.reserve(kWriteBuffer);
}

FileWriter::~FileWriter() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void FileWriter::write(std::string_view bytes) {
  size_ += bytes.size();
  if (buffer_.size() + bytes.size() > kWriteBuffer) write_out();
  if (bytes.size() > kWriteBuffer) {
    buffer_.assign(bytes);
    write_out();
    return;
  }
  buffer_.append(bytes);
}

void FileWriter::write_out() {
  std::size_t done = 0;
  while (error_ == 0 && done < buffer_.size()) {
    const ssize_t n = ::write(descriptor_, buffer_.data() + done, buffer_.size() - done);
    if (n > 0) {
      done += static_cast<std::size_t>(n);
    } else if (n == 0 || errno != EINTR) {
      error_ = n == 0 ? EIO : errno;
    }
  }
  buffer_.clear();
}

Result<void> FileWriter::flush() {
  write_out();
  if (error_ != 0) return tl::make_unexpected(system_error("cannot write", path_, error_));
  return {};
}

Result<void> FileWriter::close(Durability durability) {
  write_out();
  if (error_ == 0 && durability == Durability::now && ::fsync(descriptor_) != 0) error_ = errno;
  if (descriptor_ >= 0 && ::close(std::exchange(descriptor_, -1)) != 0 && error_ == 0) error_ = errno;
  if (error_ != 0) return tl::make_unexpected(system_error("cannot write", path_, error_));
  return {};
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const auto damaged = [&](int error) {
    auto fault = system_error("the index lacks", path, error);
    fault.code = ErrorCode::index_damaged;
    return tl::make_unexpected(std::move(fault));
  };
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return damaged(errno);
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) {
    const int error = errno;
    ::close(descriptor);
    return damaged(error);
  }
  MappedFile file;
  file.size_ = static_cast<std::size_t>(status.st_size);
  if (file.size_ > 0) {
    void* data = ::mmap(nullptr, file.size_, PROT_READ, MAP_SHARED, descriptor, 0);
    const int error = errno;
    ::close(descriptor);
    if (data == MAP_FAILED) {
      file.size_ = 0;
      return damaged(error);
    }
    file.data_ = data;
  } else {
    ::close(descriptor);
  }
  return file;
}

Result<std::string> read_file(const std::filesystem::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return tl::make_unexpected(file.error());
  return std::string(file->bytes());
}

Result<FileDigest> digest_file(const std::filesystem::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return tl::make_unexpected(file.error());
  return FileDigest{file->bytes().size(), hash_hex(file->bytes())};
}

Result<void> write_file(const std::filesystem::path& path, std::string_view bytes, Durability durability) {
  FileWriter writer(path);
  writer.write(bytes);
  return writer.close(durability);
}

Result<void> sync_directory(const std::filesystem::path& path) { return sync_path(path, O_RDONLY | O_DIRECTORY); }
Result<void> make_directories(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return tl::make_unexpected(system_error("cannot create directory", path, error.value()));
  return {};
}

void begin_sync(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  (void)::sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
  ::close(descriptor);
}

Result<void> sync_file(const std::filesystem::path& path) { return sync_path(path, O_RDONLY); }

}  // namespace incipit::storage
