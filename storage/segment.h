// A segment: some papers of a generation, whole in itself. Its Xapian tables hold the postings; its columns hold by row
// (docid - 1) what is sorted, counted, shown and checked. Two directories: `segments/NNNN` and `columns/NNNN`.
//
// Threads: SegmentColumns is immutable and shared; a Xapian::Database belongs to the thread that opened it.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "schema/error.h"
#include "storage/columns.h"
#include "storage/record_store.h"
#include "storage/title_order.h"
#include "storage/token_column.h"

namespace incipit::storage {

inline constexpr std::int64_t kNoInstant = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kNoCitations = -1;

// What the columns hold of one paper.
struct PaperRow {
  std::string id;
  std::string record;     // canonical JSON
  std::string aliases;    // schema::alias_keys but that of the id, each with a line end
  std::string title_key;  // by which titles are ordered
  std::int64_t published = kNoInstant;  // first instants, seconds
  std::int64_t updated = kNoInstant;
  std::int32_t year = 0;  // of publication; 0: undated
  std::int64_t citations = kNoCitations;
  std::vector<std::string> categories, archives;
  std::string primary, venue;  // empty: none
  std::vector<std::uint32_t> authors;  // ordinals in the generation's author table, by position
  TokenRow tokens;
};

// Values of a facet: each row's codes, and what the codes stand for in this segment.
struct CodedColumn {
  ListColumn codes;
  StringColumn values;
};

enum class CodedField { category, primary, archive, venue };
inline constexpr std::size_t kCodedFields = 4;
[[nodiscard]] std::string_view file_stem(CodedField field);

class SegmentColumns {
 public:
  // Error: index_damaged when a file is missing or the columns disagree about the number of rows.
  [[nodiscard]] static schema::Result<std::unique_ptr<SegmentColumns>> open(const std::filesystem::path& directory);

  [[nodiscard]] std::size_t rows() const { return ids.rows(); }
  [[nodiscard]] const CodedColumn& coded(CodedField field) const { return coded_fields[static_cast<std::size_t>(field)]; }

  StringColumn ids, aliases, title_keys;
  FixedColumn<std::int64_t> published, updated, citations;
  FixedColumn<std::int32_t> year;
  CodedColumn coded_fields[kCodedFields];
  ListColumn authors;
  RecordStore records;
  TokenColumn tokens;
  TitleOrder titles;
};

// Writes the columns of a segment row by row. Token rows carry numbers of `forms()`.
class SegmentColumnsWriter {
 public:
  explicit SegmentColumnsWriter(const std::filesystem::path& directory);
  ~SegmentColumnsWriter();

  [[nodiscard]] FormNumbering& forms();
  void add(const PaperRow& row);
  // Error: system.
  [[nodiscard]] schema::Result<void> close();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// What Xapian threw as an Error: system where the operating system refused, index_damaged for a broken database.
[[nodiscard]] schema::Error from_xapian(const Xapian::Error& error, std::string_view doing);

}  // namespace incipit::storage
