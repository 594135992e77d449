// zstd, also of several frames.
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "corpus/decompressor.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::Result;

// What the library asks for ends with the header of the next block.
constexpr std::size_t kBlockHeader = 3;

class ZstdSource final : public DecompressingSource {
 public:
  ZstdSource(std::unique_ptr<BufferedBytes> input, Expansion* shared)
      : DecompressingSource(std::move(input), shared), stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) return;
    constexpr auto kWindow = static_cast<std::uint64_t>(schema::limits::kDecompressorBytes.value);
    usable_ = !ZSTD_isError(
        ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, static_cast<int>(std::bit_width(kWindow)) - 1));
  }
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;

 protected:
  Result<void> step(char* out, std::size_t size, std::size_t& produced) override {
    if (!usable_) return fail(ErrorCode::system, "zstd needs more memory");
    ZSTD_inBuffer in{input_->pending.data(), std::min(input_->pending.size(), wanted_), 0};
    ZSTD_outBuffer to{out, size, 0};
    const bool nothing_left = at_end_ && frame_done_;
    if (nothing_left) {
      ended_ = true;
      return {};
    }
    const std::size_t status = ZSTD_decompressStream(stream_, &to, &in);
    input_->pending.remove_prefix(in.pos);
    produced += to.pos;
    if (ZSTD_isError(status)) return fault_of(status);
    frame_done_ = status == 0;
    wanted_ = to.pos == to.size ? 0 : status > kBlockHeader ? status - kBlockHeader : 1;
    // At the end of the file the decoder may still hold output, but not for ever.
    if (at_end_ && !frame_done_ && to.pos == 0) return damaged("truncated (zstd)");
    return {};
  }

 private:
  tl::unexpected<schema::Error> fault_of(std::size_t status) const {
    if (ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge) {
      return beyond_memory();
    }
    return damaged(std::string("damaged (zstd: ") + ZSTD_getErrorName(status) + ")");
  }

  ZSTD_DStream* stream_;
  bool usable_ = false;
  bool frame_done_ = false;
  // A call that meets a fault gives nothing of what it unpacked before, so that each gets no more than the
  // rest of one block, and nothing while unpacked bytes may wait.
  std::size_t wanted_ = 1;
};

}  // namespace

std::unique_ptr<ByteSource> open_zstd(std::unique_ptr<BufferedBytes> input, Expansion* shared) {
  return std::make_unique<ZstdSource>(std::move(input), shared);
}

}  // namespace incipit::corpus
