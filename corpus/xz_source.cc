// xz, also of several streams.
#include <lzma.h>

#include <utility>

#include "corpus/decompressor.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::Result;

class XzSource final : public DecompressingSource {
 public:
  XzSource(std::unique_ptr<BufferedBytes> input, Expansion* shared)
      : DecompressingSource(std::move(input), shared) {
    constexpr auto kMemory = static_cast<std::uint64_t>(schema::limits::kDecompressorBytes.value);
    usable_ = lzma_stream_decoder(&stream_, kMemory, LZMA_CONCATENATED) == LZMA_OK;
  }
  ~XzSource() override { lzma_end(&stream_); }
  XzSource(const XzSource&) = delete;
  XzSource& operator=(const XzSource&) = delete;

 protected:
  Result<void> step(char* out, std::size_t size, std::size_t& produced) override {
    if (!usable_) return fail(ErrorCode::system, "xz needs more memory");
    std::string_view& pending = input_->pending;
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(pending.data());
    stream_.avail_in = pending.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out);
    stream_.avail_out = size;
    const lzma_ret status = lzma_code(&stream_, at_end_ ? LZMA_FINISH : LZMA_RUN);
    produced += size - stream_.avail_out;
    pending.remove_prefix(pending.size() - stream_.avail_in);
    return judge(status, produced);
  }

 private:
  Result<void> judge(lzma_ret status, std::size_t produced) {
    if (status == LZMA_STREAM_END) {
      ended_ = true;
      return {};
    }
    if (status == LZMA_OK) return {};
    if (status == LZMA_BUF_ERROR) {
      // No progress: more input is wanted, and there is none at the end of the file.
      if (at_end_ && produced == 0) return damaged("truncated (xz)");
      return {};
    }
    if (status == LZMA_MEM_ERROR) return fail(ErrorCode::system, "xz needs more memory");
    if (status == LZMA_MEMLIMIT_ERROR) return beyond_memory();
    return damaged("damaged (xz)");
  }

  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool usable_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> open_xz(std::unique_ptr<BufferedBytes> input, Expansion* shared) {
  return std::make_unique<XzSource>(std::move(input), shared);
}

}  // namespace incipit::corpus
