#include "corpus/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace incipit::corpus {
namespace {

using schema::Error;
using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::size_t kMagicBytes = 4;  // tell how a file is compressed

// The file as it is, hashed on the way.
class RawFile {
 public:
  RawFile(int descriptor, bool owned, std::string name)
      : descriptor_(descriptor),
        owned_(owned),
        name_(std::move(name)),
        hash_(XXH3_createState()),
        buffer_(kBufferBytes) {
    XXH3_128bits_reset(hash_);
  }
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;
  ~RawFile() {
    XXH3_freeState(hash_);
    if (owned_) ::close(descriptor_);
  }

  // Replaces `pending` by what comes next; it stays empty at the end.
  Result<void> refill() {
    pending = {};
    return add().map([](std::size_t) {});
  }

  // Reads until `pending` has `least` bytes or the file ends: a pipe may give one byte at a time. Only before
  // anything of `pending` was used.
  Result<void> fill(std::size_t least) {
    while (pending.size() < least) {
      const auto added = add();
      if (!added) return tl::make_unexpected(added.error());
      if (*added == 0) break;
    }
    return {};
  }

  std::uint64_t bytes_read() const { return offset_; }
  // Where `pending` begins in the file.
  std::uint64_t position() const { return offset_ - pending.size(); }
  const std::string& name() const { return name_; }

  std::string hash() const {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(hash_));
    static constexpr std::string_view kHex = "0123456789abcdef";
    std::string text = "xxh3-128:";
    for (const unsigned char byte : canonical.digest) {
      text += kHex[byte >> 4];
      text += kHex[byte & 15];
    }
    return text;
  }

  std::string_view pending;  // read but not used yet

 private:
  // Reads once, behind what `pending` has; 0 at the end.
  Result<std::size_t> add() {
    const std::size_t had = pending.size();
    ssize_t count = 0;
    do {
      count = ::read(descriptor_, buffer_.data() + had, buffer_.size() - had);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
      const int fault = errno;
      return fail(ErrorCode::input_unreadable, name_ + " cannot be read at byte " + std::to_string(offset_),
                  std::strerror(fault));
    }
    const auto added = static_cast<std::size_t>(count);
    XXH3_128bits_update(hash_, buffer_.data() + had, added);
    pending = std::string_view(buffer_.data(), had + added);
    offset_ += added;
    return added;
  }

  int descriptor_;
  bool owned_;
  std::string name_;
  XXH3_state_t* hash_;
  std::vector<char> buffer_;
  std::uint64_t offset_ = 0;
};

tl::unexpected<Error> damaged(const RawFile& file, std::string_view what) {
  return fail(ErrorCode::input_unreadable,
              file.name() + " is " + std::string(what) + " at byte " + std::to_string(file.position()));
}

class PlainSource final : public ByteSource {
 public:
  explicit PlainSource(std::unique_ptr<RawFile> file) : file_(std::move(file)) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    if (file_->pending.empty()) {
      if (auto filled = file_->refill(); !filled) return tl::make_unexpected(filled.error());
    }
    const std::size_t count = std::min(size, file_->pending.size());
    std::memcpy(out, file_->pending.data(), count);
    file_->pending.remove_prefix(count);
    return count;
  }

  std::uint64_t bytes_read() const override { return file_->bytes_read(); }
  std::string hash() const override { return file_->hash(); }

 private:
  std::unique_ptr<RawFile> file_;
};

// What both decompressors share: a fault is told only after the bytes before it were given.
class DecompressingSource : public ByteSource {
 public:
  explicit DecompressingSource(std::unique_ptr<RawFile> file) : file_(std::move(file)) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    std::size_t produced = 0;
    while (produced == 0 && !fault_ && !ended_) {
      if (file_->pending.empty() && !at_end_) {
        const auto filled = file_->refill();
        if (!filled) {
          fault_ = filled.error();
          break;
        }
        at_end_ = file_->pending.empty();
      }
      if (auto fault = step(out, size, produced); !fault) fault_ = fault.error();
    }
    if (produced > 0) return produced;
    if (fault_) return tl::make_unexpected(*fault_);
    return std::size_t{0};
  }

  std::uint64_t bytes_read() const override { return file_->bytes_read(); }
  std::string hash() const override { return file_->hash(); }

 protected:
  // Uses pending bytes, adds what they make to `out` and its size to `produced`; sets `ended_` when all is
  // done.
  virtual Result<void> step(char* out, std::size_t size, std::size_t& produced) = 0;

  std::unique_ptr<RawFile> file_;
  bool at_end_ = false;  // of the file
  bool ended_ = false;   // of the data

 private:
  std::optional<Error> fault_;
};

class GzipSource final : public DecompressingSource {
 public:
  explicit GzipSource(std::unique_ptr<RawFile> file) : DecompressingSource(std::move(file)) {
    usable_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

 protected:
  Result<void> step(char* out, std::size_t size, std::size_t& produced) override {
    if (!usable_) return fail(ErrorCode::system, "gzip needs more memory");
    if (between_members_) return next_member();
    std::string_view& pending = file_->pending;
    // zlib takes a pointer to mutable bytes and does not write to them.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(pending.data()));
    stream_.avail_in = static_cast<uInt>(pending.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, kBufferBytes));
    const uInt room = stream_.avail_out;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    produced += room - stream_.avail_out;
    pending.remove_prefix(pending.size() - stream_.avail_in);
    if (status == Z_STREAM_END) between_members_ = true;
    // At the end of the file zlib may still hold output; when it has none, the stream is cut short.
    if (status == Z_BUF_ERROR && at_end_ && produced == 0) return damaged(*file_, "truncated (gzip)");
    if (status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR) return {};
    return damaged(*file_, "damaged (gzip)");
  }

 private:
  // Zero bytes after a member are padding, as gzip itself takes them; anything else begins another member.
  Result<void> next_member() {
    std::string_view& pending = file_->pending;
    if (at_end_) {
      ended_ = true;
      return {};
    }
    while (!pending.empty() && pending.front() == '\0') {
      pending.remove_prefix(1);
      padded_ = true;
    }
    if (pending.empty()) return {};
    if (padded_ || pending.front() != '\x1f') return damaged(*file_, "followed by bytes that are not gzip");
    if (inflateReset(&stream_) != Z_OK) return fail(ErrorCode::system, "gzip cannot be restarted");
    between_members_ = false;
    return {};
  }

  z_stream stream_{};
  bool usable_ = false;
  bool between_members_ = false;
  bool padded_ = false;
};

class ZstdSource final : public DecompressingSource {
 public:
  explicit ZstdSource(std::unique_ptr<RawFile> file)
      : DecompressingSource(std::move(file)), stream_(ZSTD_createDStream()) {}
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;

 protected:
  Result<void> step(char* out, std::size_t size, std::size_t& produced) override {
    if (stream_ == nullptr) return fail(ErrorCode::system, "zstd needs more memory");
    ZSTD_inBuffer in{file_->pending.data(), file_->pending.size(), 0};
    ZSTD_outBuffer to{out, size, 0};
    const bool nothing_left = at_end_ && frame_done_;
    if (nothing_left) {
      ended_ = true;
      return {};
    }
    const std::size_t status = ZSTD_decompressStream(stream_, &to, &in);
    file_->pending.remove_prefix(in.pos);
    produced += to.pos;
    if (ZSTD_isError(status)) {
      return damaged(*file_, std::string("damaged (zstd: ") + ZSTD_getErrorName(status) + ")");
    }
    frame_done_ = status == 0;
    // At the end of the file the decoder may still hold output, but not for ever.
    if (at_end_ && !frame_done_ && to.pos == 0) return damaged(*file_, "truncated (zstd)");
    return {};
  }

 private:
  ZSTD_DStream* stream_;
  bool frame_done_ = false;
};

bool is_gzip(std::string_view head) { return head.size() >= 2 && head[0] == '\x1f' && head[1] == '\x8b'; }

bool is_zstd(std::string_view head) {
  if (head.size() < 4) return false;
  if (head.substr(0, 4) == "\x28\xb5\x2f\xfd") return true;
  const bool skippable = head.substr(1, 3) == "\x2a\x4d\x18";  // a frame of other data before the first
  return skippable && (static_cast<unsigned char>(head[0]) & 0xF0) == 0x50;
}

}  // namespace

Result<std::unique_ptr<ByteSource>> ByteSource::open(const InputFile& input) {
  const bool standard_input = input.path == "-";
  const int descriptor = standard_input ? STDIN_FILENO : ::open(input.path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const int fault = errno;
    return fail(ErrorCode::input_unreadable, input.name() + " cannot be opened: " + std::strerror(fault),
                input.path);
  }
  auto file = std::make_unique<RawFile>(descriptor, !standard_input, input.name());
  if (auto filled = file->fill(kMagicBytes); !filled) return tl::make_unexpected(filled.error());
  if (is_gzip(file->pending)) return std::make_unique<GzipSource>(std::move(file));
  if (is_zstd(file->pending)) return std::make_unique<ZstdSource>(std::move(file));
  return std::make_unique<PlainSource>(std::move(file));
}

}  // namespace incipit::corpus
