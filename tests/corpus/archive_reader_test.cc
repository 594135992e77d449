// The members of an archive as one reader, and archives as inputs.
#include "corpus/archive_reader.h"

#include <gmock/gmock.h>

#include "tests/corpus/packing.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Opens members as lines of rejections; one that begins with '?' has no format, a line "stop" is a fault.
MemberOpener opener() {
  return [](std::unique_ptr<ByteSource> bytes, const InputFile& member,
            Format) -> schema::Result<std::unique_ptr<Reader>> {
    class Lines final : public Reader {
     public:
      explicit Lines(std::string text) : text_(std::move(text)) {}
      schema::Result<std::optional<Record>> next() override {
        if (text_.empty()) return std::nullopt;
        Record record;
        record.line = ++line_;
        record.rejection = Rejection{"no_id", "why", text_, text_.size()};
        record.warnings.push_back({"field", "because"});
        const auto end = text_.find('\n');
        text_.erase(0, end == text_.npos ? end : end + 1);
        if (record.rejection->raw.substr(0, 4) == "stop")
          return schema::fail(ErrorCode::input_unreadable, "stopped");
        return record;
      }
      Format format() const override { return Format::ris; }
      std::uint64_t bytes_read() const override { return 0; }
      std::string hash() const override { return {}; }

     private:
      std::string text_;
      std::uint64_t line_ = 0;
    };
    EXPECT_TRUE(member.found);
    const Unpacked unpacked = unpack(*bytes);
    if (unpacked.error) return tl::make_unexpected(*unpacked.error);
    if (unpacked.text.substr(0, 1) == "?") return schema::fail(ErrorCode::input_invalid, "no format");
    return std::make_unique<Lines>(unpacked.text);
  };
}

std::vector<std::string> read_archive(const std::string& tar, Format* format = nullptr) {
  std::vector<std::string> out;
  auto reader = open_archive_reader(std::make_unique<MemorySource>(tar), "x.tar", Format::detect, opener());
  if (!reader) return {"open: " + reader.error().message};
  if (format != nullptr) *format = (*reader)->format();
  while (true) {
    const auto record = (*reader)->next();
    if (!record) {
      out.push_back("error: " + record.error().message);
      return out;
    }
    if (!*record) return out;
    const auto& rejection = *(*record)->rejection;
    out.push_back(std::to_string((*record)->line) + ' ' + rejection.code + ' ' + rejection.reason);
    // Warnings are counted by their words: a member's name in them would make a row of each member.
    for (const auto& warning : (*record)->warnings) EXPECT_EQ(warning.reason, "because");
  }
}

TEST(ArchiveReader, ReadsMembersOneAfterTheOther) {
  Format format = Format::detect;
  const auto records =
      read_archive(tar_member("README", "?") + tar_member("a", "x\ny") + tar_member("b", "z\nstop\nw") +
                       tar_member("cut.gz", gzip("abc").substr(0, 12)) + tar_member("c", "v") + tar_end(),
                   &format);
  EXPECT_EQ(format, Format::ris);
  ASSERT_EQ(records.size(), 7u);
  EXPECT_EQ(records[0], "1 unreadable_member member README: no format");
  EXPECT_EQ(records[1], "1 no_id member a: why");
  EXPECT_EQ(records[2], "2 no_id member a: why");
  EXPECT_EQ(records[3], "1 no_id member b: why");
  EXPECT_EQ(records[4], "1 unreadable_member member b: stopped");
  EXPECT_THAT(records[5], HasSubstr("1 unreadable_member member cut.gz: cut.gz is truncated (gzip)"));
  EXPECT_EQ(records[6], "1 no_id member c: why");
}

TEST(ArchiveReader, AnArchiveWithoutFilesIsRefused) {
  EXPECT_THAT(read_archive(tar_member({"d/", '5', {}, {}, false}, "") + tar_end()),
              ElementsAre("open: x.tar is an archive that holds no files"));
}

TEST(ArchiveReader, AFaultOfTheArchiveEndsIt) {
  const auto records =
      read_archive((tar_member("a", "x") + tar_member("b", std::string(5000, 'y'))).substr(0, 3000));
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0], "1 no_id member a: why");
  EXPECT_THAT(records[1], HasSubstr("unreadable_member member b: x.tar is damaged or cut short"));
  EXPECT_THAT(records[2], HasSubstr("error: x.tar is damaged or cut short"));
}

TEST(ArchiveInput, IsReadMemberByMember) {
  const std::string jsonl = "{\"id\":\"1\",\"title\":\"T\"}\n{bad\n{\"id\":\"2\",\"title\":\"U\"}\n";
  const std::string more = "{\"id\":\"3\",\"title\":\"V\"}\n";
  const std::string tar = tar_member("README", "read me") + tar_member("data/a.jsonl", jsonl) +
                          tar_member("data/b.jsonl.gz", gzip(more)) +
                          tar_member("inner.tar", tar_member("c.jsonl", more) + tar_end()) + tar_end();
  TempDir dir;
  for (const auto& [name, bytes] : std::vector<std::pair<std::string, std::string>>{
           {"x.tar", tar}, {"x.tar.gz", gzip(tar)}, {"x.tar.zst", zstd(tar)}, {"x.tar.xz", xz(tar)}}) {
    const Reading reading = read_all({dir.write(name, bytes)});
    EXPECT_FALSE(reading.failed) << reading.error.message;
    EXPECT_EQ(reading.format, Format::incipit_jsonl);
    EXPECT_EQ(reading.papers(), 3u);
    ASSERT_EQ(reading.records.size(), 6u);
    EXPECT_EQ(reading.records[0].rejection->code, "unreadable_member");
    EXPECT_THAT(reading.records[0].rejection->reason, HasSubstr("member README: "));
    EXPECT_EQ(reading.records[2].line, 2u);
    EXPECT_EQ(reading.records[2].rejection->code, "malformed_json");
    EXPECT_THAT(reading.records[2].rejection->reason, HasSubstr("member data/a.jsonl: "));
    EXPECT_EQ(reading.records[4].paper->id, "3");
    EXPECT_EQ(reading.records[5].rejection->code, "unreadable_member");
    EXPECT_EQ(reading.bytes, bytes.size());
    // Of the bytes as stored, to the last.
    EXPECT_EQ(reading.hash, read_all({dir.write("same", bytes)}).hash);
    if (name == "x.tar") {
      EXPECT_NE(reading.hash, read_all({dir.write("longer", bytes + std::string(512, '\0'))}).hash);
    }
  }
}

TEST(ArchiveInput, CutShortSaysWhere) {
  const std::string line = "{\"id\":\"1\",\"title\":\"T\"}\n";
  const std::string tar = tar_member("a.jsonl", line) + tar_member("b.jsonl", line + std::string(3000, ' '));
  TempDir dir;
  const Reading reading = read_all({dir.write("x.tar", tar.substr(0, 2500))});
  ASSERT_TRUE(reading.failed);
  EXPECT_EQ(reading.error.code, ErrorCode::input_unreadable);
  EXPECT_THAT(reading.error.message, HasSubstr("x.tar is damaged or cut short"));
  EXPECT_EQ(reading.papers(), 2u);
}

}  // namespace
}  // namespace incipit::corpus
