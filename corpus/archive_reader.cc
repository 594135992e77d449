#include "corpus/archive_reader.h"

#include <deque>
#include <utility>

#include "corpus/archive.h"

namespace incipit::corpus {
namespace {

using schema::Error;
using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr std::size_t kMembersTriedFirst = 100;

class ArchiveReader final : public Reader {
 public:
  ArchiveReader(std::unique_ptr<Archive> archive, std::string name, Format format, MemberOpener open_member)
      : archive_(std::move(archive)),
        archive_name_(std::move(name)),
        given_(format),
        format_(format),
        open_member_(std::move(open_member)) {}

  // Goes to the first member that can be read, so that the format is known.
  Result<void> begin() {
    while (!member_ && waiting_.size() < kMembersTriedFirst) {
      const auto more = advance();
      if (!more) return tl::make_unexpected(more.error());
      if (*more) continue;
      if (waiting_.empty())
        return fail(ErrorCode::input_invalid, archive_name_ + " is an archive that holds no files");
      break;
    }
    if (member_) format_ = member_->format();
    return {};
  }

  Result<std::optional<Record>> next() override {
    while (true) {
      if (!waiting_.empty()) {
        Record record = std::move(waiting_.front());
        waiting_.pop_front();
        return record;
      }
      if (member_) {
        auto record = member_->next();
        if (!record) {
          waiting_.push_back(unreadable(record.error()));
          member_.reset();
          continue;
        }
        if (*record) return named(std::move(**record));
        member_.reset();
      }
      const auto more = advance();
      if (!more) return tl::make_unexpected(more.error());
      if (!*more) return std::nullopt;
    }
  }

  Format format() const override { return format_; }
  std::uint64_t bytes_read() const override { return archive_->bytes().bytes_read(); }
  std::string hash() const override { return archive_->bytes().hash(); }

 private:
  // To the next member, which becomes `member_` or a record that waits. False at the end.
  Result<bool> advance() {
    auto member = archive_->next();
    if (!member) return tl::make_unexpected(member.error());
    if (!*member) return false;
    name_ = std::move((*member)->name);
    if (!(*member)->bytes) {
      waiting_.push_back(unreadable((*member)->bytes.error()));
      return true;
    }
    auto reader =
        open_member_(std::move(*(*member)->bytes), InputFile{name_, InputKind::papers, true}, given_);
    if (reader) {
      member_ = std::move(*reader);
    } else {
      waiting_.push_back(unreadable(reader.error()));
    }
    return true;
  }

  Record unreadable(const Error& error) const {
    Record record;
    record.line = 1;
    record.rejection =
        Rejection{"unreadable_member", "member " + name_ + ": " + error.message, name_, name_.size()};
    return record;
  }

  Record named(Record record) const {
    if (record.rejection) record.rejection->reason = "member " + name_ + ": " + record.rejection->reason;
    return record;
  }

  std::unique_ptr<Archive> archive_;
  std::string archive_name_;
  Format given_;
  Format format_;
  MemberOpener open_member_;
  std::unique_ptr<Reader> member_;
  std::string name_;
  std::deque<Record> waiting_;  // rejections of members that could not be opened
};

}  // namespace

Result<std::unique_ptr<Reader>> open_archive_reader(std::unique_ptr<ByteSource> bytes, std::string name,
                                                    Format format, MemberOpener open_member) {
  auto archive = Archive::open(std::move(bytes), name);
  if (!archive) return tl::make_unexpected(archive.error());
  auto reader =
      std::make_unique<ArchiveReader>(std::move(*archive), std::move(name), format, std::move(open_member));
  if (auto begun = reader->begin(); !begun) return tl::make_unexpected(begun.error());
  return reader;
}

}  // namespace incipit::corpus
