#include "corpus/json_lines.h"

#include <simdjson.h>

#include <optional>
#include <string>
#include <utility>

#include "corpus/csl_json.h"
#include "corpus/json_records.h"
#include "corpus/line_source.h"
#include "corpus/openalex.h"
#include "corpus/record_reader.h"
#include "corpus/semantic_scholar.h"
#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

namespace dom = simdjson::dom;
using schema::Result;

// A parser that refuses what nests deeper than the limit. The capacity follows the longest line, which is
// bounded.
class LineParser {
 public:
  simdjson::simdjson_result<dom::element> parse(std::string_view text) {
    if (!ready_) {
      const auto fault =
          parser_.allocate(kFirstCapacity, static_cast<std::size_t>(schema::limits::kJsonDepth.value));
      if (fault) return fault;
      ready_ = true;
    }
    return parser_.parse(text.data(), text.size());
  }

 private:
  static constexpr std::size_t kFirstCapacity = 16 * 1024;
  dom::parser parser_;
  bool ready_ = false;
};

RejectionCause cause_of(simdjson::error_code fault) {
  if (fault == simdjson::DEPTH_ERROR) {
    return {"too_deep",
            "the JSON nests deeper than " + std::to_string(schema::limits::kJsonDepth.value) + " levels"};
  }
  return {"malformed_json", std::string("not valid JSON: ") + simdjson::error_message(fault)};
}

class LineCutter final : public RecordCutter {
 public:
  explicit LineCutter(ByteSource& bytes) : lines_(bytes) {}

  Result<std::optional<RawRecord>> next() override {
    const auto line = lines_.next_with_text();
    if (!line) return tl::make_unexpected(line.error());
    if (!*line) return std::nullopt;
    return RawRecord{(*line)->number, (*line)->text, (*line)->bytes, (*line)->too_large};
  }

 private:
  LineSource lines_;
};

class ObjectParser final : public RecordParser {
 public:
  using Read = RecordResult (*)(dom::object object, Record& record);
  explicit ObjectParser(Read read) : read_(read) {}

  tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) override {
    dom::element document;
    if (const auto fault = parser_.parse(text).get(document)) return tl::make_unexpected(cause_of(fault));
    dom::object object;
    if (document.get_object().get(object)) {
      return tl::make_unexpected(RejectionCause{
          "not_an_object", "the line is " + std::string(type_name(document)) + ", not an object"});
    }
    auto paper = read_(object, record);
    if (!paper) return tl::make_unexpected(std::move(paper.error()));
    return Parsed{std::move(*paper), std::nullopt};
  }

 private:
  Read read_;
  LineParser parser_;
};

std::unique_ptr<Reader> open_lines(Format format, std::unique_ptr<ByteSource> bytes,
                                   ObjectParser::Read read) {
  auto cutter = std::make_unique<LineCutter>(*bytes);
  return make_record_reader(format, std::move(bytes), std::move(cutter),
                            std::make_unique<ObjectParser>(read));
}

// The first line with text, without its end; empty where there is none. A head that ends within it gives what
// there is.
std::string_view first_line(std::string_view head) {
  while (!head.empty()) {
    const auto end = head.find('\n');
    const std::string_view line = head.substr(0, end);
    if (line.find_first_not_of(" \t\r\v\f") != line.npos) return line;
    if (end == head.npos) return {};
    head.remove_prefix(end + 1);
  }
  return {};
}

enum class FirstLine { something_else, array, arxiv_snapshot, object_with_id, object };

FirstLine judge(std::string_view head) {
  const std::string_view line = first_line(head);
  const bool too_large = line.size() > static_cast<std::size_t>(schema::limits::kRecordBytes.value);
  if (line.empty() || too_large || !schema::is_valid_utf8(line)) return FirstLine::something_else;
  LineParser parser;
  dom::element document;
  if (parser.parse(line).get(document) != simdjson::SUCCESS) return FirstLine::something_else;
  if (document.is_array()) return FirstLine::array;
  dom::object object;
  if (document.get_object().get(object) != simdjson::SUCCESS) return FirstLine::something_else;
  const auto has = [&](std::string_view key) { return object.at_key(key).error() == simdjson::SUCCESS; };
  if (has("authors_parsed") || (has("versions") && has("update_date"))) return FirstLine::arxiv_snapshot;
  return has("id") || has("_id") ? FirstLine::object_with_id : FirstLine::object;
}

}  // namespace

bool looks_like_arxiv_snapshot(std::string_view head) { return judge(head) == FirstLine::arxiv_snapshot; }

bool looks_like_incipit_jsonl(std::string_view head) {
  return judge(head) == FirstLine::object_with_id && !begins_with_openalex_entity(head) &&
         !looks_like_semantic_scholar(head) && !looks_like_csl_json(head);
}

bool begins_with_json_array_line(std::string_view head) { return judge(head) == FirstLine::array; }

std::unique_ptr<Reader> open_arxiv_snapshot(std::unique_ptr<ByteSource> bytes) {
  return open_lines(Format::arxiv_snapshot, std::move(bytes), read_arxiv_record);
}

std::unique_ptr<Reader> open_incipit_jsonl(std::unique_ptr<ByteSource> bytes) {
  return open_lines(Format::incipit_jsonl, std::move(bytes), read_incipit_record);
}

}  // namespace incipit::corpus
