#include "cli/session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "query/synonym_file.h"
#include "storage/generation.h"

namespace incipit::cli {

namespace fs = std::filesystem;
using schema::ErrorCode;

ExitCode exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::paper_not_found:
    case ErrorCode::author_not_found:
      return kNothingFound;
    case ErrorCode::input_unreadable:
    case ErrorCode::input_invalid:
    case ErrorCode::would_discard:
      return kBadInput;
    case ErrorCode::index_unavailable:
    case ErrorCode::index_damaged:
    case ErrorCode::index_incompatible:
      return kBadIndex;
    case ErrorCode::index_locked:
    case ErrorCode::system:
    case ErrorCode::overloaded:
    case ErrorCode::deadline_exceeded:
    case ErrorCode::internal:
      return kSystemRefused;
    case ErrorCode::invalid_parameter:
    case ErrorCode::unknown_parameter:
    case ErrorCode::cursor_invalid:
    case ErrorCode::cursor_mismatch:
    case ErrorCode::cursor_gone:
    case ErrorCode::invalid_query:
    case ErrorCode::unsupported_syntax:
    case ErrorCode::limit_exceeded:
    case ErrorCode::not_available:
    case ErrorCode::route_not_found:
    case ErrorCode::method_not_allowed:
    case ErrorCode::malformed_request:
    case ErrorCode::not_acceptable:
    case ErrorCode::payload_too_large:
    case ErrorCode::usage:
      return kWrongUsage;
  }
  return kSystemRefused;
}

fs::path default_index() {
  std::error_code ignored;
  if (const char* named = std::getenv("INCIPIT_INDEX"); named != nullptr && *named != '\0') return named;
  if (fs::exists("var/index", ignored)) return "var/index";
  fs::path data;
  if (const char* xdg = std::getenv("XDG_DATA_HOME"); xdg != nullptr && *xdg != '\0') {
    data = xdg;
  } else if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    data = fs::path(home) / ".local" / "share";
  }
  const fs::path own = data / "incipit" / "index";
  const fs::path shared = "/var/lib/incipit/index";
  const bool only_shared = !fs::exists(own / "CURRENT", ignored) && fs::exists(shared / "CURRENT", ignored);
  return data.empty() || only_shared ? shared : own;
}

fs::path Session::index_directory() const { return index.empty() ? default_index() : fs::path(index); }

bool Session::colored_output() const {
  if (color != Color::automatic) return color == Color::always;
  return isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
}

schema::Error output_closed() { return {ErrorCode::system, "standard output was closed before the end", "", "", {}}; }

int report(const Session& session, const schema::Error& error) {
  std::string line = "incipit: ";
  if (!error.parameter.empty()) line += error.parameter + ": ";
  line += error.message;
  if (error.offset) line += fmt::format(" (at byte {})", *error.offset);
  fmt::print(stderr, "{}\n", line);
  if (session.verbose && !error.detail.empty()) fmt::print(stderr, "  {}\n", error.detail);
  if (error.code == ErrorCode::index_unavailable) fmt::print(stderr, "  index: {}\n", session.index_directory().string());
  return exit_code_of(error.code);
}

schema::Result<std::unique_ptr<query::Searcher>> open_index(const Session& session) {
  auto generation = storage::Generation::open_current(session.index_directory());
  if (!generation) return tl::make_unexpected(generation.error());
  std::shared_ptr<const query::SynonymFile> synonyms;
  if (!session.synonyms.empty()) {
    auto opened = query::SynonymFile::open(session.synonyms);
    if (!opened) return tl::make_unexpected(opened.error());
    synonyms = std::move(*opened);
  }
  return query::Searcher::open(std::move(*generation), nullptr, std::move(synonyms));
}

}  // namespace incipit::cli
