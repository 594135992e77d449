// How many files the process may hold open, and how many connections that leaves room for.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace incipit::server::ops {

// Files that are no connection: the index as each search thread opens it, the log, the listener, and the
// connections beyond the cap that are told so.
inline constexpr std::size_t kOwnFiles = 256;

// Raises the soft limit of open files to `wanted`, as far as the hard limit lets it, and never lowers it.
// Returns the limit now in force.
std::size_t raise_file_limit(std::size_t wanted);

// `wanted` connections, or as many as `files` leave beside kOwnFiles (at least one; of few files, half),
// which is logged.
[[nodiscard]] std::size_t affordable_connections(std::size_t wanted, std::size_t files,
                                                 const std::function<void(const std::string&)>& log);

}  // namespace incipit::server::ops
