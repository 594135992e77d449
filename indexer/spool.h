// The papers of a build on disk between reading and indexing, in a binary form that is read back in a few microseconds.
//
// Threads: a writer belongs to one thread; a Spool may be read from any number of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "indexer/intake.h"
#include "schema/error.h"
#include "schema/paper.h"
#include "storage/files.h"

namespace incipit::indexer {

class SpoolWriter {
 public:
  explicit SpoolWriter(const std::filesystem::path& path) : writer_(path) {}
  // Appends a paper and returns the bytes it takes; it begins where `size` was.
  std::uint32_t add(schema::Paper& paper);
  [[nodiscard]] std::uint64_t size() const { return writer_.size(); }
  // What was added can be read from now on. Error: system.
  [[nodiscard]] schema::Result<void> flush() { return writer_.flush(); }
  [[nodiscard]] schema::Result<void> close() { return writer_.close(); }

 private:
  storage::FileWriter writer_;
  std::string buffer_;
};

// Reads one spooled paper with everything known about it merged in.
class Spool {
 public:
  [[nodiscard]] static schema::Result<Spool> open(const std::filesystem::path& path);
  // Error: internal when the spool is not what was written.
  [[nodiscard]] schema::Result<schema::Paper> read(const Intake& intake, const IntakePaper& paper) const;
  // The bytes of a paper as they lie in the spool, and what tables, older records and other sources add to it, for telling
  // whether a paper is the same.
  [[nodiscard]] std::string raw(const IntakePaper& paper) const;
  [[nodiscard]] static std::string figures(const Intake& intake, const IntakePaper& paper);
  [[nodiscard]] std::uint64_t bytes() const { return file_.bytes().size(); }

 private:
  [[nodiscard]] std::string_view bytes_at(std::uint64_t offset, std::uint32_t bytes) const;
  [[nodiscard]] schema::Result<schema::Paper> decode(std::uint64_t offset, std::uint32_t bytes) const;

  storage::MappedFile file_;
};

}  // namespace incipit::indexer
