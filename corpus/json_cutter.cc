#include "corpus/json_cutter.h"

#include <algorithm>
#include <utility>

#include "corpus/byte_cursor.h"
#include "corpus/json_parser.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::Result;

bool is_blank(int c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool among(std::string_view name, const std::vector<std::string_view>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class JsonCutter final : public RecordCutter {
 public:
  JsonCutter(ByteSource& bytes, JsonShape shape) : cursor_(bytes), shape_(std::move(shape)) {}

  Result<std::optional<RawRecord>> next() override {
    auto record = cut();
    if (cursor_.failure()) return tl::make_unexpected(*cursor_.failure());
    return record;
  }

 private:
  enum class Place { top, in_array, in_page };  // in_page: among the members of a page, behind its array

  std::optional<RawRecord> cut() {
    while (!cursor_.failure()) {
      if (place_ == Place::in_page) {
        finish_page();
        continue;
      }
      pass_blanks();
      const int c = cursor_.peek();
      if (c < 0) {
        if (place_ != Place::top) break_off("inside a list of records", cursor_.line());
        return std::nullopt;
      }
      if (lines_end_records()) {
        if (auto record = record_of_line()) return record;
        continue;
      }
      if (place_ == Place::top && c == '[') {
        cursor_.take();
        place_ = Place::in_array;
        paged_ = false;
        continue;
      }
      if (place_ == Place::in_array && (c == ',' || c == ']')) {
        cursor_.take();
        if (c == ']') place_ = paged_ ? Place::in_page : Place::top;
        continue;
      }
      if (c == '{') {
        if (auto record = record_of_object()) return record;
        continue;
      }
      if (place_ == Place::top || c == '}' || c == ':') {
        refuse("between the records");
        return std::nullopt;
      }
      cursor_.begin_record();
      pass_value(0);
      if (!cursor_.failure() && cursor_.held() != "null") return finish();
    }
    return std::nullopt;
  }

  bool lines_end_records() const { return by_line_ && place_ == Place::top; }

  void pass_blanks() {
    while (is_blank(cursor_.peek())) cursor_.take();
  }

  void break_off(const std::string& where, std::uint64_t line) {
    cursor_.fail(ErrorCode::input_unreadable,
                 "the input ends " + where + " that begins at line " + std::to_string(line));
  }
  void refuse(const std::string& where) {
    cursor_.fail(ErrorCode::input_invalid,
                 "line " + std::to_string(cursor_.line()) + " has something " + where + " that is not JSON");
  }

  RawRecord finish() { return cursor_.finish_record(ByteCursor::End::trimmed); }

  // The record that begins at '{'; nullopt when it turned out to be a page, whose array comes next, or on
  // failure.
  std::optional<RawRecord> record_of_object() {
    cursor_.begin_record();
    switch (pass_object(place_ == Place::top)) {
      case Passed::page:
        cursor_.drop_record();
        place_ = Place::in_array;
        paged_ = true;
        return std::nullopt;
      case Passed::broken_line:
        by_line_ = true;
        return finish();
      case Passed::whole:
        break;
    }
    if (cursor_.failure()) return std::nullopt;
    if (place_ == Place::top && !decided_) decide_on_lines();
    return finish();
  }

  // JSON Lines: the first object stands in one line, and the line ends behind it.
  void decide_on_lines() {
    decided_ = true;
    cursor_.drop_record();
    if (cursor_.line() != cursor_.record_line()) return;
    while (cursor_.peek() == ' ' || cursor_.peek() == '\t' || cursor_.peek() == '\r') cursor_.take();
    by_line_ = cursor_.peek() == '\n';
  }

  std::optional<RawRecord> record_of_line() {
    cursor_.begin_record();
    if (cursor_.peek() == '{') {
      if (pass_object(true) == Passed::page) {
        cursor_.drop_record();
        place_ = Place::in_array;
        paged_ = true;
        return std::nullopt;
      }
    }
    while (cursor_.peek() >= 0 && cursor_.peek() != '\n') take_run();
    return finish();
  }

  // All bytes of the chunk up to the line's end.
  void take_run() {
    const std::string_view chunk = cursor_.chunk();
    cursor_.take(std::min(chunk.find('\n'), chunk.size()));
  }

  enum class Passed { whole, page, broken_line };

  // Passes an object by from its '{'. `top`: its members may make it a page. Where records are lines, the
  // line's end is the object's end.
  Passed pass_object(bool top) {
    std::uint64_t depth = 0;
    bool key_comes = false;
    std::string key;
    char before = 0;  // the latest character that is neither blank nor within a string
    const std::uint64_t began_at = cursor_.line();
    bool fresh_line = false;
    while (true) {
      const int c = cursor_.peek();
      if (c < 0) {
        if (!lines_end_records()) break_off("inside a record", began_at);
        return Passed::whole;
      }
      if (c == '\n' && lines_end_records()) return Passed::whole;
      if (is_blank(c)) {
        fresh_line = c == '\n';
        cursor_.take();
        continue;
      }
      const bool new_line = std::exchange(fresh_line, false);
      if (c == '"') {
        if (!pass_string(depth == 1 && key_comes ? &key : nullptr)) return Passed::whole;
        before = '"';
        continue;
      }
      // A brace that no value can begin with at the very beginning of a line: the object before it is broken.
      const bool misplaced = c == '{' && depth > 0 && before != ':' && before != ',' && before != '[';
      if (misplaced && new_line && top && !decided_) {
        decided_ = true;
        return Passed::broken_line;
      }
      cursor_.take();
      before = static_cast<char>(c);
      if (c == '{' || c == '[') {
        ++depth;
      } else if (c == '}' || c == ']') {
        if (--depth == 0) return Passed::whole;
      }
      if (depth != 1) continue;
      if (c == '{' || c == ',') {
        key_comes = true;
        key.clear();
      } else if (c == ':' && key_comes) {
        key_comes = false;
        const bool holds = top && among(key, shape_.holders);
        const bool elided = among(key, shape_.elided);
        if (!holds && !elided) continue;
        pass_blanks();
        if (holds && cursor_.peek() == '[') {
          cursor_.take();
          return Passed::page;
        }
        if (elided) pass_elided();
        before = '"';
      }
    }
  }

  // Replaces a long value by null.
  void pass_elided() {
    const int c = cursor_.peek();
    if (c != '[' && c != '{' && c != '"') return;
    cursor_.elide(true);
    pass_value(0);
    cursor_.elide(false);
    cursor_.replace_with("null");
  }

  // Passes a value by; the bytes of it go where `take` puts them.
  void pass_value(std::uint64_t depth) {
    const std::uint64_t began_at = cursor_.line();
    while (true) {
      const int c = cursor_.peek();
      if (c < 0) return break_off("inside a record", began_at);
      if (c == '"') {
        if (!pass_string(nullptr)) return;
        if (depth == 0) return;
        continue;
      }
      if (depth == 0 && (c == ',' || c == ']' || c == '}' || is_blank(c))) return;
      if (c == '\n' && lines_end_records()) return;
      cursor_.take();
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') {
        if (--depth == 0) return;
      }
    }
  }

  // Passes a string by, and keeps its first bytes in `text`. False when the line or the input ends within it.
  bool pass_string(std::string* text) {
    constexpr std::size_t kKeyBytes = 64;
    const std::uint64_t began_at = cursor_.line();
    if (text != nullptr) text->clear();
    cursor_.take();
    while (true) {
      const int c = cursor_.peek();
      if (c < 0) {
        if (!lines_end_records()) break_off("inside a string", began_at);
        return false;
      }
      if (c == '\n' && place_ == Place::top && cursor_.in_record() && !decided_) {
        // No string goes on over a line's end: the first record is a broken line.
        decided_ = by_line_ = true;
      }
      if (c == '\n' && lines_end_records()) return false;
      if (c == '"' || c == '\\' || c == '\n') {
        cursor_.take();
        if (c == '"') return true;
        if (c == '\\' && cursor_.peek() >= 0 && cursor_.peek() != '\n') cursor_.take();
        continue;
      }
      const std::string_view run = string_run();
      if (text != nullptr && text->size() < kKeyBytes) *text += run.substr(0, kKeyBytes);
      cursor_.take(run.size());
    }
  }

  // The bytes of the chunk, at least one, up to what means something in a string.
  std::string_view string_run() const {
    const std::string_view chunk = cursor_.chunk();
    std::size_t end = 1;
    while (end < chunk.size() && chunk[end] != '"' && chunk[end] != '\\' && chunk[end] != '\n') ++end;
    return chunk.substr(0, end);
  }

  // What follows the array in a page: other members, perhaps another array of records, and its end.
  void finish_page() {
    bool key_comes = true;
    std::string key;
    while (true) {
      pass_blanks();
      const int c = cursor_.peek();
      if (c < 0) return break_off("inside a page of records", cursor_.line());
      if (c == '}') {
        cursor_.take();
        place_ = Place::top;
        return;
      }
      if (c == ',') {
        cursor_.take();
        key_comes = true;
      } else if (c == '"' && key_comes) {
        if (!pass_string(&key)) return;
      } else if (c == ':' && key_comes) {
        cursor_.take();
        key_comes = false;
        pass_blanks();
        if (cursor_.peek() == '[' && among(key, shape_.holders)) {
          cursor_.take();
          place_ = Place::in_array;
          return;
        }
        pass_value(0);
        if (cursor_.failure()) return;
      } else {
        refuse("among the members of a page");
        return;
      }
    }
  }

  ByteCursor cursor_;
  JsonShape shape_;
  Place place_ = Place::top;
  bool paged_ = false;    // the array stands in a page
  bool by_line_ = false;  // each line at the top is a record
  bool decided_ = false;  // whether it is
};

}  // namespace

std::unique_ptr<RecordCutter> make_json_cutter(ByteSource& bytes, JsonShape shape) {
  return std::make_unique<JsonCutter>(bytes, std::move(shape));
}

std::unique_ptr<Reader> make_json_reader(Format format, std::unique_ptr<ByteSource> bytes, JsonShape shape,
                                         ReadJsonObject read) {
  auto cutter = make_json_cutter(*bytes, std::move(shape));
  return make_record_reader(format, std::move(bytes), std::move(cutter),
                            make_json_parser(std::move(read)));
}

}  // namespace incipit::corpus
