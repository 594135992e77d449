// A tar archive as a row of members, read forwards once.
//
// Only tar is read (ustar, pax, GNU; archives behind one another too), and nothing of it reaches the disk: a
// member's name is for people, never a path. Directories, links and devices are passed by; regular members
// come out in order, decompressed where they are compressed. A member that cannot be read (a sparse one, one
// whose name is too long) comes out with the reason, so that it can be told.
//
// Threads: one archive, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/byte_source.h"
#include "schema/error.h"
#include "schema/limits.h"

namespace incipit::corpus {

// Whether an input begins as a tar archive does: a header with its magic word and a right checksum. 512 bytes
// are enough.
[[nodiscard]] bool looks_like_tar(std::string_view head);

class Archive {
 public:
  struct Member {
    std::string name;  // to show: control characters and what is not UTF-8 are written as \xHH
    // Reads this member; of use until the next call of `next` and while the archive lives (later: Error
    // internal).
    schema::Result<std::unique_ptr<ByteSource>> bytes;
  };

  // Takes the bytes of the archive, decompressed; `name` stands in errors. Error: input_invalid when it is no
  // tar archive, input_unreadable.
  [[nodiscard]] static schema::Result<std::unique_ptr<Archive>> open(
      std::unique_ptr<ByteSource> bytes, std::string name,
      std::int64_t most_members = schema::limits::kArchiveMembers.value);

  virtual ~Archive() = default;
  // The next regular member; nullopt at the end. Errors end the archive and stay: input_unreadable where it
  // is damaged or cut short, or its input is; limit_exceeded beyond `most_members` of any kind.
  [[nodiscard]] virtual schema::Result<std::optional<Member>> next() = 0;
  // The bytes of the archive; their hash is of the whole input once `next` has answered nullopt.
  [[nodiscard]] virtual const ByteSource& bytes() const = 0;
};

}  // namespace incipit::corpus
