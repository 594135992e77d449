// The bytes of an input one after the other, for cutters that look at each: the current line, and the record
// being cut, of which no more than limits::kRecordBytes is held.
//
// Threads: as a RecordCutter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/record_reader.h"
#include "schema/error.h"

namespace incipit::corpus {

class ByteCursor {
 public:
  // `bytes` must outlive the cursor. A byte order mark at the beginning is passed by.
  explicit ByteCursor(ByteSource& bytes);

  // The next byte, -1 at the end, on a failure and after it.
  [[nodiscard]] int peek();
  // Passes the byte that `peek` has seen by.
  void take();
  // What is left of the current chunk; empty before the first `peek` and at the end.
  [[nodiscard]] std::string_view chunk() const { return {chunk_.data() + at_, end_ - at_}; }
  // Passes the first bytes of `chunk()` by.
  void take(std::size_t size);

  [[nodiscard]] std::uint64_t line() const { return line_; }  // 1-based, of the next byte

  // What is taken from here on is the record.
  void begin_record();
  // The record so far, valid until the next `begin_record`; nothing is added to it any more. `trimmed`:
  // without white space at its end.
  enum class End { as_is, trimmed };
  [[nodiscard]] RawRecord finish_record(End end);
  void drop_record() { keeping_ = false; }
  [[nodiscard]] bool in_record() const { return keeping_; }
  [[nodiscard]] std::uint64_t record_line() const { return began_at_; }
  [[nodiscard]] std::string_view held() const { return held_; }
  // While eliding, what is taken counts to the record's length but is not held.
  void elide(bool on) { eliding_ = on; }
  // Adds what stands in the input's place of elided bytes.
  void replace_with(std::string_view text);

  [[nodiscard]] const std::optional<schema::Error>& failure() const { return failure_; }
  void fail(schema::ErrorCode code, std::string message);

 private:
  void keep(std::string_view part);
  void hold(std::string_view part);

  ByteSource& bytes_;
  std::vector<char> chunk_;
  std::size_t at_ = 0, end_ = 0;
  bool began_ = false;
  bool ended_ = false;
  std::optional<schema::Error> failure_;
  std::uint64_t line_ = 1;

  std::string held_;
  std::uint64_t held_length_ = 0;  // without what is elided
  std::uint64_t length_ = 0;
  std::uint64_t began_at_ = 0;
  bool keeping_ = false;
  bool eliding_ = false;
};

}  // namespace incipit::corpus
