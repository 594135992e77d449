#include "corpus/json_parser.h"

#include <string>
#include <utility>

#include "corpus/json_fields.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

constexpr std::size_t kFirstCapacity = 16 * 1024;
constexpr auto kDepth = static_cast<std::size_t>(schema::limits::kJsonDepth.value);

RejectionCause cause_of(simdjson::error_code fault) {
  if (fault == simdjson::DEPTH_ERROR)
    return {"too_deep", "the JSON nests deeper than " + std::to_string(kDepth) + " levels"};
  return {"malformed_json", std::string("not valid JSON: ") + simdjson::error_message(fault)};
}

class JsonParser final : public RecordParser {
 public:
  explicit JsonParser(ReadJsonObject read) : read_(std::move(read)) {}

  tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) override {
    simdjson::dom::element document;
    if (const auto fault = parser_.parse(text).get(document)) return tl::make_unexpected(cause_of(fault));
    if (document.is_object()) return read_(object_in(document), record);
    return tl::make_unexpected(RejectionCause{
        "not_an_object", "the record is " + std::string(type_name(document)) + ", not an object"});
  }

 private:
  ReadJsonObject read_;
  JsonTextParser parser_;
};

}  // namespace

simdjson::simdjson_result<simdjson::dom::element> JsonTextParser::parse(std::string_view text) {
  if (!ready_) {
    if (const auto fault = parser_.allocate(kFirstCapacity, kDepth)) return fault;
    ready_ = true;
  }
  return parser_.parse(text.data(), text.size());
}

std::unique_ptr<RecordParser> make_json_parser(ReadJsonObject read) {
  return std::make_unique<JsonParser>(std::move(read));
}

}  // namespace incipit::corpus
