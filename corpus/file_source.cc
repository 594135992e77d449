#include "corpus/file_source.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "corpus/content_hash.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::Result;

class FileSource final : public ByteSource {
 public:
  FileSource(int descriptor, bool owned, std::string name)
      : descriptor_(descriptor), owned_(owned), name_(std::move(name)) {}
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override {
    if (owned_) ::close(descriptor_);
  }

  Result<std::size_t> read(char* out, std::size_t size) override {
    ssize_t count = 0;
    do {
      count = ::read(descriptor_, out, size);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
      const int fault = errno;
      return fail(ErrorCode::input_unreadable, name_ + " cannot be read at byte " + std::to_string(offset_),
                  std::strerror(fault));
    }
    const auto added = static_cast<std::size_t>(count);
    hash_.add(std::string_view(out, added));
    offset_ += added;
    return added;
  }

  std::uint64_t bytes_read() const override { return offset_; }

  std::string hash() const override { return hash_.text(); }

 private:
  int descriptor_;
  bool owned_;
  std::string name_;
  ContentHash hash_;
  std::uint64_t offset_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file(const InputFile& input) {
  const bool standard_input = input.path == "-";
  const int descriptor = standard_input ? STDIN_FILENO : ::open(input.path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const int fault = errno;
    return fail(ErrorCode::input_unreadable, input.name() + " cannot be opened: " + std::strerror(fault),
                input.path);
  }
  return std::make_unique<FileSource>(descriptor, !standard_input, input.name());
}

}  // namespace incipit::corpus
