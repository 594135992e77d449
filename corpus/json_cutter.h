// JSON records out of a stream of any size: JSON Lines, one object, objects one after the other however they
// are indented, an array of objects, or pages that hold such an array in a member ("results").
//
// Nothing is parsed here beyond strings and brackets: a record is handed on as it stands, well-formed or not.
// `null` in an array is a hole (what an API answers for an unknown id) and is passed by; anything else is a
// record. When the first object is whole in one line and others follow in lines of their own, each line is a
// record from then on, so that a broken line costs that line alone. Elsewhere what cannot be cut ends the
// input with an error naming the line.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/json_parser.h"
#include "corpus/record_reader.h"

namespace incipit::corpus {

// What the cutter must know of a format's objects. The names must outlive it.
struct JsonShape {
  // Members of a top-level object whose array holds the records; all its other members are passed by.
  std::vector<std::string_view> holders;
  // Members of a record that are too long and of no use: their values are replaced by null without being
  // held.
  std::vector<std::string_view> elided;
};

// `bytes` must outlive the cutter. A byte order mark at the beginning is passed by.
// Errors of `next`: input_unreadable when the bytes break, or end within a record; input_invalid for bytes
// between records that are no JSON, naming the line. Both end the input.
[[nodiscard]] std::unique_ptr<RecordCutter> make_json_cutter(ByteSource& bytes, JsonShape shape);

// A reader of such records.
[[nodiscard]] std::unique_ptr<Reader> make_json_reader(Format format, std::unique_ptr<ByteSource> bytes,
                                                       JsonShape shape, ReadJsonObject read);

// What the first record in a head shows: for detection. The head may end anywhere.
class JsonGlimpse {
 public:
  struct Member {
    std::string
        key;        // "paperId", or "citingPaper.paperId" one level down; array elements are not looked into
    char kind = 0;  // the first character of the value
    std::string text;  // of a string: its first 200 bytes as they stand
  };

  JsonGlimpse(std::string_view head, const JsonShape& shape);

  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  [[nodiscard]] const Member* find(std::string_view key) const;
  // What a string member begins with; empty without one.
  [[nodiscard]] std::string_view text(std::string_view key) const;

 private:
  std::vector<Member> members_;
};

}  // namespace incipit::corpus
