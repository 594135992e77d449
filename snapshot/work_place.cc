#include "snapshot/work_place.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "storage/files.h"

namespace incipit::snapshot {

using schema::Result;

Result<WorkPlace> WorkPlace::make(const std::filesystem::path& directory, std::size_t memory_bytes, int threads) {
  WorkPlace place;
  std::filesystem::path folder = directory / "snapshot-work";
  std::error_code error;
  std::filesystem::remove_all(folder, error);
  if (error) return tl::make_unexpected(storage::system_error("cannot remove", folder, error.value()));
  if (auto made = storage::make_directories(folder); !made) return tl::make_unexpected(made.error());
  place.folder_ = std::move(folder);
  place.memory_bytes_ = memory_bytes;
  place.threads_ = threads < 2 ? 1 : 2;
  return place;
}

WorkPlace::~WorkPlace() {
  std::error_code ignored;  // nobody reads these files again
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

WorkPlace::WorkPlace(WorkPlace&& other) noexcept
    : folder_(std::exchange(other.folder_, {})), memory_bytes_(other.memory_bytes_), threads_(other.threads_) {}

WorkFile::~WorkFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

WorkFile::WorkFile(WorkFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)), at_(other.at_) {}

WorkFile& WorkFile::operator=(WorkFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(at_, other.at_);
  return *this;
}

Result<WorkFile> WorkFile::open(const std::filesystem::path& path, std::uint64_t from) {
  WorkFile file;
  file.path_ = path;
  file.at_ = from;
  file.descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file.descriptor_ < 0) return tl::make_unexpected(storage::system_error("cannot open", path, errno));
  return file;
}

Result<std::size_t> WorkFile::read(char* to, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t n = ::pread(descriptor_, to + done, size - done, static_cast<off_t>(at_));
    if (n == 0) break;
    if (n < 0) {
      if (errno == EINTR) continue;
      return tl::make_unexpected(storage::system_error("cannot read", path_, errno));
    }
    done += static_cast<std::size_t>(n);
    at_ += static_cast<std::uint64_t>(n);
  }
  return done;
}

Result<void> WorkFile::read_all(char* to, std::size_t size) {
  const auto done = read(to, size);
  if (!done) return tl::make_unexpected(done.error());
  if (*done != size) return tl::make_unexpected(storage::system_error("cannot read", path_, EIO));
  return {};
}

Result<void> in_parts(std::size_t count, int threads, const std::function<Result<void>(std::size_t first, std::size_t end)>& work) {
  const std::size_t parts = static_cast<std::size_t>(threads);
  std::vector<Result<void>> outcomes(parts);
  const auto run = [&](std::size_t part) {
    try {
      outcomes[part] = work(count * part / parts, count * (part + 1) / parts);
    } catch (const std::exception& fault) {
      outcomes[part] = schema::fail(schema::ErrorCode::system, "a thread of the snapshot failed", fault.what());
    }
  };
  std::vector<std::thread> others;
  for (std::size_t part = 1; part < parts; ++part) others.emplace_back(run, part);
  run(0);
  for (std::thread& thread : others) thread.join();
  for (auto& outcome : outcomes) {
    if (!outcome) return outcome;
  }
  return {};
}

}  // namespace incipit::snapshot
