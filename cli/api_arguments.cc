#include "cli/api_arguments.h"

#include "schema/ascii.h"

namespace incipit::cli {
namespace {

std::string option_name(std::string_view parameter) {
  std::string name = "--" + std::string(parameter);
  for (char& c : name) {
    if (c == '_') c = '-';
  }
  return name;
}

}  // namespace

std::string ApiArguments::text() const {
  return schema::joined(words, " ");
}

std::vector<std::pair<std::string, std::string>> ApiArguments::parameters() const {
  std::vector<std::pair<std::string, std::string>> list;
  if (std::string q = text(); !q.empty()) list.emplace_back("q", std::move(q));
  for (const auto& [name, given] : values) {
    for (const auto& value : given) list.emplace_back(name, value);
  }
  for (const auto& [name, given] : flags) {
    if (given) list.emplace_back(name, "1");
  }
  for (const auto& [name, given] : off) {
    if (given) list.emplace_back(name, "0");
  }
  return list;
}

void add_parameters(::CLI::App& command, server::api::ParameterGroup group, ApiArguments& arguments) {
  for (const auto& row : server::api::parameter_table(group)) {
    if (row.name == "q" || row.name == "fields" || row.name == "format" || !row.unavailable.empty()) continue;
    const std::string name(row.name);
    std::string meaning(row.meaning);
    if (!row.choices.empty()) meaning += " (" + std::string(row.choices) + ")";
    if (row.kind == server::api::ParameterKind::flag && row.on) {
      command.add_flag("--no-" + option_name(name).substr(2), arguments.off[name], meaning);
    } else if (row.kind == server::api::ParameterKind::flag) {
      command.add_flag(option_name(name), arguments.flags[name], meaning);
    } else {
      command.add_option(option_name(name), arguments.values[name], meaning)->allow_extra_args(false)->type_name("VALUE");
    }
  }
}

}  // namespace incipit::cli
