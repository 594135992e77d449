// The lines of one input. A line ends with LF or CR LF; what follows the last line end is a line too, unless
// it is empty. A UTF-8 byte order mark at the start of the input is not part of the first line.
//
// A line over `limits::kRecordBytes` is passed by without holding it.
//
// Threads: one source, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/byte_source.h"
#include "schema/error.h"

namespace incipit::corpus {

struct Line {
  std::uint64_t number = 0;  // 1-based
  std::string_view text;     // without the line end; valid until the next call
  std::uint64_t bytes = 0;   // of the whole line
  bool too_large = false;    // then `text` is the first limits::kRejectRawBytes of it

  // Nothing but white space.
  [[nodiscard]] bool blank() const;
};

class LineSource {
 public:
  // `bytes` must outlive this object.
  explicit LineSource(ByteSource& bytes);
  // A line points into its source, so a source stays where it is.
  LineSource(const LineSource&) = delete;
  LineSource& operator=(const LineSource&) = delete;

  // The next line; nullopt at the end. Error: input_unreadable, naming file, byte offset and the last whole
  // line.
  [[nodiscard]] schema::Result<std::optional<Line>> next();
  // The next line that is not blank.
  [[nodiscard]] schema::Result<std::optional<Line>> next_with_text();
  // Makes the next call answer the latest line again. Requires that there was one.
  void put_back() { again_ = true; }

 private:
  // Adds what precedes the next line end to the line; true when that end was seen.
  bool take_line_part();
  void append(std::string_view part);
  Line finish();

  ByteSource& bytes_;
  std::vector<char> chunk_;
  std::string_view rest_;   // of the chunk
  std::string held_;        // the line so far, when it is not whole in the chunk
  std::string_view whole_;  // the line, when it is
  std::uint64_t length_ = 0;
  bool ends_with_cr_ = false;
  bool ended_ = false;
  bool again_ = false;
  std::uint64_t lines_ = 0;
  Line latest_;
};

}  // namespace incipit::corpus
