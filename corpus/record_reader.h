// How a format is read: an input is cut into records (`RecordCutter`), each record becomes a paper (`RecordParser`), and
// `RecordReader` puts the two together, so that caps, UTF-8 checks, rejections and counting are the same for all formats.
//
// Threads: as a Reader, one thread each.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "corpus/byte_source.h"
#include "corpus/field_text.h"
#include "corpus/reader.h"
#include "schema/error.h"

namespace incipit::corpus {

// One record as it stands in the input.
struct RawRecord {
  std::uint64_t line = 0;      // 1-based, where it begins
  std::string_view text;       // whole; valid until the next call
  std::uint64_t bytes = 0;     // its full length; in UTF-8 where it was converted
  bool too_large = false;      // over limits::kRecordBytes; then `text` is the first limits::kRejectRawBytes of it
};

class RecordCutter {
 public:
  virtual ~RecordCutter() = default;
  // The next record; nullopt at the end. Never holds more than one record and a fixed buffer.
  // Error: input_unreadable (the bytes end or break; naming file and offset), input_invalid (no record can be cut any more).
  [[nodiscard]] virtual schema::Result<std::optional<RawRecord>> next() = 0;
};

// What one record turned out to be: a paper, an id that the source took back, or neither (a macro, a heading).
struct Parsed {
  std::optional<schema::Paper> paper;
  std::optional<std::string> deleted;
};

class RecordParser {
 public:
  virtual ~RecordParser() = default;
  // `text` is valid UTF-8 of at most limits::kRecordBytes. Adds warnings and ignored keys to the record, also when the cause
  // of a rejection is returned.
  [[nodiscard]] virtual tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) = 0;
};

// `bytes` is what `cutter` reads from (the cutter keeps a reference to it): its progress and hash are the reader's.
[[nodiscard]] std::unique_ptr<Reader> make_record_reader(Format format, std::unique_ptr<ByteSource> bytes,
                                                         std::unique_ptr<RecordCutter> cutter,
                                                         std::unique_ptr<RecordParser> parser);

}  // namespace incipit::corpus
