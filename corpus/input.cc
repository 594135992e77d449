#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "corpus/directory.h"
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
    std::pair{Format::arxiv_oai, std::string_view{"arxiv-oai"}},
    std::pair{Format::arxiv_oai_raw, std::string_view{"arxiv-oai-raw"}},
    std::pair{Format::oai_dc, std::string_view{"oai-dc"}},
    std::pair{Format::arxiv_atom, std::string_view{"arxiv-atom"}},
    std::pair{Format::arxiv_abs, std::string_view{"arxiv-abs"}},
    std::pair{Format::openalex, std::string_view{"openalex"}},
    std::pair{Format::semantic_scholar, std::string_view{"semantic-scholar"}},
    std::pair{Format::acl_anthology, std::string_view{"acl-anthology"}},
    std::pair{Format::pubmed, std::string_view{"pubmed"}},
    std::pair{Format::bibtex, std::string_view{"bibtex"}},
    std::pair{Format::ris, std::string_view{"ris"}},
    std::pair{Format::csl_json, std::string_view{"csl-json"}},
    std::pair{Format::csv, std::string_view{"csv"}},
    std::pair{Format::tsv, std::string_view{"tsv"}},
};

constexpr std::array kKinds{
    std::pair{InputKind::papers, std::string_view{"papers"}},
    std::pair{InputKind::author_metrics, std::string_view{"author-metrics"}},
    std::pair{InputKind::paper_metrics, std::string_view{"paper-metrics"}},
    std::pair{InputKind::citations, std::string_view{"citations"}},
    std::pair{InputKind::overrides, std::string_view{"overrides"}},
};

// The files of one argument that exists.
Result<std::vector<InputFile>> files_of_path(const std::string& path, const std::string& argument) {
  std::error_code fault;
  const auto status = fs::status(path, fault);
  if (!fs::exists(status)) {
    return fail(ErrorCode::input_unreadable, "input '" + argument + "' does not exist or cannot be reached",
                fault.message());
  }
  if (fs::is_directory(status)) return files_of_directory(path);
  return std::vector<InputFile>{{path, kind_of_name(fs::path(path).filename().string())}};
}

Result<std::vector<InputFile>> files_of_argument(const std::string& argument) {
  std::error_code fault;
  // What is there by this very name is meant, not what the name would match.
  const bool there = fs::symlink_status(argument, fault).type() != fs::file_type::not_found;
  if (there || !is_pattern(argument)) return files_of_path(argument, argument);
  const auto paths = paths_matching(argument);
  if (!paths) return tl::make_unexpected(paths.error());
  std::vector<InputFile> inputs;
  for (const auto& path : *paths) {
    auto files = files_of_path(path, argument);
    if (!files) return files;
    inputs.insert(inputs.end(), files->begin(), files->end());
  }
  return inputs;
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
    auto files = files_of_argument(argument);
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
