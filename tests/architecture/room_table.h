// The rooms of the code: which folder each is, what it may include and what it may link. This table is the
// architecture; `check_layering` holds the sources and the CMake files against it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace incipit::architecture {

struct Room {
  std::string_view name;    // also its CMake target: incipit_<name>; the room `cli` is the program `incipit`
  std::string_view folder;  // the longest folder that fits decides
  // The files of a folder that two rooms share: these stems are this room's; empty: all that are left.
  std::vector<std::string_view> stems;
  std::vector<std::string_view> rooms;      // whose headers it may include
  std::vector<std::string_view> libraries;  // by the names of the library table
  bool pure = false;                        // opens no files, threads or sockets
};

// What a library's includes begin with, and what its CMake targets are called.
struct Library {
  std::string_view name;
  std::vector<std::string_view> includes;
  std::vector<std::string_view> targets;
};

// A library that a room may use in some of its files only.
struct Confinement {
  std::string_view room;
  std::string_view library;
  std::vector<std::string_view> stem_endings;
};

struct LongFile {
  std::string_view path;
  std::size_t lines;  // at most
  std::string_view reason;
};

inline constexpr std::size_t kLinesOfAFile = 400;

[[nodiscard]] std::span<const Room> room_table();
[[nodiscard]] std::span<const Library> library_table();
[[nodiscard]] std::span<const Confinement> confinement_table();
[[nodiscard]] std::span<const LongFile> long_file_table();

// Headers that a pure room must not include.
[[nodiscard]] std::span<const std::string_view> impure_headers();

}  // namespace incipit::architecture
