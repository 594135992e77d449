#include "corpus/reader.h"

#include <utility>

#include "corpus/archive.h"
#include "corpus/archive_reader.h"
#include "corpus/formats.h"
#include "corpus/json_lines.h"
#include "corpus/json_refusal.h"
#include "corpus/peeked_source.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr std::size_t kHeadBytes = 64 * 1024;
// A first record in one line may be longer than the head: of JSON as much is looked at as a record can have.
constexpr std::size_t kLongHeadBytes =
    kHeadBytes + static_cast<std::size_t>(schema::limits::kRecordBytes.value);

// Faults of the input that its format tells know no file name.
class NamedReader final : public Reader {
 public:
  NamedReader(std::string name, std::unique_ptr<Reader> reader)
      : name_(std::move(name)), reader_(std::move(reader)) {}

  Result<std::optional<Record>> next() override {
    auto record = reader_->next();
    if (record || record.error().message.find(name_) != std::string::npos) return record;
    auto error = std::move(record.error());
    error.message = name_ + ": " + error.message;
    return tl::make_unexpected(std::move(error));
  }
  Format format() const override { return reader_->format(); }
  std::uint64_t bytes_read() const override { return reader_->bytes_read(); }
  std::string hash() const override { return reader_->hash(); }

 private:
  std::string name_;
  std::unique_ptr<Reader> reader_;
};

bool named_as_jsonl(const InputFile& input) {
  const std::string name = input.name();
  const auto stem_end = name.rfind(".jsonl");
  if (stem_end == name.npos) return false;
  const std::string_view rest = std::string_view(name).substr(stem_end + 6);
  return rest.empty() || (rest.front() == '.' && rest.find('.', 1) == rest.npos);
}

Result<std::string_view> head_of(PeekedSource& bytes) {
  auto head = bytes.peek(kHeadBytes);
  if (!head || head->size() < kHeadBytes) return head;
  const auto begin = head->find_first_not_of(" \t\r\n");
  const bool json = begin != head->npos && ((*head)[begin] == '{' || (*head)[begin] == '[');
  const bool line_goes_on = json && head->find('\n', begin) == head->npos;
  return line_goes_on ? bytes.peek(kLongHeadBytes) : head;
}

// The format that the head shows. A file that calls itself JSON Lines is read as Incipit JSONL even when its
// first line is bad, unless it is a whole JSON array or an entity of a catalogue that is no paper.
Result<const FormatRow*> detect(const InputFile& input, std::string_view head) {
  if (const FormatRow* row = row_claiming(head)) return row;
  const bool lines = named_as_jsonl(input) && !begins_with_json_array_line(head);
  if (lines && describe_other_entities(head).empty()) return row_of(Format::incipit_jsonl);
  return fail(ErrorCode::input_invalid, input.name() + ' ' + describe_head(head) + "; the formats read are " +
                                            format_names() + " (plain or compressed)");
}

// `decompressed` are the bytes of a file, or of a member of an archive.
Result<std::unique_ptr<Reader>> open_bytes(std::unique_ptr<ByteSource> decompressed, const InputFile& input,
                                           Format format, bool in_archive) {
  auto bytes = std::make_unique<PeekedSource>(std::move(decompressed));
  auto head = head_of(*bytes);
  if (!head) {
    head.error().message += "; the last whole line is 0";
    return tl::make_unexpected(head.error());
  }
  if (!in_archive && looks_like_tar(*head)) {
    const auto open_member = [](std::unique_ptr<ByteSource> member, const InputFile& file, Format given) {
      return open_bytes(std::move(member), file, given, true);
    };
    return open_archive_reader(std::move(bytes), input.name(), format, open_member);
  }
  const FormatRow* row = row_of(format);
  if (row == nullptr) {
    const auto detected = detect(input, *head);
    if (!detected) return tl::make_unexpected(detected.error());
    row = *detected;
  }
  return std::make_unique<NamedReader>(input.name(), row->open(std::move(bytes)));
}

}  // namespace

Result<std::unique_ptr<Reader>> open_reader(const InputFile& input, Format format) {
  if (input.kind != InputKind::papers) {
    return fail(ErrorCode::input_invalid, input.name() + " is a table of kind " +
                                              std::string(name_of(input.kind)) + ", not a file of papers");
  }
  auto bytes = ByteSource::open(input);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return open_bytes(std::move(*bytes), input, format, false);
}

Result<std::unique_ptr<Reader>> open_reader(std::unique_ptr<ByteSource> bytes, const InputFile& input,
                                            Format format) {
  auto decompressed = ByteSource::decompress(std::move(bytes), input.name());
  if (!decompressed) return tl::make_unexpected(decompressed.error());
  return open_bytes(std::move(*decompressed), input, format, false);
}

}  // namespace incipit::corpus
