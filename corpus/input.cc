#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "corpus/reader.h"

namespace incipit::corpus {
namespace {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr std::array kFormats{
    std::pair{Format::detect, std::string_view{"detect"}},
    std::pair{Format::incipit_jsonl, std::string_view{"incipit-jsonl"}},
    std::pair{Format::arxiv_snapshot, std::string_view{"arxiv-snapshot"}},
};

constexpr std::array kKinds{
    std::pair{InputKind::papers, std::string_view{"papers"}},
    std::pair{InputKind::author_metrics, std::string_view{"author-metrics"}},
    std::pair{InputKind::paper_metrics, std::string_view{"paper-metrics"}},
    std::pair{InputKind::citations, std::string_view{"citations"}},
    std::pair{InputKind::overrides, std::string_view{"overrides"}},
};

// The kind of table that a file name means, compressed or not; papers for every other name.
InputKind kind_of(std::string_view name) {
  for (const auto& [kind, kind_name] : kKinds) {
    const std::string table = std::string(kind_name) + ".tsv";
    if (kind == InputKind::papers) continue;
    if (name == table || name == table + ".gz" || name == table + ".zst") return kind;
  }
  return InputKind::papers;
}

bool is_paper_file(std::string_view name) {
  return name.substr(0, 6) == "papers" && name.find(".jsonl", 6) != name.npos;
}

Result<std::vector<InputFile>> files_of_directory(const std::string& argument) {
  std::vector<InputFile> files;
  std::error_code fault;
  fs::directory_iterator entries(argument, fault);
  for (; !fault && entries != fs::directory_iterator(); entries.increment(fault)) {
    const std::string name = entries->path().filename().string();
    const InputKind kind = kind_of(name);
    if (kind == InputKind::papers && !is_paper_file(name)) continue;
    std::error_code no_status;
    if (fs::is_directory(entries->path(), no_status)) continue;
    files.push_back({entries->path().string(), kind});
  }
  if (fault)
    return fail(ErrorCode::input_unreadable, "directory '" + argument + "' cannot be read", fault.message());
  if (files.empty()) {
    return fail(ErrorCode::input_invalid,
                "directory '" + argument +
                    "' holds nothing to read; expected papers*.jsonl* and perhaps "
                    "author-metrics.tsv, paper-metrics.tsv, citations.tsv, overrides.tsv");
  }
  std::sort(files.begin(), files.end(), [](const InputFile& a, const InputFile& b) {
    return std::pair(a.kind, a.name()) < std::pair(b.kind, b.name());
  });
  return files;
}

}  // namespace

std::string_view name_of(Format format) { return kFormats[static_cast<std::size_t>(format)].second; }

std::optional<Format> format_named(std::string_view name) {
  for (const auto& [format, format_name] : kFormats) {
    if (format_name == name) return format;
  }
  return std::nullopt;
}

std::string_view name_of(InputKind kind) { return kKinds[static_cast<std::size_t>(kind)].second; }

std::string InputFile::name() const { return path == "-" ? path : fs::path(path).filename().string(); }

Result<std::vector<InputFile>> expand_inputs(const std::vector<std::string>& arguments) {
  std::vector<InputFile> inputs;
  bool standard_input = false;
  for (const auto& argument : arguments) {
    if (argument == "-") {
      if (standard_input) return fail(ErrorCode::input_invalid, "standard input ('-') can be read only once");
      standard_input = true;
      inputs.push_back({argument, InputKind::papers});
      continue;
    }
    std::error_code fault;
    const auto status = fs::status(argument, fault);
    if (!fs::exists(status)) {
      return fail(ErrorCode::input_unreadable, "input '" + argument + "' does not exist or cannot be reached",
                  fault.message());
    }
    if (!fs::is_directory(status)) {
      const std::string name = fs::path(argument).filename().string();
      inputs.push_back({argument, kind_of(name)});
      continue;
    }
    auto files = files_of_directory(argument);
    if (!files) return tl::make_unexpected(files.error());
    inputs.insert(inputs.end(), files->begin(), files->end());
  }
  return inputs;
}

std::uint64_t input_size(const InputFile& input) {
  std::error_code fault;
  if (input.path == "-" || !fs::is_regular_file(input.path, fault)) return 0;
  const auto size = fs::file_size(input.path, fault);
  return fault ? 0 : size;
}

}  // namespace incipit::corpus
