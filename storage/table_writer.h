// Writes an immutable Xapian 1.4 "glass" database from postings that come in term order: inverted by the
// caller, its one table needs no more than to be written down, where the library would sort through
// node-based maps. Xapian::Database reads, checks and compacts the result like one it built itself with
// DB_NO_TERMLIST and compacted. It holds document lengths, values of slot 0 and posting lists; no term lists,
// document data or positions.
//
// Equal input gives equal files: the database's UUID is a hash of what was written, in the form RFC 9562
// keeps for such (version 8).
//
// Threads: a writer belongs to one thread; several may write at once, each its own directory.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schema/error.h"
#include "storage/glass_tree.h"

namespace incipit::storage {

struct Posting {
  std::uint32_t docid = 0;  // from 1
  std::uint32_t wdf = 0;    // 0 for boolean terms

  bool operator==(const Posting&) const = default;
};

// One database, in three steps: `begin`, `add_term` for each term, `close`. None of them throws. The first
// failure is kept: calls after it do nothing, and `close` returns it.
class TableWriter {
 public:
  // A term's bytes, each zero byte counted twice.
  static constexpr std::size_t kMaxTermBytes = 245;

  // The value of slot 0 of a row (docid - 1); empty: the document has none. The view is good until the next
  // call.
  using ValueOfRow = std::function<std::string_view(std::size_t row)>;

  // Makes the directory if need be. A database that is there ceases to be readable; the new one is readable
  // only after `close` succeeded.
  explicit TableWriter(std::filesystem::path directory);

  // Once, before the first term, since their keys come first: of docids 1 to n the lengths (the sum of the
  // wdf of the document's postings) and the values. Calls `value` twice for each row.
  void begin(std::span<const std::uint32_t> lengths, const ValueOfRow& value);

  // Terms in strictly ascending byte order, 1 to kMaxTermBytes bytes; postings in strictly ascending order of
  // docids, at least one.
  void add_term(std::string_view term, std::span<const Posting> postings);

  // Errors: system when a file cannot be written, internal when the input broke the rules above or the
  // lengths do not add up to the wdf of all postings.
  [[nodiscard]] schema::Result<void> close();

 private:
  static constexpr std::size_t kHeaderBytes = 32;
  static constexpr std::size_t kChunkBytes = 2000;
  static constexpr std::size_t kEntryBytes = 10;  // two numbers

  void add_values(std::size_t rows, const ValueOfRow& value);
  // What the first chunk of a list says of the whole.
  struct Frequencies {
    std::uint32_t documents = 0, collection = 0;
  };
  template <class At>
  void add_list(std::size_t count, Frequencies frequencies, At posting_at);
  void fail(std::string message);

  std::filesystem::path directory_;
  std::optional<schema::Error> error_;
  std::optional<GlassTreeWriter> tree_;
  bool begun_ = false, closed_ = false;

  std::uint32_t documents_ = 0;
  std::uint32_t shortest_ = 0, longest_ = 0;  // of the lengths other than 0
  std::uint64_t total_length_ = 0, total_wdf_ = 0;
  std::uint32_t largest_wdf_ = 0;

  std::string key_;       // of the list being written
  bool ends_key_ = true;  // whether a zero byte parts the key from a chunk's docid
  std::array<char, kHeaderBytes + kChunkBytes + 2 * kEntryBytes> chunk_{};
};

}  // namespace incipit::storage
