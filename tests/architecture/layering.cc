#include "tests/architecture/layering.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include "tests/architecture/room_table.h"

namespace incipit::architecture {
namespace {

template <class List, class Value>
bool has(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::string folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return std::string(path.substr(0, slash == path.npos ? 0 : slash));
}

std::string stem_of(std::string_view path) {
  const auto slash = path.rfind('/');
  const std::string_view name = path.substr(slash == path.npos ? 0 : slash + 1);
  return std::string(name.substr(0, name.rfind('.')));
}

bool is_in(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

const Room* room_named(std::string_view name) {
  for (const Room& room : room_table()) {
    if (room.name == name) return &room;
  }
  return nullptr;
}

// The room of a file or of a header as it is included; nullptr for none.
const Room* room_of(std::string_view path) {
  const Room* best = nullptr;
  for (const Room& room : room_table()) {
    if (!is_in(path, room.folder)) continue;
    if (!room.stems.empty() && (folder_of(path) != room.folder || !has(room.stems, stem_of(path)))) continue;
    const bool nearer = best == nullptr || room.folder.size() > best->folder.size() ||
                        (room.folder.size() == best->folder.size() && !room.stems.empty());
    if (nearer) best = &room;
  }
  return best;
}

const Library* library_of_include(std::string_view header) {
  for (const Library& library : library_table()) {
    for (const auto begin : library.includes) {
      if (begin.ends_with('/') ? header.starts_with(begin) : header == begin) return &library;
    }
  }
  return nullptr;
}

const Library* library_of_target(std::string_view target) {
  for (const Library& library : library_table()) {
    if (has(library.targets, target)) return &library;
  }
  return nullptr;
}

bool is_standard(std::string_view header) {
  return header.find('.') == header.npos && header.find('/') == header.npos;
}

bool is_system(std::string_view header) {
  static const std::set<std::string_view> headers{"unistd.h", "fcntl.h", "glob.h", "pthread.h",
                                                  "signal.h", "poll.h",  "netdb.h"};
  return headers.count(header) != 0 || header.starts_with("sys/") || header.starts_with("netinet/") ||
         header.starts_with("arpa/");
}

// What is wrong with a room's include in angle brackets, if anything.
std::optional<std::string> library_fault(const Room& room, std::string_view path, std::string_view header) {
  const std::string name(header);
  if (room.pure && has(impure_headers(), header)) {
    return std::string(room.name) + " opens no files, threads or sockets: <" + name + ">";
  }
  if (is_standard(header) || is_system(header) || header == "tl/expected.hpp") return {};
  const Library* library = library_of_include(header);
  if (library == nullptr) return "<" + name + "> is of no library in the table";
  if (!has(room.libraries, library->name)) {
    return std::string(room.name) + " may not use " + std::string(library->name) + ": <" + name + ">";
  }
  for (const Confinement& confinement : confinement_table()) {
    if (confinement.room != room.name || confinement.library != library->name) continue;
    const std::string stem = stem_of(path);
    const auto fits = [&](std::string_view ending) { return stem.ends_with(ending); };
    if (std::none_of(confinement.stem_endings.begin(), confinement.stem_endings.end(), fits)) {
      return std::string(library->name) + " is confined to other files of " + std::string(room.name);
    }
  }
  return {};
}

std::optional<std::string> header_fault(const Room& room, std::string_view header) {
  const Room* owner = room_of(header);
  if (owner == nullptr) return "\"" + std::string(header) + "\" is in no room";
  if (owner == &room || has(room.rooms, owner->name)) return {};
  return std::string(room.name) + " may not include " + std::string(owner->name) + ": \"" +
         std::string(header) + "\"";
}

void check_includes(const SourceFile& file, std::vector<Fault>& faults) {
  static const std::regex include(R"rx(^\s*#\s*include\s*([<"])([^>"]+)[>"])rx");
  const Room* room = room_of(file.path);
  if (room == nullptr) {
    faults.push_back({file.path, 0, "belongs to no room"});
    return;
  }
  std::istringstream lines(file.text);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    std::smatch match;
    if (!std::regex_search(line, match, include)) continue;
    const std::string header = match[2];
    const auto fault =
        match[1] == "<" ? library_fault(*room, file.path, header) : header_fault(*room, header);
    if (fault) faults.push_back({file.path, number, *fault});
  }
}

void check_length(const SourceFile& file, std::vector<Fault>& faults) {
  const auto lines = static_cast<std::size_t>(std::count(file.text.begin(), file.text.end(), '\n'));
  std::size_t most = kLinesOfAFile;
  for (const LongFile& exception : long_file_table()) {
    if (exception.path == file.path) most = exception.lines;
  }
  if (lines <= most) return;
  faults.push_back({file.path, 0, std::to_string(lines) + " lines, at most " + std::to_string(most)});
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

void check_link(const SourceFile& file, std::size_t line, const Room& room, const std::string& target,
                std::vector<Fault>& faults) {
  static const std::set<std::string_view> everybody{"Threads::Threads", "incipit_build", "PUBLIC", "PRIVATE"};
  if (everybody.count(target) != 0) return;
  const std::string name(room.name);
  if (const Library* library = library_of_target(target); library != nullptr) {
    if (!has(room.libraries, library->name))
      faults.push_back({file.path, line, name + " may not link " + target});
    return;
  }
  const Room* other = target.starts_with("incipit_") ? room_named(target.substr(8)) : nullptr;
  if (other == nullptr) {
    faults.push_back({file.path, line, target + " is neither a room nor a library of the table"});
  } else if (!has(room.rooms, other->name)) {
    faults.push_back({file.path, line, name + " may not link " + target});
  }
}

void check_links(const SourceFile& file, std::vector<Fault>& faults) {
  static const std::regex command(R"((incipit_room|target_link_libraries)\s*\(\s*([A-Za-z_]+)([^)]*)\))");
  std::string text = std::regex_replace(file.text, std::regex("#[^\n]*"), "");
  for (std::sregex_iterator at(text.begin(), text.end(), command), end; at != end; ++at) {
    const auto line =
        1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + at->position(), '\n'));
    const bool is_room = (*at)[1] == "incipit_room";
    std::string target = (*at)[2];
    if (!is_room)
      target = target == "incipit" ? "cli" : target.starts_with("incipit_") ? target.substr(8) : "";
    const Room* room = room_named(target);
    if (room == nullptr) {
      faults.push_back({file.path, line, "no room is called " + std::string((*at)[2])});
      continue;
    }
    bool links = !is_room;
    for (const std::string& word : words_of((*at)[3])) {
      if (word == "SOURCES") {
        links = false;
      } else if (word == "USES" || word == "PRIVATELY") {
        links = true;
      } else if (links) {
        check_link(file, line, *room, word, faults);
      }
    }
  }
}

}  // namespace

std::vector<Fault> check_layering(const std::vector<SourceFile>& files) {
  std::vector<Fault> faults;
  for (const SourceFile& file : files) {
    const bool is_test = is_in(file.path, "tests");
    if (stem_of(file.path) == "CMakeLists") {
      if (!is_test) check_links(file, faults);
      continue;
    }
    check_length(file, faults);
    if (!is_test) check_includes(file, faults);
  }
  return faults;
}

std::vector<SourceFile> read_sources(const std::string& root) {
  namespace fs = std::filesystem;
  std::set<std::string> folders{"tests"};
  for (const Room& room : room_table())
    folders.insert(std::string(room.folder.substr(0, room.folder.find('/'))));
  std::vector<SourceFile> files;
  for (const auto& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(root) / folder)) {
      const auto& path = entry.path();
      const bool source =
          path.extension() == ".h" || path.extension() == ".cc" || path.filename() == "CMakeLists.txt";
      if (!entry.is_regular_file() || !source || path.string().find("node_modules") != std::string::npos)
        continue;
      std::ifstream stream(path);
      files.push_back({fs::relative(path, root).generic_string(),
                       {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()}});
    }
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace incipit::architecture
