// One table of a Xapian 1.4 "glass" database, written from its first key to its last: a B-tree of 8 KiB
// blocks that grows from its leaves. Only one block of each level is in memory; every block is written once,
// full, and leaves follow each other in the file in key order, which is how readers walk them fastest.
//
// A block is: revision (4 bytes), level (1), the gap's size (2), the free bytes (2), the end of the directory
// (2), then the directory of item offsets (2 each), the gap, the items. All numbers are big endian. An item
// of a leaf is: size - 3 with three flags on top (2), key length (1), key, [number of the part (2)], tag. A
// tag that does not fit is kept in several parts; the first has no number. The first item of a table is
// empty. An item of a branch is: block number (4), key length (1), key, number of the part (2). The first has
// an empty key.
//
// Threads: a writer belongs to one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "schema/error.h"
#include "storage/files.h"

namespace incipit::storage {

inline constexpr std::size_t kGlassBlockBytes = 8192;
inline constexpr std::uint32_t kGlassRevision = 1;

// What the database's root file says of a finished table.
struct GlassRoot {
  std::uint32_t block = 0;
  unsigned level = 0;         // 0: the root is a leaf
  std::uint64_t entries = 0;  // keys
  std::uint32_t blocks = 0;   // of the whole file
  std::string hash;           // 32 hex characters over all blocks
};

class GlassTreeWriter {
 public:
  static constexpr std::size_t kMaxKeyBytes = 254;

  explicit GlassTreeWriter(const std::filesystem::path& file);

  // Keys come in strictly ascending byte order, 1 to kMaxKeyBytes bytes. The first failure is kept for
  // `close`; after it nothing more is written.
  void add(std::string_view key, std::string_view tag);
  // Errors: system when the file cannot be written, internal when a key was out of order or out of bounds.
  [[nodiscard]] schema::Result<GlassRoot> close();

 private:
  struct Block {
    static constexpr std::size_t kDirectory = 11;  // where the directory starts

    [[nodiscard]] std::size_t room() const;  // bytes of the largest item that still fits
    // Enters an item of that size, which fits, and returns where its bytes go.
    unsigned char* enter(std::size_t size);

    std::array<unsigned char, kGlassBlockBytes> bytes;
    std::size_t directory_end = kDirectory;
    std::size_t items_start = kGlassBlockBytes;
  };
  // The smallest key of a block as its parent holds it: cut after the byte that tells it from what precedes
  // it.
  struct Separator {
    std::string key;
    std::size_t part = 0;
  };
  struct Branch {
    Block block;
    Separator separator;
  };

  void put(std::string_view key, std::string_view piece, std::size_t part, bool last);
  void next_leaf();
  void add_child(std::size_t level, const Separator& separator, std::uint32_t child);
  std::uint32_t write_block(Block& block, std::size_t level);  // and empties it
  void fail(std::string message);

  FileWriter file_;
  Hasher hasher_;
  Block leaf_;
  Separator leaf_separator_;
  std::deque<Branch> branches_;  // level 1 upwards
  std::string last_key_;
  std::uint64_t entries_ = 0;
  std::uint32_t blocks_ = 0;
  std::optional<schema::Error> error_;
};

}  // namespace incipit::storage
