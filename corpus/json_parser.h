// One JSON record as a paper, whatever cut it out of its file.
#pragma once

#include <simdjson.h>

#include <functional>
#include <memory>
#include <string_view>

#include "corpus/record_reader.h"

namespace incipit::corpus {

// A parser that is used again and again, and refuses what nests deeper than limits::kJsonDepth (DEPTH_ERROR). Its capacity
// follows the longest text, which its caller bounds. An answer holds until the next call.
class JsonTextParser {
 public:
  [[nodiscard]] simdjson::simdjson_result<simdjson::dom::element> parse(std::string_view text);

 private:
  simdjson::dom::parser parser_;
  bool ready_ = false;
};

// Gives each record to `read` as an object; what is not valid JSON ("malformed_json"), nests too deep ("too_deep") or is no
// object ("not_an_object") never reaches it.
using ReadJsonObject = std::function<tl::expected<Parsed, RejectionCause>(simdjson::dom::object, Record&)>;
[[nodiscard]] std::unique_ptr<RecordParser> make_json_parser(ReadJsonObject read);

}  // namespace incipit::corpus
