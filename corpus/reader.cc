#include "corpus/reader.h"

#include <simdjson.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "corpus/json_records.h"
#include "corpus/line_source.h"
#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

namespace dom = simdjson::dom;
using schema::ErrorCode;
using schema::fail;
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

Rejection rejection_of(const Line& line, RejectionCause cause) {
  const auto cap = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);
  return {std::move(cause.code), std::move(cause.reason), std::string(line.text.substr(0, cap)), line.bytes};
}

RejectionCause cause_of(simdjson::error_code fault) {
  if (fault == simdjson::DEPTH_ERROR) {
    return {"too_deep",
            "the JSON nests deeper than " + std::to_string(schema::limits::kJsonDepth.value) + " levels"};
  }
  return {"malformed_json", std::string("not valid JSON: ") + simdjson::error_message(fault)};
}

// Thousands of authors with the same fault are told once.
void drop_repeats(Record& record) {
  auto& warnings = record.warnings;
  const auto key = [](const FieldWarning& warning) { return std::tie(warning.field, warning.reason); };
  std::sort(warnings.begin(), warnings.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto same = [&](const auto& a, const auto& b) { return key(a) == key(b); };
  warnings.erase(std::unique(warnings.begin(), warnings.end(), same), warnings.end());
  auto& keys = record.ignored_keys;
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

// Any format of one JSON object per line.
class JsonLinesReader final : public Reader {
 public:
  JsonLinesReader(std::unique_ptr<LineSource> lines, Format format)
      : lines_(std::move(lines)), format_(format) {}

  Result<std::optional<Record>> next() override {
    const auto line = lines_->next_with_text();
    if (!line) return tl::make_unexpected(line.error());
    if (!*line) return std::nullopt;
    Record record;
    record.line = (*line)->number;
    auto paper = read(**line, record);
    if (paper) {
      record.paper = std::move(*paper);
    } else {
      record.rejection = rejection_of(**line, std::move(paper.error()));
    }
    drop_repeats(record);
    return record;
  }

  Format format() const override { return format_; }
  std::uint64_t bytes_read() const override { return lines_->bytes().bytes_read(); }
  std::string hash() const override { return lines_->bytes().hash(); }

 private:
  RecordResult read(const Line& line, Record& record) {
    const auto reject = [](std::string code, std::string reason) {
      return tl::make_unexpected(RejectionCause{std::move(code), std::move(reason)});
    };
    if (line.too_large) {
      return reject("too_large", "the record has " + std::to_string(line.bytes) + " bytes; at most " +
                                     std::to_string(schema::limits::kRecordBytes.value) + " are read");
    }
    if (!schema::is_valid_utf8(line.text)) return reject("invalid_utf8", "the record is not valid UTF-8");
    dom::element document;
    if (const auto fault = parser_.parse(line.text).get(document))
      return tl::make_unexpected(cause_of(fault));
    dom::object object;
    if (document.get_object().get(object)) {
      return reject("not_an_object", "the line is " + std::string(type_name(document)) + ", not an object");
    }
    return format_ == Format::arxiv_snapshot ? read_arxiv_record(object, record)
                                             : read_incipit_record(object, record);
  }

  std::unique_ptr<LineSource> lines_;
  Format format_;
  LineParser parser_;
};

bool named_as_jsonl(const InputFile& input) {
  const std::string name = input.name();
  const auto ends_with = [&](std::string_view end) {
    return name.size() >= end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
  };
  return ends_with(".jsonl") || ends_with(".jsonl.gz") || ends_with(".jsonl.zst");
}

bool has_key(dom::object object, std::string_view key) {
  return object.at_key(key).error() == simdjson::SUCCESS;
}

// The format that the first line with text shows. A file that calls itself JSON Lines is read as Incipit
// JSONL even when that line is bad, unless it is a whole JSON array.
Result<Format> detect(const InputFile& input, const std::optional<Line>& line) {
  const auto unknown = [&](const std::string& what) {
    return fail(ErrorCode::input_invalid, input.name() + ' ' + what +
                                              "; the formats read are incipit-jsonl and arxiv-snapshot (one "
                                              "JSON object per line, plain, gzip or zstd)");
  };
  const bool jsonl_name = named_as_jsonl(input);
  if (!line) {
    if (jsonl_name) return Format::incipit_jsonl;
    return unknown("is empty");
  }
  LineParser parser;
  dom::element document;
  const bool is_json = !line->too_large && schema::is_valid_utf8(line->text) &&
                       parser.parse(line->text).get(document) == simdjson::SUCCESS;
  dom::object object;
  if (is_json && document.get_object().get(object) == simdjson::SUCCESS) {
    const bool versions = has_key(object, "versions") && has_key(object, "update_date");
    if (has_key(object, "authors_parsed") || versions) return Format::arxiv_snapshot;
    if (has_key(object, "id") || has_key(object, "_id") || jsonl_name) return Format::incipit_jsonl;
    return unknown("begins with a JSON object that has neither 'id' nor '_id'");
  }
  if (is_json && document.is_array()) return unknown("is a JSON array; write one record per line");
  if (jsonl_name) return Format::incipit_jsonl;
  const auto begin = line->text.find_first_not_of(" \t");
  if (begin != line->text.npos && line->text[begin] == '<') return unknown("looks like XML");
  return unknown("does not begin with a JSON object");
}

}  // namespace

Result<std::unique_ptr<Reader>> open_reader(const InputFile& input, Format format) {
  if (input.kind != InputKind::papers) {
    return fail(ErrorCode::input_invalid, input.name() + " is a table of kind " +
                                              std::string(name_of(input.kind)) + ", not a file of papers");
  }
  auto bytes = ByteSource::open(input);
  if (!bytes) return tl::make_unexpected(bytes.error());
  auto lines = std::make_unique<LineSource>(std::move(*bytes));
  if (format == Format::detect) {
    const auto line = lines->next_with_text();
    if (!line) return tl::make_unexpected(line.error());
    const auto detected = detect(input, *line);
    if (!detected) return tl::make_unexpected(detected.error());
    format = *detected;
    if (*line) lines->put_back();
  }
  return std::make_unique<JsonLinesReader>(std::move(lines), format);
}

}  // namespace incipit::corpus
