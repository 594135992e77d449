// The parameters of the API as options of a command: the same names, the same parser.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/api/parameter_table.h"

namespace incipit::cli {

struct ApiArguments {
  std::vector<std::string> words;  // of the text that is asked for
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, bool> flags;  // --name
  std::map<std::string, bool> off;    // --no-name, of those that are on otherwise

  // The words with spaces between them.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const;
};

// An option for each row of the group that is answered; `q` is the command's argument, and members and form of the papers are
// chosen by other options.
void add_parameters(::CLI::App& command, server::api::ParameterGroup group, ApiArguments& arguments);

}  // namespace incipit::cli
