#include "corpus/durable_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace incipit::corpus {
namespace {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::fail;
using schema::Result;

tl::unexpected<schema::Error> refused(const std::string& path, const char* what, int fault) {
  return fail(ErrorCode::system,
              fs::path(path).filename().string() + " cannot be " + what + ": " + std::strerror(fault), path);
}

Result<void> flush_directory(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  const int descriptor = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return refused(path, "flushed", errno);
  const int status = ::fsync(descriptor);
  const int fault = errno;
  ::close(descriptor);
  if (status != 0) return refused(path, "flushed", fault);
  return {};
}

Result<void> write_all(int descriptor, const std::string& path, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(descriptor, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return refused(path, "written", errno);
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::fsync(descriptor) != 0) return refused(path, "flushed", errno);
  return {};
}

}  // namespace

Result<void> write_durably(const std::string& path, std::string_view content) {
  const std::string draft = path + ".part";
  const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0) return refused(path, "written", errno);
  auto written = write_all(descriptor, path, content);
  const int closed = ::close(descriptor);
  if (written && closed != 0) written = refused(path, "written", errno);
  if (written && ::rename(draft.c_str(), path.c_str()) != 0) written = refused(path, "renamed", errno);
  if (!written) {
    ::unlink(draft.c_str());
    return written;
  }
  return flush_directory(path);
}

Result<void> make_directories(const std::string& path) {
  std::error_code fault;
  fs::create_directories(path, fault);
  if (fault) return fail(ErrorCode::system, "the directory cannot be made: " + fault.message(), path);
  return flush_directory(path);
}

Result<std::unique_ptr<FileLock>> FileLock::take(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0) return refused(path, "opened", errno);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return std::make_unique<FileLock>(descriptor);
  const int fault = errno;
  ::close(descriptor);
  if (fault != EWOULDBLOCK) return refused(path, "locked", fault);
  return fail(ErrorCode::usage,
              fs::path(path).filename().string() + " is held: another process works in this directory", path);
}

FileLock::~FileLock() { ::close(descriptor_); }

}  // namespace incipit::corpus
