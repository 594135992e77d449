// The files that an argument stands for: those below a directory, and those that match a pattern.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/reader.h"
#include "schema/error.h"
#include "schema/limits.h"

namespace incipit::corpus {

// What a directory brings, as `expand_inputs` says. Errors: input_unreadable, input_invalid when it holds
// nothing to read, limit_exceeded when more than `most` entries are below it; `argument` is named.
[[nodiscard]] schema::Result<std::vector<InputFile>> files_of_directory(
    const std::string& argument, std::int64_t most = schema::limits::kInputFiles.value);

// True when a shell would take the argument as a pattern: it has '*', '?' or '['.
[[nodiscard]] bool is_pattern(const std::string& argument);
// The paths that a pattern matches, in byte order. No home directories, variables or commands are expanded.
// Errors: input_unreadable when nothing matches or a directory on the way cannot be read, limit_exceeded.
[[nodiscard]] schema::Result<std::vector<std::string>> paths_matching(const std::string& pattern);

// The kind of table that a file name means, compressed or not; papers for every other name.
[[nodiscard]] InputKind kind_of_name(std::string_view name);

}  // namespace incipit::corpus
