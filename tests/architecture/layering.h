// Holds sources and CMake files against the table of rooms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace incipit::architecture {

struct SourceFile {
  std::string path;  // from the root, with '/'
  std::string text;
};

struct Fault {
  std::string path;
  std::size_t line = 0;  // 1-based; 0: the file as a whole
  std::string what;

  bool operator==(const Fault&) const = default;
};

// Every #include of a room's file that its row does not allow, a library outside the files it is confined to,
// files that are too long, and link lines (incipit_room, the program's target_link_libraries) that name what
// the room may not use. A source file that belongs to no room is a fault.
[[nodiscard]] std::vector<Fault> check_layering(const std::vector<SourceFile>& files);

// The .h, .cc and CMakeLists.txt files below the folders of the rooms and below tests. Throws when `root`
// cannot be read.
[[nodiscard]] std::vector<SourceFile> read_sources(const std::string& root);

}  // namespace incipit::architecture
