// What every command shares: the common options, where the index is, how errors leave the program.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "query/searcher.h"
#include "schema/error.h"

namespace incipit::cli {

// Exit codes of the program, the same for every command.
enum ExitCode {
  kDone = 0,
  kNothingFound = 1,  // or a check failed
  kWrongUsage = 2,
  kBadInput = 3,
  kBadIndex = 4,      // missing or damaged
  kSystemRefused = 5, // disk, memory, port
};
[[nodiscard]] ExitCode exit_code_of(schema::ErrorCode code);

enum class Color { automatic, always, never };

// The options common to all commands.
struct Session {
  std::string index;  // as given; empty: `default_index()`
  std::string synonyms;  // a file of synonyms; empty: none
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  Color color = Color::automatic;

  [[nodiscard]] std::filesystem::path index_directory() const;
  // Whether standard output (or error) takes colours: a terminal, unless told otherwise.
  [[nodiscard]] bool colored_output() const;
};

// $INCIPIT_INDEX, else ./var/index if it is there, else the user's data folder, else /var/lib/incipit/index (also when an
// index is only there).
[[nodiscard]] std::filesystem::path default_index();

// Prints an error to standard error: what went wrong, and with --verbose its detail. Returns its exit code.
[[nodiscard]] int report(const Session& session, const schema::Error& error);

// Of a standard output that takes nothing any more.
[[nodiscard]] schema::Error output_closed();

// Opens the current generation of the session's index, with its file of synonyms.
[[nodiscard]] schema::Result<std::unique_ptr<query::Searcher>> open_index(const Session& session);

}  // namespace incipit::cli
