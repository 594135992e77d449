// The papers of all members of an archive, one member after the other, as one reader.
//
// Each member is an input of its own, with a format of its own. A member that cannot be opened or breaks on
// the way is one record with a rejection of code "unreadable_member", and reading goes on with the next. The
// reasons of rejections name their member; lines count within it. Warnings do not name it: they are counted by
// their words, and each member would be a row of its own.
//
// Threads: one reader, one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "corpus/byte_source.h"
#include "corpus/reader.h"
#include "schema/error.h"

namespace incipit::corpus {

// Opens the decompressed bytes of one member: `InputFile` gives its name (never a path to open). Error:
// input_invalid when no format claims it.
using MemberOpener = std::function<schema::Result<std::unique_ptr<Reader>>(
    std::unique_ptr<ByteSource> bytes, const InputFile& member, Format format)>;

// Takes the decompressed bytes of the archive; `name` stands in errors. Answers as `format()` that of the
// first member that could be opened
// (`format` itself where none of the first hundred can). Errors: input_invalid when it is no archive or holds
// no regular member; input_unreadable.
[[nodiscard]] schema::Result<std::unique_ptr<Reader>> open_archive_reader(std::unique_ptr<ByteSource> bytes,
                                                                          std::string name, Format format,
                                                                          MemberOpener open_member);

}  // namespace incipit::corpus
