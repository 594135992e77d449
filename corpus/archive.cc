#include "corpus/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

#include "corpus/decompressor.h"
#include "corpus/display_name.h"

namespace incipit::corpus {
namespace {

using schema::Error;
using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr std::size_t kBlockBytes = 64 * 1024;
constexpr std::size_t kHeaderBytes = 512;
constexpr std::size_t kMagicOffset = 257;
constexpr std::size_t kChecksumOffset = 148;
constexpr std::size_t kChecksumBytes = 8;
constexpr auto kNameBytes = static_cast<std::size_t>(schema::limits::kArchiveNameBytes.value);

// An octal number as tar writes one: padded by spaces, ended by a space or a zero byte.
std::optional<unsigned> octal(std::string_view field) {
  const auto begin = field.find_first_not_of(' ');
  if (begin == field.npos) return std::nullopt;
  unsigned value = 0;
  std::size_t digits = 0;
  for (const char c : field.substr(begin)) {
    if (c == ' ' || c == '\0') break;
    if (c < '0' || c > '7') return std::nullopt;
    value = value * 8 + static_cast<unsigned>(c - '0');
    ++digits;
  }
  if (digits == 0) return std::nullopt;
  return value;
}

class TarArchive final : public Archive {
 public:
  TarArchive(std::unique_ptr<ByteSource> bytes, std::string name, std::int64_t most_members)
      : bytes_(std::move(bytes)),
        name_(std::move(name)),
        most_members_(most_members),
        tar_(::archive_read_new()),
        block_(kBlockBytes) {}
  TarArchive(const TarArchive&) = delete;
  TarArchive& operator=(const TarArchive&) = delete;
  ~TarArchive() override { ::archive_read_free(tar_); }

  Result<void> begin() {
    if (tar_ == nullptr) return fail(ErrorCode::system, "reading an archive needs more memory");
    if (::archive_read_support_format_tar(tar_) != ARCHIVE_OK ||
        ::archive_read_set_option(tar_, "tar", "read_concatenated_archives", "1") != ARCHIVE_OK) {
      return fail(ErrorCode::system, "tar archives cannot be read", text_of_fault());
    }
    const auto give = [](::archive*, void* self, const void** block) {
      return static_cast<TarArchive*>(self)->give(block);
    };
    if (::archive_read_open(tar_, this, nullptr, give, nullptr) == ARCHIVE_OK) return {};
    if (input_fault_) return tl::make_unexpected(*input_fault_);
    return fail(ErrorCode::input_invalid, name_ + " is not a tar archive", text_of_fault());
  }

  Result<std::optional<Member>> next() override {
    ++serial_;
    piece_ = {};
    member_offset_ = 0;
    if (fault_) return tl::make_unexpected(*fault_);
    while (!ended_) {
      ::archive_entry* entry = nullptr;
      const int status = ::archive_read_next_header(tar_, &entry);
      if (status == ARCHIVE_EOF) {
        ended_ = true;
        break;
      }
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return stop(status_fault());
      if (++members_ > most_members_) {
        return stop(Error{ErrorCode::limit_exceeded,
                          name_ + " has more than " + std::to_string(most_members_) + " members (limit " +
                              std::string(schema::limits::kArchiveMembers.name) + ")",
                          {},
                          {},
                          {}});
      }
      if (::archive_entry_filetype(entry) != AE_IFREG || ::archive_entry_hardlink(entry) != nullptr) continue;
      return member_of(entry);
    }
    if (auto drained = drain(); !drained) return stop(drained.error());
    return std::nullopt;
  }

  const ByteSource& bytes() const override { return *bytes_; }

  // The bytes of the current member, for its source.
  Result<std::size_t> read_member(std::uint64_t serial, const std::string& name, char* out,
                                  std::size_t size) {
    if (serial != serial_)
      return fail(ErrorCode::internal, name + " is read after the member that follows it");
    if (fault_) return tl::make_unexpected(*fault_);
    while (piece_.empty()) {
      const void* data = nullptr;
      std::size_t bytes = 0;
      la_int64_t offset = 0;
      const int status = ::archive_read_data_block(tar_, &data, &bytes, &offset);
      if (status == ARCHIVE_EOF) return std::size_t{0};
      const bool gapless = static_cast<std::uint64_t>(offset) == member_offset_;
      if (status != ARCHIVE_OK || !gapless) return stop(status_fault());
      piece_ = std::string_view(static_cast<const char*>(data), bytes);
      member_offset_ += bytes;
    }
    const std::size_t count = std::min(size, piece_.size());
    std::memcpy(out, piece_.data(), count);
    piece_.remove_prefix(count);
    return count;
  }

 private:
  class MemberSource final : public ByteSource {
   public:
    MemberSource(TarArchive& archive, std::string name)
        : archive_(archive), serial_(archive.serial_), name_(std::move(name)) {}
    Result<std::size_t> read(char* out, std::size_t size) override {
      return archive_.read_member(serial_, name_, out, size);
    }
    std::uint64_t bytes_read() const override { return archive_.bytes_->bytes_read(); }
    std::string hash() const override { return archive_.bytes_->hash(); }

   private:
    TarArchive& archive_;
    std::uint64_t serial_;
    std::string name_;
  };

  la_ssize_t give(const void** block) {
    *block = block_.data();
    const auto count = bytes_->read(block_.data(), block_.size());
    if (count) return static_cast<la_ssize_t>(*count);
    input_fault_ = count.error();
    ::archive_set_error(tar_, EIO, "the input ends in a fault");
    return -1;
  }

  Member member_of(::archive_entry* entry) {
    // Never converted to the locale's characters: the bytes as they stand, or what a pax header gives as
    // UTF-8.
    const char* given = ::archive_entry_pathname(entry);
    if (given == nullptr) given = ::archive_entry_pathname_utf8(entry);
    const std::string_view name = given == nullptr ? std::string_view() : std::string_view(given);
    if (name.empty()) {
      const std::string shown = "member " + std::to_string(members_);
      return {shown,
              ByteSource::decompress(std::make_unique<MemberSource>(*this, shown), shown, &expansion_)};
    }
    if (name.size() > kNameBytes) {
      return {
          display_name(name.substr(0, kShownNameBytes)) + "...",
          fail(ErrorCode::limit_exceeded, "its name has " + std::to_string(name.size()) + " bytes; at most " +
                                              std::to_string(kNameBytes) + " are read (limit " +
                                              std::string(schema::limits::kArchiveNameBytes.name) + ")")};
    }
    const std::string shown = display_name(name);
    if (::archive_entry_sparse_count(entry) > 0) {
      return {shown, fail(ErrorCode::input_invalid, "it is a sparse file, which is not read")};
    }
    return {shown, ByteSource::decompress(std::make_unique<MemberSource>(*this, shown), shown, &expansion_)};
  }

  // The archive ends before its input where zero bytes follow; they count into the hash.
  Result<void> drain() {
    while (true) {
      const auto count = bytes_->read(block_.data(), block_.size());
      if (!count) return tl::make_unexpected(count.error());
      if (*count == 0) return {};
    }
  }

  std::string text_of_fault() const {
    const char* text = ::archive_error_string(tar_);
    return text == nullptr ? std::string() : display_name(std::string_view(text).substr(0, kShownNameBytes));
  }

  Error status_fault() const {
    if (input_fault_) return *input_fault_;
    return {ErrorCode::input_unreadable,
            name_ + " is damaged or cut short (tar) at byte " +
                std::to_string(::archive_filter_bytes(tar_, 0)) + " of its unpacked bytes, at member " +
                std::to_string(members_),
            text_of_fault(),
            {},
            {}};
  }

  tl::unexpected<Error> stop(Error error) {
    fault_ = std::move(error);
    return tl::make_unexpected(*fault_);
  }

  static constexpr std::size_t kShownNameBytes = 200;

  std::unique_ptr<ByteSource> bytes_;
  std::string name_;
  std::int64_t most_members_;
  ::archive* tar_;
  std::vector<char> block_;
  Expansion expansion_;  // of all compressed members together
  std::int64_t members_ = 0;
  std::uint64_t serial_ = 0;         // of the current member, so that an older one is not taken for it
  std::string_view piece_;           // of the current member, read but not given yet
  std::uint64_t member_offset_ = 0;  // where the next piece must begin
  bool ended_ = false;
  std::optional<Error> input_fault_;
  std::optional<Error> fault_;
};

}  // namespace

bool looks_like_tar(std::string_view head) {
  if (head.size() < kHeaderBytes) return false;
  const std::string_view magic = head.substr(kMagicOffset, 5);
  if (magic != "ustar") return false;
  const auto stated = octal(head.substr(kChecksumOffset, kChecksumBytes));
  unsigned sum = 0;
  for (std::size_t i = 0; i < kHeaderBytes; ++i) {
    const bool in_checksum = i >= kChecksumOffset && i < kChecksumOffset + kChecksumBytes;
    sum += in_checksum ? static_cast<unsigned char>(' ') : static_cast<unsigned char>(head[i]);
  }
  return stated == sum;
}

Result<std::unique_ptr<Archive>> Archive::open(std::unique_ptr<ByteSource> bytes, std::string name,
                                               std::int64_t most_members) {
  auto archive = std::make_unique<TarArchive>(std::move(bytes), std::move(name), most_members);
  if (auto begun = archive->begin(); !begun) return tl::make_unexpected(begun.error());
  return archive;
}

}  // namespace incipit::corpus
