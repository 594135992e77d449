// A library to preload: counts the calls by which a program changes one directory, and fails one of them (or
// all from there on), as a full or broken disk does.
//
//   INCIPIT_FAULT_DIR    the directory; calls on other paths are neither counted nor failed
//   INCIPIT_FAULT_AT     which call fails, from 1; 0 or absent: none
//   INCIPIT_FAULT_MODE   `once`, or `always`: that call and every later one
//   INCIPIT_FAULT_ERROR  `ENOSPC`, `EIO`, or `SHORT`: a write takes half of its bytes and says so (other
//   calls succeed) INCIPIT_FAULT_COUNT  a file that receives the number of calls at exit INCIPIT_FAULT_LOG a
//   file that receives a line for each failed call
//
// Counted are the entry points of the C library that make, write, sync, rename, link or remove files. Opening
// counts where it may create or write.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

enum class Fault { none, error, shorter };

struct Settings {
  std::string directory, count_file, log_file;
  long at = 0;
  bool always = false, shorter = false;
  int error = EIO;

  Settings() {
    const auto text = [](const char* name) {
      const char* value = std::getenv(name);
      return std::string(value != nullptr ? value : "");
    };
    directory = text("INCIPIT_FAULT_DIR");
    count_file = text("INCIPIT_FAULT_COUNT");
    log_file = text("INCIPIT_FAULT_LOG");
    at = std::atol(text("INCIPIT_FAULT_AT").c_str());
    always = text("INCIPIT_FAULT_MODE") == "always";
    shorter = text("INCIPIT_FAULT_ERROR") == "SHORT";
    if (text("INCIPIT_FAULT_ERROR") == "ENOSPC") error = ENOSPC;
  }
};

// Never destroyed: the program may write until its very end.
const Settings& settings() {
  static const Settings* const kept = new Settings;
  return *kept;
}

std::atomic<long> calls{0};

void append_to(const std::string& file, const std::string& text, int flags) {
  const long descriptor = ::syscall(SYS_openat, AT_FDCWD, file.c_str(), O_WRONLY | O_CREAT | flags, 0644);
  if (descriptor < 0) return;
  if (::syscall(SYS_write, descriptor, text.data(), text.size()) < 0) std::abort();
  ::syscall(SYS_close, descriptor);
}

__attribute__((destructor)) void report_count() {
  if (!settings().count_file.empty())
    append_to(settings().count_file, std::to_string(calls.load()) + "\n", O_TRUNC);
}

std::string path_of(int descriptor) {
  char path[4096];
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t size = ::readlink(link.c_str(), path, sizeof path);
  return size > 0 ? std::string(path, static_cast<std::size_t>(size)) : std::string();
}

std::string path_at(int directory, const char* name) {
  if (name[0] == '/') return name;
  char here[4096];
  const std::string base =
      directory == AT_FDCWD ? (::getcwd(here, sizeof here) != nullptr ? here : "") : path_of(directory);
  return base + "/" + name;
}

bool concerned(const std::string& path) {
  const std::string& directory = settings().directory;
  return !directory.empty() && path.compare(0, directory.size(), directory) == 0 &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

// Counts a call on this path and says what becomes of it; with Fault::error, errno is set.
Fault next(const char* what, const std::string& path) {
  if (!concerned(path)) return Fault::none;
  const long number = ++calls;
  const Settings& wanted = settings();
  if (wanted.at == 0 || number < wanted.at || (number > wanted.at && !wanted.always)) return Fault::none;
  if (!wanted.log_file.empty())
    append_to(wanted.log_file, std::to_string(number) + " " + what + " " + path + "\n", O_APPEND);
  if (wanted.shorter) return Fault::shorter;
  errno = wanted.error;
  return Fault::error;
}

bool fails(const char* what, const std::string& path) { return next(what, path) == Fault::error; }

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

bool writes(int flags) { return (flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0; }

}  // namespace

#define REAL(name) static const auto next_##name = real<decltype(&::name)>(#name)

extern "C" {

#define OPEN(name)                                                                       \
  int name(const char* path, int flags, ...) {                                           \
    REAL(name);                                                                          \
    va_list rest;                                                                        \
    va_start(rest, flags);                                                               \
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                                        \
    if (writes(flags) && fails("open", path_at(AT_FDCWD, path))) return -1;              \
    return next_##name(path, flags, mode);                                               \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                     \
  int name(int directory, const char* path, int flags, ...) {                            \
    REAL(name);                                                                          \
    va_list rest;                                                                        \
    va_start(rest, flags);                                                               \
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                                        \
    if (writes(flags) && fails("openat", path_at(directory, path))) return -1;           \
    return next_##name(directory, path, flags, mode);                                    \
  }
OPENAT(openat)
OPENAT(openat64)

#define FOPEN(name)                                                             \
  FILE* name(const char* path, const char* mode) {                              \
    REAL(name);                                                                 \
    const bool only_read = mode[0] == 'r' && std::strchr(mode, '+') == nullptr; \
    if (!only_read && fails("fopen", path_at(AT_FDCWD, path))) return nullptr;  \
    return next_##name(path, mode);                                             \
  }
FOPEN(fopen)
FOPEN(fopen64)

ssize_t write(int descriptor, const void* bytes, size_t size) {
  REAL(write);
  const Fault fault = next("write", path_of(descriptor));
  if (fault == Fault::error) return -1;
  return next_write(descriptor, bytes, fault == Fault::shorter && size > 1 ? size / 2 : size);
}

ssize_t writev(int descriptor, const struct iovec* pieces, int count) {
  REAL(writev);
  const Fault fault = next("writev", path_of(descriptor));
  if (fault == Fault::error) return -1;
  return next_writev(descriptor, pieces, fault == Fault::shorter && count > 1 ? count / 2 : count);
}

#define PWRITE(name, offset_type)                                                                         \
  ssize_t name(int descriptor, const void* bytes, size_t size, offset_type offset) {                      \
    REAL(name);                                                                                           \
    const Fault fault = next("pwrite", path_of(descriptor));                                              \
    if (fault == Fault::error) return -1;                                                                 \
    return next_##name(descriptor, bytes, fault == Fault::shorter && size > 1 ? size / 2 : size, offset); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define ON_DESCRIPTOR(name)                                                  \
  int name(int descriptor) {                                                 \
    REAL(name);                                                              \
    return fails(#name, path_of(descriptor)) ? -1 : next_##name(descriptor); \
  }
ON_DESCRIPTOR(fsync)
ON_DESCRIPTOR(fdatasync)

#define FTRUNCATE(name, offset_type)                                               \
  int name(int descriptor, offset_type size) noexcept {                            \
    REAL(name);                                                                    \
    return fails(#name, path_of(descriptor)) ? -1 : next_##name(descriptor, size); \
  }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define TWO_PATHS(name)                                                      \
  int name(const char* from, const char* to) noexcept {                      \
    REAL(name);                                                              \
    return fails(#name, path_at(AT_FDCWD, to)) ? -1 : next_##name(from, to); \
  }
TWO_PATHS(rename)
TWO_PATHS(link)

int renameat(int from_directory, const char* from, int to_directory, const char* to) noexcept {
  REAL(renameat);
  return fails("renameat", path_at(to_directory, to)) ? -1
                                                      : next_renameat(from_directory, from, to_directory, to);
}

int linkat(int from_directory, const char* from, int to_directory, const char* to, int flags) noexcept {
  REAL(linkat);
  return fails("linkat", path_at(to_directory, to))
             ? -1
             : next_linkat(from_directory, from, to_directory, to, flags);
}

#define MKDIR(name)                                                              \
  int name(const char* path, mode_t mode) noexcept {                             \
    REAL(name);                                                                  \
    return fails(#name, path_at(AT_FDCWD, path)) ? -1 : next_##name(path, mode); \
  }
MKDIR(mkdir)

#define ON_PATH(name)                                                      \
  int name(const char* path) noexcept {                                    \
    REAL(name);                                                            \
    return fails(#name, path_at(AT_FDCWD, path)) ? -1 : next_##name(path); \
  }
ON_PATH(unlink)
ON_PATH(rmdir)
ON_PATH(remove)

int unlinkat(int directory, const char* path, int flags) noexcept {
  REAL(unlinkat);
  return fails("unlinkat", path_at(directory, path)) ? -1 : next_unlinkat(directory, path, flags);
}

}  // extern "C"
