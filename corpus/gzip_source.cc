// gzip, also of several members.
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "corpus/decompressor.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::Result;

class GzipSource final : public DecompressingSource {
 public:
  GzipSource(std::unique_ptr<BufferedBytes> input, Expansion* shared)
      : DecompressingSource(std::move(input), shared) {
    usable_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

 protected:
  Result<void> step(char* out, std::size_t size, std::size_t& produced) override {
    if (!usable_) return fail(ErrorCode::system, "gzip needs more memory");
    if (between_members_) return next_member();
    std::string_view& pending = input_->pending;
    // zlib takes a pointer to mutable bytes and does not write to them.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(pending.data()));
    stream_.avail_in = static_cast<uInt>(pending.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
    const uInt room = stream_.avail_out;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    produced += room - stream_.avail_out;
    pending.remove_prefix(pending.size() - stream_.avail_in);
    if (status == Z_STREAM_END) between_members_ = true;
    // At the end of the file zlib may still hold output; when it has none, the stream is cut short.
    if (status == Z_BUF_ERROR && at_end_ && produced == 0) return damaged("truncated (gzip)");
    if (status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR) return {};
    return damaged("damaged (gzip)");
  }

 private:
  // Zero bytes after a member are padding, as gzip itself takes them; anything else begins another member.
  Result<void> next_member() {
    std::string_view& pending = input_->pending;
    if (at_end_) {
      ended_ = true;
      return {};
    }
    while (!pending.empty() && pending.front() == '\0') {
      pending.remove_prefix(1);
      padded_ = true;
    }
    if (pending.empty()) return {};
    if (padded_ || pending.front() != '\x1f') return damaged("followed by bytes that are not gzip");
    if (inflateReset(&stream_) != Z_OK) return fail(ErrorCode::system, "gzip cannot be restarted");
    between_members_ = false;
    return {};
  }

  z_stream stream_{};
  bool usable_ = false;
  bool between_members_ = false;
  bool padded_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> open_gzip(std::unique_ptr<BufferedBytes> input, Expansion* shared) {
  return std::make_unique<GzipSource>(std::move(input), shared);
}

}  // namespace incipit::corpus
