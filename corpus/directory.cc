#include "corpus/directory.h"

#include <glob.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

namespace incipit::corpus {
namespace {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr std::array kTableKinds{InputKind::author_metrics, InputKind::paper_metrics, InputKind::citations,
                                 InputKind::overrides};
constexpr std::array<std::string_view, 4> kPackings{"", ".gz", ".zst", ".xz"};

bool is_paper_file(std::string_view name) {
  return name.substr(0, 6) == "papers" && name.find(".jsonl", 6) != name.npos;
}

tl::unexpected<schema::Error> unreadable(const std::string& argument, const std::error_code& fault) {
  return fail(ErrorCode::input_unreadable, "directory '" + argument + "' cannot be read: " + fault.message());
}

tl::unexpected<schema::Error> too_many(const std::string& argument, std::int64_t most) {
  return fail(ErrorCode::limit_exceeded, "'" + argument + "' stands for more than " + std::to_string(most) +
                                             " files (limit " +
                                             std::string(schema::limits::kInputFiles.name) + ")");
}

// The papers*.jsonl* and tables directly in the directory (D4).
Result<std::vector<InputFile>> prepared_files(const std::string& argument, std::int64_t most) {
  std::vector<InputFile> files;
  std::int64_t seen = 0;
  std::error_code fault;
  fs::directory_iterator entries(argument, fault);
  for (; !fault && entries != fs::directory_iterator(); entries.increment(fault)) {
    if (++seen > most) return too_many(argument, most);
    const std::string name = entries->path().filename().string();
    const InputKind kind = kind_of_name(name);
    if (kind == InputKind::papers && !is_paper_file(name)) continue;
    std::error_code no_status;
    if (fs::is_directory(entries->path(), no_status)) continue;
    files.push_back({entries->path().string(), kind});
  }
  if (fault) return unreadable(argument, fault);
  std::sort(files.begin(), files.end(), [](const InputFile& a, const InputFile& b) {
    return std::pair(a.kind, a.name()) < std::pair(b.kind, b.name());
  });
  return files;
}

Result<std::vector<InputFile>> files_below(const std::string& argument, std::int64_t most) {
  std::vector<InputFile> files;
  std::int64_t seen = 0;
  std::error_code fault;
  fs::recursive_directory_iterator entries(argument, fault);
  for (; !fault && entries != fs::recursive_directory_iterator(); entries.increment(fault)) {
    if (++seen > most) return too_many(argument, most);
    const std::string name = entries->path().filename().string();
    if (name.front() == '.') {
      entries.disable_recursion_pending();
      continue;
    }
    std::error_code no_status;
    if (!entries->is_regular_file(no_status)) continue;
    files.push_back({entries->path().string(), kind_of_name(name), true});
  }
  if (fault) return unreadable(argument, fault);
  std::sort(files.begin(), files.end(), [](const InputFile& a, const InputFile& b) {
    return a.kind != b.kind ? a.kind < b.kind : fs::path(a.path) < fs::path(b.path);
  });
  return files;
}

}  // namespace

InputKind kind_of_name(std::string_view name) {
  for (const InputKind kind : kTableKinds) {
    for (const auto packing : kPackings) {
      if (name == std::string(name_of(kind)) + ".tsv" + std::string(packing)) return kind;
    }
  }
  return InputKind::papers;
}

Result<std::vector<InputFile>> files_of_directory(const std::string& argument, std::int64_t most) {
  auto files = prepared_files(argument, most);
  if (!files) return files;
  const bool prepared = std::any_of(files->begin(), files->end(),
                                    [](const auto& file) { return file.kind == InputKind::papers; });
  if (prepared) return files;
  files = files_below(argument, most);
  if (files && files->empty()) {
    return fail(ErrorCode::input_invalid, "directory '" + argument + "' holds no files to read");
  }
  return files;
}

bool is_pattern(const std::string& argument) { return argument.find_first_of("*?[") != argument.npos; }

Result<std::vector<std::string>> paths_matching(const std::string& pattern) {
  struct Matches {
    ~Matches() { ::globfree(&found); }
    ::glob_t found{};
  } matches;
  const int status = ::glob(pattern.c_str(), GLOB_ERR | GLOB_NOSORT, nullptr, &matches.found);
  if (status == GLOB_NOMATCH) return fail(ErrorCode::input_unreadable, "no file matches '" + pattern + "'");
  if (status == GLOB_NOSPACE) return fail(ErrorCode::system, "matching '" + pattern + "' needs more memory");
  if (status != 0)
    return fail(ErrorCode::input_unreadable, "a directory that '" + pattern + "' names cannot be read");
  if (matches.found.gl_pathc > static_cast<std::size_t>(schema::limits::kInputFiles.value)) {
    return too_many(pattern, schema::limits::kInputFiles.value);
  }
  std::vector<std::string> paths(matches.found.gl_pathv, matches.found.gl_pathv + matches.found.gl_pathc);
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace incipit::corpus
