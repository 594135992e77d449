#include "corpus/json_lines.h"

#include <simdjson.h>

#include <optional>
#include <string>
#include <utility>

#include "corpus/csl_json.h"
#include "corpus/json_parser.h"
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

std::unique_ptr<Reader> open_lines(Format format, std::unique_ptr<ByteSource> bytes,
                                   RecordResult (*read)(dom::object object, Record& record)) {
  auto cutter = std::make_unique<LineCutter>(*bytes);
  auto parser = make_json_parser([read](dom::object object, Record& record) {
    return read(object, record).map([](schema::Paper&& paper) { return Parsed{std::move(paper), std::nullopt}; });
  });
  return make_record_reader(format, std::move(bytes), std::move(cutter), std::move(parser));
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
  JsonTextParser parser;
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
