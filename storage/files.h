// Files of a generation: written once, synced when it is published, and mapped to be read.
//
// Threads: a writer belongs to one thread; a MappedFile may be read from any number of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "schema/error.h"

namespace incipit::storage {

// XXH3 of 128 bits over a stream of bytes.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void update(std::string_view bytes);
  [[nodiscard]] std::string hex() const;  // 32 lower-case hex characters

 private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] std::string hash_hex(std::string_view bytes);
// The low and the high 64 bits of the same hash.
[[nodiscard]] std::pair<std::uint64_t, std::uint64_t> hash_halves(std::string_view bytes);
// The low 64 bits of the same hash.
[[nodiscard]] std::uint64_t hash_bits(std::string_view bytes);

struct FileDigest {
  std::uint64_t bytes = 0;
  std::string hash;  // 32 hex characters
};

// When bytes must have reached the disk: a generation's files are synced together when it is published.
enum class Durability { when_published, now };

// Appends to a new file. The first failure is kept and reported by `close`, so writes need no check each.
class FileWriter {
 public:
  explicit FileWriter(std::filesystem::path path);
  ~FileWriter();  // without close: the file is left unfinished
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  void write(std::string_view bytes);
  template <class T>
  void write_values(std::span<const T> values) {
    write({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // Hands all bytes to the system, so that they can be read. Error: as `close`.
  [[nodiscard]] schema::Result<void> flush();

  // Flushes, fsyncs where that is asked for, and closes. Error: system, naming the file's name and the reason (disk full, ...).
  [[nodiscard]] schema::Result<void> close(Durability durability = Durability::when_published);

 private:
  void write_out();

  std::filesystem::path path_;
  int descriptor_ = -1;
  int error_ = 0;
  std::string buffer_;
  std::uint64_t size_ = 0;
};

// A whole file mapped read-only.
class MappedFile {
 public:
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  // Error: index_damaged when it is missing or unreadable (an index names only files that must be there).
  [[nodiscard]] static schema::Result<MappedFile> open(const std::filesystem::path& path);
  [[nodiscard]] std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

[[nodiscard]] schema::Result<std::string> read_file(const std::filesystem::path& path);
[[nodiscard]] schema::Result<FileDigest> digest_file(const std::filesystem::path& path);
// Creates a file with these bytes.
[[nodiscard]] schema::Result<void> write_file(const std::filesystem::path& path, std::string_view bytes,
                                              Durability durability = Durability::when_published);
// Makes a directory and those above it that are missing. Error: system.
[[nodiscard]] schema::Result<void> make_directories(const std::filesystem::path& path);
// Makes file creations and renames in a directory durable.
[[nodiscard]] schema::Result<void> sync_directory(const std::filesystem::path& path);
[[nodiscard]] schema::Result<void> sync_file(const std::filesystem::path& path);
// Asks the system to begin writing a file out, so that the `sync_file` of many files share the wait. Promises nothing.
void begin_sync(const std::filesystem::path& path);

// An Error of code `system` for the current errno.
[[nodiscard]] schema::Error system_error(std::string_view what, const std::filesystem::path& path, int error);

}  // namespace incipit::storage
