#include "corpus/record_reader.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::Result;

Rejection rejection_of(const RawRecord& raw, RejectionCause cause) {
  const auto cap = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);
  return {std::move(cause.code), std::move(cause.reason), std::string(raw.text.substr(0, cap)), raw.bytes};
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

class RecordReader final : public Reader {
 public:
  RecordReader(Format format, std::unique_ptr<ByteSource> bytes, std::unique_ptr<RecordCutter> cutter,
               std::unique_ptr<RecordParser> parser)
      : format_(format), bytes_(std::move(bytes)), cutter_(std::move(cutter)), parser_(std::move(parser)) {}

  Result<std::optional<Record>> next() override {
    while (true) {
      const auto raw = cutter_->next();
      if (!raw) return tl::make_unexpected(raw.error());
      if (!*raw) return std::nullopt;
      Record record;
      record.line = (*raw)->line;
      auto parsed = parse(**raw, record);
      if (!parsed) {
        record.rejection = rejection_of(**raw, std::move(parsed.error()));
      } else if (parsed->paper) {
        record.paper = std::move(parsed->paper);
      } else if (parsed->deleted) {
        record.deleted = std::move(parsed->deleted);
      } else {
        continue;
      }
      drop_repeats(record);
      return record;
    }
  }

  Format format() const override { return format_; }
  std::uint64_t bytes_read() const override { return bytes_->bytes_read(); }
  std::string hash() const override { return bytes_->hash(); }

 private:
  tl::expected<Parsed, RejectionCause> parse(const RawRecord& raw, Record& record) {
    const auto reject = [](std::string code, std::string reason) {
      return tl::make_unexpected(RejectionCause{std::move(code), std::move(reason)});
    };
    if (raw.too_large) {
      return reject("too_large", "the record has " + std::to_string(raw.bytes) + " bytes; at most " +
                                     std::to_string(schema::limits::kRecordBytes.value) + " are read");
    }
    if (!schema::is_valid_utf8(raw.text)) return reject("invalid_utf8", "the record is not valid UTF-8");
    return parser_->parse(raw.text, record);
  }

  // Destroyed from the last to the first: the parser may look at the cutter, the cutter reads from the bytes.
  Format format_;
  std::unique_ptr<ByteSource> bytes_;
  std::unique_ptr<RecordCutter> cutter_;
  std::unique_ptr<RecordParser> parser_;
};

}  // namespace

std::unique_ptr<Reader> make_record_reader(Format format, std::unique_ptr<ByteSource> bytes,
                                           std::unique_ptr<RecordCutter> cutter,
                                           std::unique_ptr<RecordParser> parser) {
  return std::make_unique<RecordReader>(format, std::move(bytes), std::move(cutter), std::move(parser));
}

}  // namespace incipit::corpus
